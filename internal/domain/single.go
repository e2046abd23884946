package domain

import (
	"slices"
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// The platform's older endpoints change a collection piece by piece. Each
// change is a body for Reconcile that asks for what is there and the piece, so
// that it obeys the same rules and gives the same receipt. What the client sent
// stands first: errors count from there.

// with is a body that asks for items and for what else is there.
func with(n Name, items []SentItem, rest []Item, ask func(Item) SentItem) (sent Sent) {
	items = slices.Clip(items) // the caller keeps its own
	for _, item := range rest {
		items = append(items, ask(item))
	}
	sent.Send(n, items)
	return sent
}

func byItsID(i Item) SentItem { return itemOf("id", strconv.FormatInt(i.ID, 10)) }

func asItIs(i Item) SentItem {
	item := itemOf("name", i.Name)
	for j, key := range i.Fields.Keys {
		item.Fields.Add(key, i.Fields.Items[j])
	}
	return item
}

// AddFiles is the body that adds files to those of the agent.
func AddFiles(current Agent, files []SentItem) Sent {
	return with(KnowledgeBaseFiles, files, current.Items(KnowledgeBaseFiles), byItsID)
}

// RemoveFiles is the body that removes every file.
func RemoveFiles() (sent Sent) {
	sent.Send(KnowledgeBaseFiles, nil)
	return sent
}

// AddTool is the body that adds a tool. It is the last: what is wrong with it,
// such as a name that is taken, is told there.
func AddTool(current Agent, item SentItem) (sent Sent) {
	sent.Send(MockTools, append(toolsBut(current, 0), item))
	return sent
}

// ChangeTool is the body that changes one tool, which is the last.
func ChangeTool(current Agent, id int64, item SentItem, terms Terms) (sent Sent) {
	item.Fields = item.without("id")
	item.Fields.Add("id", pyjson.TextValue(strconv.FormatInt(id, 10)))
	item.Fields = terms.Agent.Prop(MockTools.String()).Item.Arrange(item.Fields)
	sent.Send(MockTools, append(toolsBut(current, id), item))
	return sent
}

// RemoveTool is the body that removes one tool; it reports false if the agent
// has none of that name.
func RemoveTool(current Agent, name string) (sent Sent, ok bool) {
	tool := current.Tool(name)
	if tool == nil {
		return sent, false
	}
	sent.Send(MockTools, toolsBut(current, tool.ID))
	return sent, true
}

// toolsBut asks for the tools that are there but one.
func toolsBut(current Agent, id int64) []SentItem {
	items := make([]SentItem, 0, len(current.Tools())+1)
	for _, tool := range current.Tools() {
		if tool.ID != id {
			items = append(items, byItsID(tool))
		}
	}
	return items
}

// UpsertVariables is the body that sets variables by name and keeps the rest.
func UpsertVariables(current Agent, variables []SentItem) Sent {
	sent := make(map[string]bool, len(variables))
	for i := range variables {
		name, _ := variables[i].get("name")
		sent[name] = true
	}
	rest := slices.DeleteFunc(slices.Clone(current.Items(DynamicVariables)), func(v Item) bool { return sent[v.Name] })
	return with(DynamicVariables, variables, rest, asItIs)
}

// RemoveVariable is the body that removes one variable; it reports false if the
// agent has none of that id.
func RemoveVariable(current Agent, id int64) (Sent, bool) {
	all := current.Items(DynamicVariables)
	rest := slices.DeleteFunc(slices.Clone(all), func(v Item) bool { return v.ID == id })
	return with(DynamicVariables, nil, rest, asItIs), len(rest) < len(all)
}

// ChangeVariable changes one variable, which keeps its id when it is renamed.
func ChangeVariable(current Agent, id int64, item SentItem, terms Terms) (Agent, Receipt, *apierr.Fields) {
	next := current
	next.UpdatedAt = terms.Now
	r := reconciling{name: DynamicVariables, terms: terms}
	names := map[string]bool{}
	for _, v := range current.Items(DynamicVariables) {
		stored := v
		by := ""
		if v.ID == id {
			if name, sent := item.get("name"); sent {
				v.Name = name
			}
			v.Fields = r.fields().Merge(v.Fields, item.Fields, false)
			by = "id"
		}
		if names[v.Name] {
			errs := new(apierr.Fields)
			errs.Field("name").Add(apierr.DuplicateVar)
			return Agent{}, Receipt{}, errs
		}
		names[v.Name] = true
		r.keep(v, &stored, by)
	}
	receipt := Receipt{Agent: Change{Action: Unchanged, ID: next.ID, Name: next.Name()}, DynamicVariables: r.changes}
	if r.changed() {
		receipt.Agent.Action = Updated
		slices.SortFunc(r.next, inOrderOfNames)
		next.set(DynamicVariables, r.next)
	}
	return next, receipt, nil
}
