package parity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/evidence"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/rules"
	"github.com/cekura/mockserver/internal/rules/probe"
)

// caseRow is one request of a file of cases. Its body is given in one of five
// ways, or there is none.
type caseRow struct {
	Name        string             `json:"name"`
	Method      string             `json:"method"`
	Path        string             `json:"path"`
	Headers     map[string]*string `json:"headers"`      // null: not sent
	ContentType *string            `json:"content_type"` // null: not sent
	Agent       int64              `json:"agent"`        // of seed.json beside the file
	Basis       string             `json:"basis"`

	Body       json.RawMessage   `json:"body"`
	BodyRaw    *string           `json:"body_raw"`
	BodyBase64 []byte            `json:"body_b64"`
	BodyGen    []json.RawMessage `json:"body_gen"`  // prefix, unit, how often, suffix
	BodyGen2   []json.RawMessage `json:"body_gen2"` // prefix, unit, how often, another unit, suffix
}

// goodKey stands for a good key in cases.
const goodKey = "test-key-0000"

// caseNames stand in cases for ids of their agent, which are captured when it
// is read.
var caseNames = map[string]string{
	"TOOL1": "mock_tools.0.id", "TOOL2": "mock_tools.1.id",
	"FILE1": "knowledge_base_files.0.id", "FILE2": "knowledge_base_files.1.id",
	"VAR1": "dynamic_variables.0.id", "VAR2": "dynamic_variables.1.id",
}

// ReadCases reads a file of cases, and the agents from the seed.json beside it.
func ReadCases(path string) ([]Question, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var rows []caseRow
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields() // what is not understood would not be sent
	if err := decoder.Decode(&rows); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	agents, err := readAgents(filepath.Join(filepath.Dir(path), "seed.json"))
	if err != nil {
		return nil, err
	}
	var all []Question
	for i, row := range rows {
		q, err := row.question(agents)
		if err != nil {
			return nil, fmt.Errorf("%s: case %d, %s: %w", path, i+1, row.Name, err)
		}
		all = append(all, q)
	}
	return all, nil
}

// readAgents gives the agents of a seed as bodies to make them by.
func readAgents(path string) (map[int64]*pyjson.Value, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the cases' agents: %w", err)
	}
	var seed struct {
		Agents []struct{ ID int64 }
	}
	if err := json.Unmarshal(content, &seed); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	whole, err := pyjson.Parse(string(content))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	agents := map[int64]*pyjson.Value{}
	for i, item := range whole.Member("agents").Items {
		body := withoutGiven(item)
		agents[seed.Agents[i].ID] = &body
	}
	return agents, nil
}

// given is what the service gives, and a POST cannot ask for.
var given = []string{"id", "project", "created_at", "updated_at", "enabled_personalities"}

func withoutGiven(v pyjson.Value) pyjson.Value {
	shown := pyjson.Value{Kind: v.Kind}
	for i, key := range v.Keys {
		item := v.Items[i]
		if slices.Contains(given, key) {
			continue
		}
		if _, isCollection := item.Get("id"); item.Kind == pyjson.Array && !isCollection {
			items := slices.Clone(item.Items)
			for j := range items {
				if items[j].Member("id") != nil {
					items[j] = withoutGiven(items[j])
				}
			}
			item.Items = items
		}
		shown.Add(key, item)
	}
	return shown
}

// question makes a probe of a case: its agent is made and read, and then comes
// its own request.
func (row caseRow) question(agents map[int64]*pyjson.Value) (Question, error) {
	agent := agents[row.Agent]
	switch {
	case agent == nil:
		return Question{}, fmt.Errorf("seed.json has no agent %d", row.Agent)
	case !strings.Contains(row.Path, "@ID@") && row.Method != http.MethodGet && row.Path != probe.AgentsPath && !row.unknownAgent():
		return Question{}, errors.New("it would change what is not an agent of the run: its path has no @ID@")
	}
	body, steps := typed(*agent)
	read := rules.Step{Method: http.MethodGet, Path: rules.AgentPath, Capture: map[string]string{}}
	for name, at := range caseNames {
		read.Capture[strings.ToLower(name)] = at
	}
	send := rules.Step{Method: row.Method, Path: named(row.Path), Headers: map[string]*string{probe.KeyHeader: nil}}
	for name, value := range row.Headers {
		if value != nil && strings.EqualFold(name, probe.KeyHeader) && *value == goodKey {
			delete(send.Headers, probe.KeyHeader)
			continue
		}
		send.Headers[name] = value
	}
	raw, err := row.body()
	if err != nil {
		return Question{}, err
	}
	send.Raw = raw
	if row.ContentType != nil {
		send.Type = *row.ContentType
	}
	p := &rules.Probe{Agent: &body, Steps: append(steps, read, send)}
	return Question{Rule: rules.Rule{ID: row.Name, Probe: p}, Case: true}, nil
}

// typed gives the body of an agent without the type of its provider, and the
// step that sets it. A seed may hold parts that do not go together, which a
// POST of them all would be refused for.
func typed(agent pyjson.Value) (body pyjson.Value, steps []rules.Step) {
	body = agent.Clone()
	provider := body.Member("provider")
	if provider == nil || provider.Member("type") == nil {
		return body, nil
	}
	var set, change pyjson.Value
	set.Add("type", *provider.Member("type"))
	change.Add("provider", set)
	*provider.Member("type") = pyjson.TextValue("custom")
	return body, []rules.Step{{Method: http.MethodPatch, Path: rules.AgentPath, Body: &change}}
}

// unprepared says why the agent of a case is not as it should be; "" where it
// is.
func unprepared(answers []evidence.Answer, request int) string {
	for _, a := range answers[:min(request, len(answers))] {
		if a.Status >= 300 {
			return fmt.Sprintf("its agent could not be made: %s: %s", a.Request, show(a))
		}
	}
	return ""
}

// unknownAgent reports whether a case is about an agent that nobody has.
func (row caseRow) unknownAgent() bool {
	return row.Path == probe.AgentsPath+"99999999/" && row.noKey()
}

// noKey reports whether a case goes without a key, and so can change nothing.
func (row caseRow) noKey() bool {
	for name, value := range row.Headers {
		if value != nil && strings.EqualFold(name, probe.KeyHeader) {
			return false
		}
	}
	return true
}

// named writes the names of ids as probes do.
func named(text string) string {
	text = strings.ReplaceAll(text, "@ID@", "{agent}")
	for name := range caseNames {
		text = strings.ReplaceAll(text, `"@`+name+`@"`, "{"+strings.ToLower(name)+"}") // as a number
		text = strings.ReplaceAll(text, "@"+name+"@", "{"+strings.ToLower(name)+"}")
	}
	return text
}

func (row caseRow) body() (*string, error) {
	var text string
	switch {
	case row.BodyBase64 != nil:
		text = string(row.BodyBase64)
	case row.BodyGen != nil:
		return generated(row.BodyGen)
	case row.BodyGen2 != nil:
		return generated(row.BodyGen2)
	case row.BodyRaw != nil:
		text = named(*row.BodyRaw)
	case row.Body != nil && string(row.Body) != "null":
		v, err := pyjson.Parse(string(row.Body))
		if err != nil {
			return nil, err
		}
		text = named(strings.ReplaceAll(string(v.Append(nil)), `"@ID@"`, "@ID@"))
	default:
		return nil, nil
	}
	return &text, nil
}

// generated writes out a body that is too long for a file.
func generated(parts []json.RawMessage) (*string, error) {
	var prefix, unit, second, suffix string
	var n int
	into := []any{&prefix, &unit, &n, &suffix}
	if len(parts) == 5 {
		into = []any{&prefix, &unit, &n, &second, &suffix}
	}
	if len(parts) != len(into) {
		return nil, errors.New("a generated body has four parts, or five")
	}
	for i, part := range parts {
		if err := json.Unmarshal(part, into[i]); err != nil {
			return nil, err
		}
	}
	const most = 64 << 20
	if n < 0 || n*max(len(unit)+len(second), 1) > most {
		return nil, fmt.Errorf("a generated body has at most %d bytes", most)
	}
	text := prefix + strings.Repeat(unit, n) + strings.Repeat(second, n) + suffix
	return &text, nil
}
