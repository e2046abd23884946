package store

import (
	"fmt"
	"strconv"

	"github.com/cekura/mockserver/internal/domain"
)

// body asks for random changes of an agent: some of its items as they are, some
// changed, renamed, with one another's names, or gone, and new ones.
func (m *model) body(a domain.Agent) (body domain.Body) {
	some := domain.Some[string]
	chance := func(n int) bool { return m.random.IntN(n) == 0 }
	if chance(2) {
		body.Name, body.Description = some(m.word()), some(m.word())
	}
	if chance(2) {
		items := []domain.MockToolItem{}
		for _, i := range m.random.Perm(len(a.MockTools)) {
			if chance(5) {
				continue
			}
			item := domain.MockToolItem{ID: some(strconv.FormatInt(a.MockTools[i].ID, 10)), Name: some(a.MockTools[i].Name)}
			if chance(3) {
				item.MockData = domain.JSON(fmt.Sprintf(`[{"input":{},"output":%q}]`, m.word()))
				item.FreetextParams = domain.Some([]string{m.word()})
			}
			items = append(items, item)
		}
		for i := 1; i < len(items) && chance(2); i += 2 {
			items[i-1].Name, items[i].Name = items[i].Name, items[i-1].Name
		}
		for range m.random.IntN(3) {
			items = append(items, domain.MockToolItem{Name: some(m.word())})
		}
		body.MockTools = domain.Some(items)
	}
	if chance(2) {
		items := []domain.VariableItem{}
		for _, i := range m.random.Perm(14)[:m.random.IntN(8)] {
			items = append(items, domain.VariableItem{Name: some(words[i]), Description: some(m.word())})
		}
		body.DynamicVariables = domain.Some(items)
	}
	if chance(3) {
		items := []domain.FileItem{}
		for _, f := range a.KnowledgeBaseFiles {
			if chance(2) {
				items = append(items, domain.FileItem{ID: some(strconv.FormatInt(f.ID, 10))})
			}
		}
		for range m.random.IntN(3) {
			items = append(items, domain.FileItem{FileName: some(m.word() + ".txt"), Content: []byte(m.word())})
		}
		body.KnowledgeBaseFiles = domain.Some(items)
	}
	return body
}

// words are few, so that names meet, and of an order that collations dispute.
var words = []string{"a", "B", "b", "A", "é", "e\u0301", "Z", "_", "0", "𝒜", "\ufffd", "ﬀ", "a ", "<&>\u2028"}

func (m *model) word() string { return words[m.random.IntN(len(words))] }
