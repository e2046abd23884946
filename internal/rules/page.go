package rules

import (
	"strings"
	"text/template"
)

// Page renders the Markdown page of the rules with a text/template, whose data
// is the set.
func (s *Set) Page(source string) (string, error) {
	t, err := template.New("page").Option("missingkey=error").Funcs(template.FuncMap{
		"cell":   cell,
		"lower":  strings.ToLower,
		"labels": labels,
	}).Parse(source)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, s)
	return b.String(), err
}

// Count is how many rules there are with a label; of "" all.
func (s *Set) Count(label string) int {
	n := 0
	for _, r := range s.rules {
		if label == "" || r.From(label) {
			n++
		}
	}
	return n
}

// Probed is how many rules have a probe.
func (s *Set) Probed() int {
	n := 0
	for _, r := range s.rules {
		if r.Probe != nil {
			n++
		}
	}
	return n
}

// cell makes a text fit for a cell of a Markdown table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// labels writes the origins of a rule, such as "[O], [A] for the text".
func labels(r Rule) string {
	var all []string
	for _, o := range r.Origin {
		label := "[" + o.Label + "]"
		if o.Part != "" {
			label += " " + o.Part
		}
		all = append(all, label)
	}
	return strings.Join(all, ", ")
}
