package domain

import (
	"slices"
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
)

// The platform's older endpoints change a collection piece by piece. Each
// change is a body for Reconcile that asks for what is there and the piece, so
// that it obeys the same rules and gives the same receipt. What the client sent
// stands first: errors count from there.

// AddFiles is the body that adds files to those of the agent.
func AddFiles(current Agent, files []FileItem) Body {
	files = slices.Clip(files) // the caller keeps its own
	for _, f := range current.KnowledgeBaseFiles {
		files = append(files, FileItem{ID: Some(strconv.FormatInt(f.ID, 10))})
	}
	return Body{KnowledgeBaseFiles: Some(files)}
}

// RemoveFiles is the body that removes every file.
func RemoveFiles() Body { return Body{KnowledgeBaseFiles: Some[[]FileItem](nil)} }

// UpsertVariables is the body that sets variables by name and keeps the rest.
func UpsertVariables(current Agent, variables []VariableItem) Body {
	sent := make(map[string]bool, len(variables))
	for _, v := range variables {
		sent[v.Name.Value] = true
	}
	variables = slices.Clip(variables) // the caller keeps its own
	for _, v := range current.DynamicVariables {
		if !sent[v.Name] {
			variables = append(variables, VariableItem{Name: Some(v.Name), Description: Some(v.Description)})
		}
	}
	return Body{DynamicVariables: Some(variables)}
}

// RemoveVariable is the body that removes one variable; it reports false if the
// agent has none of that id.
func RemoveVariable(current Agent, id int64) (Body, bool) {
	var kept []VariableItem
	for _, v := range current.DynamicVariables {
		if v.ID != id {
			kept = append(kept, VariableItem{Name: Some(v.Name), Description: Some(v.Description)})
		}
	}
	return Body{DynamicVariables: Some(kept)}, len(kept) < len(current.DynamicVariables)
}

// ChangeVariable changes one variable, which keeps its id when it is renamed.
func ChangeVariable(current Agent, id int64, item VariableItem, terms Terms) (Agent, Receipt, *apierr.Fields) {
	next := current
	next.UpdatedAt = terms.Now
	next.DynamicVariables = slices.Clone(current.DynamicVariables)
	changes := make([]Change, 0, len(next.DynamicVariables))
	for i, v := range next.DynamicVariables {
		change := Change{Action: Unchanged, ID: v.ID, Name: v.Name}
		if v.ID == id {
			name, description := Some(v.Name), Some(v.Description)
			name.take(item.Name)
			description.take(item.Description)
			next.DynamicVariables[i].Name, next.DynamicVariables[i].Description = name.Value, description.Value
			change = Change{Action: Updated, ID: v.ID, Name: name.Value, MatchedBy: "id"}
			if next.DynamicVariables[i] == v {
				change.Action = Unchanged
			}
		}
		changes = append(changes, change)
	}
	slices.SortFunc(next.DynamicVariables, variablesByName)
	if names := slices.CompactFunc(slices.Clone(next.DynamicVariables), sameName); len(names) < len(changes) {
		errs := new(apierr.Fields)
		errs.Field("name").Add(apierr.DuplicateVar)
		return Agent{}, Receipt{}, errs
	}
	updated := Change{Action: Updated, ID: next.ID, Name: next.Name.Value}
	return next, Receipt{Agent: updated, DynamicVariables: changes}, nil
}

func sameName(a, b DynamicVariable) bool { return a.Name == b.Name }

// Duplicate is a new agent like another one, name included [A], with rows of its
// own. The files of the original come with their content.
func Duplicate(original Agent, terms Terms) (Agent, Receipt) {
	next := original
	next.ID = 0
	next.CreatedAt, next.UpdatedAt = terms.Now, terms.Now
	receipt := Receipt{Agent: Change{Action: Created, ID: terms.NextID.Agent, Name: next.Name.Value}}

	next.MockTools = slices.Clone(original.MockTools)
	for i := range next.MockTools {
		t := &next.MockTools[i]
		t.ID = terms.NextID.MockTool + int64(i)
		receipt.MockTools = append(receipt.MockTools, Change{Action: Created, ID: t.ID, Name: t.Name})
	}
	next.KnowledgeBaseFiles = slices.Clone(original.KnowledgeBaseFiles)
	for i := range next.KnowledgeBaseFiles {
		f := &next.KnowledgeBaseFiles[i]
		f.ID = terms.NextID.KnowledgeBaseFile + int64(i)
		f.CreatedAt, f.UpdatedAt = terms.Now, terms.Now
		receipt.KnowledgeBaseFiles = append(receipt.KnowledgeBaseFiles, Change{Action: Created, ID: f.ID, Name: f.FileName})
	}
	next.DynamicVariables = slices.Clone(original.DynamicVariables)
	for i := range next.DynamicVariables {
		v := &next.DynamicVariables[i]
		v.ID = terms.NextID.DynamicVariable + int64(i)
		receipt.DynamicVariables = append(receipt.DynamicVariables, Change{Action: Created, ID: v.ID, Name: v.Name})
	}
	return next, receipt
}

// Deletion is the receipt of an agent that goes, with all it holds.
func Deletion(agent Agent) Receipt {
	receipt := Receipt{Agent: Change{Action: Deleted, ID: agent.ID, Name: agent.Name.Value}}
	receipt.MockTools = withDeletions(nil, agent.MockTools, MockTool.identity)
	receipt.KnowledgeBaseFiles = withDeletions(nil, agent.KnowledgeBaseFiles, KnowledgeBaseFile.identity)
	receipt.DynamicVariables = withDeletions(nil, agent.DynamicVariables, DynamicVariable.identity)
	return receipt
}
