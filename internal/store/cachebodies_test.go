package store

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/publishedtest"
)

type object = map[string]any

// body asks for random changes of an agent: some of its items as they are, some
// changed, renamed, with one another's names, or gone, and new ones.
func (m *model) body(t *testing.T, a domain.Agent) domain.Sent {
	chance := func(n int) bool { return m.random.IntN(n) == 0 }
	body := object{}
	if chance(2) {
		body["name"], body["description"] = m.word(), m.word()
		body["provider"] = object{"credentials": object{"config": object{m.word(): m.word()}}}
	}
	if chance(2) {
		body["mock_tools"] = m.tools(a)
	}
	if chance(2) {
		variables := []object{}
		for _, i := range m.random.Perm(len(words))[:m.random.IntN(8)] {
			variables = append(variables, object{"name": words[i], "description": m.word()})
		}
		body["dynamic_variables"] = variables
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	given := publishedtest.Sent(t, string(text))
	if chance(3) {
		files := []domain.SentItem{}
		for _, f := range a.Files() {
			if chance(2) {
				files = append(files, publishedtest.Items(t, domain.KnowledgeBaseFiles, fmt.Sprintf(`{"id":%d}`, f.ID))...)
			}
		}
		for range m.random.IntN(3) {
			files = append(files, domain.Upload(m.word()+".txt", []byte(m.word())))
		}
		given.Send(domain.KnowledgeBaseFiles, files)
	}
	return given
}

func (m *model) tools(a domain.Agent) []object {
	chance := func(n int) bool { return m.random.IntN(n) == 0 }
	tools := []object{}
	for _, i := range m.random.Perm(len(a.Tools())) {
		if chance(5) {
			continue
		}
		item := object{"id": a.Tools()[i].ID}
		if toolName := a.Tools()[i].Name; chance(2) {
			item["name"] = toolName
		}
		if chance(3) {
			item["mock_data"] = []object{{"input": object{}, "output": m.word()}}
			item["freetext_params"] = []string{m.word()}
		}
		tools = append(tools, item)
	}
	for i := 1; i < len(tools) && chance(2); i += 2 {
		tools[i-1]["id"], tools[i]["id"] = tools[i]["id"], tools[i-1]["id"]
	}
	for range m.random.IntN(3) {
		tools = append(tools, object{"name": m.toolName()})
	}
	return tools
}

// words are few, so that names meet, and of an order that collations dispute.
var words = []string{"a", "B", "b", "A", "é", "e\u0301", "Z", "_", "0", "𝒜", "\ufffd", "ﬀ", "<&>\u2028", "ä"}

func (m *model) word() string { return words[m.random.IntN(len(words))] }

// toolName is a name that a tool may have.
func (m *model) toolName() string {
	names := []string{"a", "B", "b", "A", "Z", "_", "0", "-", "a-", "a_"}
	return names[m.random.IntN(len(names))]
}
