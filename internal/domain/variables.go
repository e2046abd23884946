package domain

import (
	"cmp"
	"slices"

	"github.com/cekura/mockserver/internal/apierr"
)

// reconcileVariables gives the variables that items ask for, by name, and
// their changes. Variables are matched by name alone. [D]
func reconcileVariables(stored []DynamicVariable, items []VariableItem, terms Terms, errs *apierr.Fields) ([]DynamicVariable, []Change) {
	byName := make(map[string]DynamicVariable, len(stored))
	for _, v := range stored {
		byName[v.Name] = v
	}
	seen := make(map[string]bool, len(items))
	next := make([]DynamicVariable, 0, len(items))
	changes := make([]Change, 0, len(items))
	newID := terms.NextID.DynamicVariable

	for i, item := range items {
		if !checkVariable(item, seen[item.Name.Value], func() *apierr.Fields { return errs.Item(i, len(items)) }) {
			continue
		}
		seen[item.Name.Value] = true
		v := DynamicVariable{Name: item.Name.Value, Description: item.Description.Value}
		change := Change{Action: Created, Name: v.Name}
		if old, ok := byName[v.Name]; ok {
			v.ID = old.ID
			change.MatchedBy = "name"
			change.Action = Updated
			if v == old {
				change.Action = Unchanged
			}
		} else {
			v.ID = newID
			newID++
		}
		change.ID = v.ID
		next = append(next, v)
		changes = append(changes, change)
	}
	slices.SortFunc(next, variablesByName)
	return next, withDeletions(changes, stored, DynamicVariable.identity)
}

// checkVariable reports whether an item is good. Both keys are needed on every
// item: the published schema says so, where a partial update of REST framework
// alone would not. [D]
func checkVariable(item VariableItem, again bool, errs func() *apierr.Fields) bool {
	if !item.Name.Set {
		errs().Field("name").Add(apierr.Required)
	}
	if !item.Description.Set {
		errs().Field("description").Add(apierr.Required)
	}
	complete := item.Name.Set && item.Description.Set
	if complete && again {
		errs().Field("name").Add(apierr.DuplicateVar)
	}
	return complete && !again
}

func variablesByName(a, b DynamicVariable) int { return cmp.Compare(a.Name, b.Name) }
