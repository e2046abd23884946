package domain

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/mocktool"
	"github.com/cekura/mockserver/internal/pyjson"
)

// The ways a mock tool is reached at runtime.
const (
	Direct = "direct" // a webhook of its own
	MCP    = "mcp"    // an MCP endpoint shared by the tools of one index
)

// newTool is what a tool has that was just made. [D]
var newTool = pyjson.Value{
	Kind: pyjson.Object,
	Keys: []string{"description", "mock_data", "served_via"},
	Items: []pyjson.Value{
		{Kind: pyjson.String},
		{Kind: pyjson.Raw, Text: "[]"},
		{Kind: pyjson.Object, Keys: []string{"type"}, Items: []pyjson.Value{{Kind: pyjson.String, Text: Direct}}},
	},
}

// tools gives the tools that items ask for, by id.
func (r *reconciling) tools() {
	matches := r.matchTools()
	names := make(map[string]bool, len(r.sent))
	fields := r.fields()
	fresh := fields.Arrange(newTool)
	for i := range r.sent {
		item, match := &r.sent[i], matches[i]
		tool := Item{Fields: fresh}
		if match.stored != nil {
			tool = *match.stored
		}
		before := field.At(&tool.Fields, "mock_data")
		id, hasID := item.get("id")
		name, hasName := item.get("name")
		if hasName {
			tool.Name = name
		}
		tool.Fields = directWithoutIndex(fields.Merge(tool.Fields, item.Fields, false))
		switch data := field.At(&tool.Fields, "mock_data"); {
		case match.stored == nil && hasID:
			r.terms.rest("MT-03")
			r.wrong(i, "id", apierr.NoSuchPK(id))
		case match.stored == nil && !hasName:
			r.wrong(i, "name", apierr.Required)
		case match.again, names[tool.Name]:
			r.terms.rest("MT-08")
			r.wrong(i, "name", apierr.DuplicateTool)
		case data != nil && (match.stored == nil || before == nil || data.Text != before.Text):
			if text := checkMappings(data.Text); text != "" {
				r.wrong(i, "mock_data", text)
			}
		}
		if match.stored != nil && item.Fields.Member("served_via") == nil {
			r.terms.rest("MT-07")
		}
		if match.passed {
			r.terms.rest("MT-02")
		}
		names[tool.Name] = true
		r.keep(tool, match.stored, match.by)
	}
	slices.SortFunc(r.next, byID)
}

func byID(a, b Item) int { return cmp.Compare(a.ID, b.ID) }

// directWithoutIndex drops the index of a tool that has a webhook of its own.
// [D] (MT-21)
func directWithoutIndex(fields pyjson.Value) pyjson.Value {
	via := fields.Member("served_via")
	if via == nil || field.TextAt(via, "type") != Direct || via.Member("mock_index") == nil {
		return fields
	}
	fields.Items = slices.Clone(fields.Items)
	item := SentItem{Fields: *via}
	*fields.Member("served_via") = item.without("mock_index")
	return fields
}

// toolMatch is the stored tool that an item means, if there is one.
type toolMatch struct {
	stored *Item
	by     string // the key they were matched by
	again  bool   // an earlier item means the same tool
	passed bool   // there is a tool of that name, which an id claimed
}

// matchTools lets items with an id claim their tools first; names match only
// tools that no id claimed. [A] (MT-02)
func (r *reconciling) matchTools() []toolMatch {
	byID := make(map[string]*Item, len(r.stored))
	byName := make(map[string]*Item, len(r.stored))
	for i := range r.stored {
		byID[strconv.FormatInt(r.stored[i].ID, 10)] = &r.stored[i]
		byName[r.stored[i].Name] = &r.stored[i]
	}
	matches := make([]toolMatch, len(r.sent))
	claimed := make(map[*Item]bool, len(r.sent))
	for i := range r.sent {
		id, ok := r.sent[i].get("id")
		if tool := byID[id]; ok && tool != nil {
			matches[i] = toolMatch{stored: tool, by: "id", again: claimed[tool]}
			claimed[tool] = true
		}
	}
	byIDs := maps.Clone(claimed)
	for i := range r.sent {
		_, hasID := r.sent[i].get("id")
		name, ok := r.sent[i].get("name")
		switch tool := byName[name]; {
		case hasID || !ok || tool == nil:
		case byIDs[tool]:
			matches[i].passed = true
		case claimed[tool]:
		default:
			matches[i] = toolMatch{stored: tool, by: "name"}
			claimed[tool] = true
		}
	}
	return matches
}

// ServedVia says how a tool is reached.
type ServedVia struct {
	Type      string
	MockIndex string // decimal digits, of any length; only for MCP
}

// ServedVia says how the tool is reached.
func (i *Item) ServedVia() ServedVia {
	via := ServedVia{Type: cmp.Or(field.TextAt(&i.Fields, "served_via", "type"), Direct)}
	if v := field.At(&i.Fields, "served_via", "mock_index"); v != nil {
		via.MockIndex = v.Text
	}
	return via
}

// Description gives the item's description.
func (i *Item) Description() string { return field.TextAt(&i.Fields, "description") }

// MockData gives a tool's mappings as JSON.
func (i *Item) MockData() string {
	if v := i.Fields.Member("mock_data"); v != nil {
		return v.Text
	}
	return "[]"
}

// FreetextParams lists the parameters that are not looked at.
func (i *Item) FreetextParams() []string {
	v := i.Fields.Member("freetext_params")
	if v == nil {
		return nil
	}
	texts := make([]string, len(v.Items))
	for j := range v.Items {
		texts[j] = v.Items[j].Text
	}
	return texts
}

// checkMappings says what is wrong with a tool's mock data, or "".
func checkMappings(data string) string {
	mappings, err := pyjson.Parse(data)
	if err != nil {
		return apierr.MappingsNotAList
	}
	return mocktool.Check(mappings)
}
