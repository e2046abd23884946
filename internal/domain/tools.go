package domain

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/mocktool"
	"github.com/cekura/mockserver/internal/pyjson"
)

// reconcileTools gives the tools that items ask for, by id, and their changes.
func reconcileTools(stored []MockTool, items []MockToolItem, terms Terms, errs *apierr.Fields) ([]MockTool, []Change) {
	matches := matchTools(stored, items)
	names := make(map[string]bool, len(items))
	next := make([]MockTool, 0, len(items))
	changes := make([]Change, 0, len(items))
	newID := terms.NextID.MockTool

	for i, item := range items {
		match := matches[i]
		tool := MockTool{MockData: "[]", ServedVia: ServedVia{Type: Direct}}
		if match.stored != nil {
			tool = *match.stored
		}
		item.applyTo(&tool)

		wrongAt := func(field, text string) { errs.Item(i, len(items)).Field(field).Add(text) }
		switch {
		case match.stored == nil && item.ID.Set:
			wrongAt("id", apierr.NoSuchPK(item.ID.Value))
		case match.stored == nil && !item.Name.Set:
			wrongAt("name", apierr.Required)
		case match.again, names[tool.Name]:
			wrongAt("name", apierr.DuplicateTool)
		case match.stored == nil || tool.MockData != match.stored.MockData:
			if text := checkMappings(tool.MockData); text != "" {
				wrongAt("mock_data", text)
			}
		}
		names[tool.Name] = true

		if match.stored == nil {
			tool.ID = newID
			newID++
		}
		next = append(next, tool)
		changes = append(changes, Change{Action: match.action(tool), ID: tool.ID, Name: tool.Name, MatchedBy: match.by})
	}
	slices.SortFunc(next, func(a, b MockTool) int { return cmp.Compare(a.ID, b.ID) })
	return next, withDeletions(changes, stored, MockTool.identity)
}

// toolMatch is the stored tool that an item means, if there is one.
type toolMatch struct {
	stored *MockTool
	by     string // the key they were matched by
	again  bool   // an earlier item means the same tool
}

// matchTools lets items with an id claim their tools first; names match only
// tools that no id claimed. [A]
func matchTools(stored []MockTool, items []MockToolItem) []toolMatch {
	byID := make(map[string]*MockTool, len(stored))
	byName := make(map[string]*MockTool, len(stored))
	for i := range stored {
		byID[strconv.FormatInt(stored[i].ID, 10)] = &stored[i]
		byName[stored[i].Name] = &stored[i]
	}
	matches := make([]toolMatch, len(items))
	claimed := make(map[*MockTool]bool, len(items))
	for i, item := range items {
		if tool := byID[item.ID.Value]; item.ID.Set && tool != nil {
			matches[i] = toolMatch{stored: tool, by: "id", again: claimed[tool]}
			claimed[tool] = true
		}
	}
	for i, item := range items {
		if tool := byName[item.Name.Value]; !item.ID.Set && item.Name.Set && tool != nil && !claimed[tool] {
			matches[i] = toolMatch{stored: tool, by: "name"}
			claimed[tool] = true
		}
	}
	return matches
}

func (m toolMatch) action(next MockTool) Action {
	switch {
	case m.stored == nil:
		return Created
	case m.stored.equal(next):
		return Unchanged
	default:
		return Updated
	}
}

func (t *MockTool) equal(o MockTool) bool {
	return t.Name == o.Name && t.Description == o.Description && t.MockData == o.MockData &&
		t.ServedVia == o.ServedVia && slices.Equal(t.FreetextParams, o.FreetextParams)
}

// applyTo changes what the item sends; keys it leaves out keep their value,
// served_via too: "omit for a direct URL" is about new tools. [A]
func (item MockToolItem) applyTo(t *MockTool) {
	if item.Name.Set {
		t.Name = item.Name.Value
	}
	if item.Description.Set {
		t.Description = item.Description.Value
	}
	t.MockData.take(item.MockData)
	if item.FreetextParams.Set {
		t.FreetextParams = item.FreetextParams.Value
	}
	if item.Type.Set {
		t.ServedVia.Type = item.Type.Value
	}
	if item.MockIndex.Set {
		t.ServedVia.MockIndex = item.MockIndex.Value
	}
	if t.ServedVia.Type == Direct {
		t.ServedVia.MockIndex = ""
	}
}

// checkMappings says what is wrong with a tool's mock data, or "".
func checkMappings(data JSON) string {
	mappings, err := pyjson.Parse(string(data))
	if err != nil {
		return apierr.MappingsNotAList
	}
	return mocktool.Check(mappings)
}
