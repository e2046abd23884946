package validate

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/field"
)

// config compiles the branches of a union of configs by the type that each is
// for. No config can satisfy the oneOf as it stands. [D + A] (CF-05)
func (c compiler) config(f *field.Field, main plain, typeAt, suffix string) {
	f.Kind, f.TypeAt = field.Config, strings.Split(typeAt, ".")
	f.Branches = map[string]*field.Field{}
	union := main.union
	if union == nil {
		union = openapi3.SchemaRefs{main.SchemaRef}
	}
	for _, ref := range union {
		word := strings.ToLower(strings.TrimSuffix(ref.Ref[strings.LastIndexByte(ref.Ref, '/')+1:], suffix))
		if word == "" {
			continue
		}
		branch := c.field(f.Path+"("+word+")", ref, ref)
		branch.Walk(func(p *field.Field) { p.Blank = true }) // blank text passes, anywhere in a config [A]
		f.Branches[word] = branch
	}
}

// nameBranches gives the branches of configs the words of their types, which
// write amazon_connect for AmazonConnect. A branch that no type names is left.
func nameBranches(agent *field.Field) {
	agent.Walk(func(f *field.Field) {
		if f.Kind != field.Config {
			return
		}
		at := agent
		for _, step := range f.TypeAt {
			at = at.Prop(step)
		}
		if at == nil {
			return
		}
		for word, branch := range f.Branches {
			if !slices.ContainsFunc(at.Choices, func(c string) bool { return strings.ReplaceAll(c, "_", "") == word }) {
				branch.Unfollowed = "no type is called so"
			}
		}
		for _, choice := range at.Choices {
			plain := strings.ReplaceAll(choice, "_", "")
			if branch, ok := f.Branches[plain]; ok && plain != choice {
				delete(f.Branches, plain)
				f.Branches[choice] = branch
				before := branch.Path
				branch.Walk(func(p *field.Field) { p.Path = f.Path + "(" + choice + ")" + strings.TrimPrefix(p.Path, before) })
			}
		}
	})
}
