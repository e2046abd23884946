package domain

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/field"
)

// placeholder is {{name}} in a description. What is in the braces and no name,
// such as a call of a template's function, is none.
var placeholder = regexp.MustCompile(`\{\{\s*([\pL_][\pL\pN_.-]*)\s*\}\}`)

// maxMissing is how many missing variables are named.
const maxMissing = 20

// MissingVariables names the variables that the description of an agent names
// and that the agent does not have, each once: the platform makes them some time
// later, and this server does not. [O] (AG-34)
func (a *Agent) MissingVariables() (missing []string) {
	description := field.TextAt(&a.Settings, "description")
	if !strings.Contains(description, "{{") {
		return nil
	}
	known := map[string]bool{}
	for _, v := range a.Items(DynamicVariables) {
		known[v.Name] = true
	}
	for _, found := range placeholder.FindAllStringSubmatch(description, -1) {
		if name := found[1]; !known[name] {
			known[name] = true
			missing = append(missing, strings.Clone(name))
		}
	}
	return missing
}

// MayMissVariables reports whether what was sent is a description, or variables.
func (s *Sent) MayMissVariables() bool {
	return s.Fields.Member("description") != nil || s.Collections[DynamicVariables] != nil
}

// listed names variables in a sentence, not all of very many, and long ones in
// part.
func listed(names []string) string {
	const longest = 64
	all := slices.Clone(names[:min(len(names), maxMissing)])
	for i, name := range all {
		if runes := []rune(name); len(runes) > longest {
			name = string(runes[:longest]) + "…"
		}
		all[i] = "{{" + name + "}}"
	}
	if len(names) > maxMissing {
		all = append(all, "…")
	}
	return strings.Join(all, ", ")
}
