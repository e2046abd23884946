package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// body is what is sent over and over: its texts in turn, each {n} another number
// in every request. days is what the agent's first tool then says.
type body struct {
	name  string
	texts []string
	tools int // that the agent then has
	days  *regexp.Regexp
}

var bodies = []body{
	{name: "name alone", texts: []string{`{"name":"Bot {n}"}`}},
	{name: "10 tools, the same", texts: []string{toolsBody(10, "0")}, tools: 10, days: regexp.MustCompile(`^0$`)},
	{name: "10 tools, two bodies in turn", texts: []string{toolsBody(10, "1"), toolsBody(10, "2")}, tools: 10, days: regexp.MustCompile(`^[12]$`)},
	{name: "10 tools, never sent before", texts: []string{toolsBody(10, "{n}")}, tools: 10, days: regexp.MustCompile(`^[0-9a-z]{8,}$`)},
}

// toolsBody is a body of n tools with five mappings each. The first output of
// the first tool holds what is given.
func toolsBody(n int, first string) string {
	tools := make([]string, n)
	for t := range tools {
		mappings := make([]string, 5)
		for m := range mappings {
			days := "0"
			if t == 0 && m == 0 {
				days = first
			}
			mappings[m] = fmt.Sprintf(`{"input":{"order_id":"A-%d"},"output":{"status":"shipped","days":"%s"}}`, m, days)
		}
		tools[t] = fmt.Sprintf(`{"name":"tool_%d","description":"Looks up an order","mock_data":[%s]}`, t, strings.Join(mappings, ","))
	}
	return `{"mock_tools":[` + strings.Join(tools, ",") + `]}`
}

// check asks a program that remembers for the agent, and holds it against what
// it was sent last.
func (b body) check(p *program) error {
	if !p.remember {
		return nil
	}
	var answer bytes.Buffer
	if err := send(http.MethodGet, p.url+agentPath, "", &answer, headers...); err != nil {
		return err
	}
	var agent struct {
		Name  string
		Tools []struct {
			Name string
			Data []struct{ Output struct{ Days string } } `json:"mock_data"`
		} `json:"mock_tools"`
	}
	if err := json.Unmarshal(answer.Bytes(), &agent); err != nil {
		return err
	}
	good := regexp.MustCompile("^Bot [0-9a-z]{8,}$").MatchString(agent.Name)
	if b.days != nil {
		good = good && len(agent.Tools) == b.tools
		for i, tool := range agent.Tools {
			good = good && tool.Name == fmt.Sprintf("tool_%d", i) && len(tool.Data) == 5
		}
		good = good && b.days.MatchString(agent.Tools[0].Data[0].Output.Days)
	}
	if !good {
		return fmt.Errorf("%s, after %q: the agent is not what was sent: %s", p.name, b.name, answer.String())
	}
	return nil
}
