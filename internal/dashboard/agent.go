package dashboard

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/sandbox"
)

// agentView is one agent with a page of each of its collections.
type agentView struct {
	*domain.Agent
	Settings []setting

	Search        string // of tools
	Tools         []domain.Item
	ToolPager     pager
	Files         []domain.Item
	FilePager     pager
	Variables     []domain.Item
	VariablePager pager
}

// setting is one stored value, and the path of keys to it.
type setting struct {
	Path  string
	Value shownText
}

func (d *dashboard) agent(s *sandbox.Sandbox, r *http.Request) (any, error) {
	agent, err := agentOf(s, r)
	if err != nil {
		return nil, err
	}
	v := agentView{Agent: &agent, Search: r.URL.Query().Get("q")}
	if v.Settings, err = d.settings(agent); err != nil {
		return nil, err
	}
	found := agent.Items(domain.MockTools)
	if v.Search != "" {
		found = nil
		for _, t := range agent.Items(domain.MockTools) {
			if contains(t.Name, v.Search) || contains(t.Description(), v.Search) {
				found = append(found, t)
			}
		}
	}
	v.Tools, v.ToolPager = paged(r, "tools", found)
	v.Files, v.FilePager = paged(r, "files", agent.Items(domain.KnowledgeBaseFiles))
	v.Variables, v.VariablePager = paged(r, "variables", agent.Items(domain.DynamicVariables))
	return v, nil
}

// agentOf finds the agent that the path names.
func agentOf(s *sandbox.Sandbox, r *http.Request) (domain.Agent, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return domain.Agent{}, errNone
	}
	return s.Store.Agent(r.Context(), id)
}

func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// settings lists what is stored of an agent but its collections, as a seed has
// it without secrets.
func (d *dashboard) settings(agent domain.Agent) ([]setting, error) {
	agent.Collections = [3]*domain.Collection{}
	world, err := pyjson.Parse(string(d.Write(domain.World{Agents: []domain.Agent{agent}}, false)))
	if err != nil {
		return nil, err
	}
	agents, _ := world.Get("agents")
	var all []setting
	for i, key := range agents.Items[0].Keys {
		switch key {
		case "mock_tools", "knowledge_base_files", "dynamic_variables":
		default:
			all = appendSettings(all, key, agents.Items[0].Items[i])
		}
	}
	return all, nil
}

func appendSettings(all []setting, path string, v pyjson.Value) []setting {
	if v.Kind == pyjson.Object && len(v.Keys) > 0 {
		for i, key := range v.Keys {
			all = appendSettings(all, path+"."+key, v.Items[i])
		}
		return all
	}
	text := v.Text
	if v.Kind != pyjson.String || text == "" {
		text = string(v.Append(nil))
	}
	return append(all, setting{path, cut(text)})
}

// fileView is a knowledge base file as text.
type fileView struct {
	Agent *domain.Agent
	File  *domain.Item
	Path  string // where the API gives it out
	Text  shownText
	Plain bool // it is text
}

func (d *dashboard) file(s *sandbox.Sandbox, r *http.Request) (any, error) {
	agent, err := agentOf(s, r)
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(r.PathValue("file"), 10, 64)
	if err != nil {
		return nil, errNone
	}
	file, err := s.Store.File(r.Context(), agent.ID, id)
	v := fileView{Agent: &agent, File: &file, Plain: utf8.Valid(file.Content) && !strings.Contains(string(file.Content), "\x00")}
	v.Path = "/media/knowledge_base/" + strconv.FormatInt(agent.ID, 10) + "/" + r.PathValue("file") + "/" + url.PathEscape(file.BaseName())
	if v.Plain {
		v.Text = cut(string(file.Content))
	}
	return v, err
}
