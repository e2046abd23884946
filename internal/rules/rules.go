package rules

import (
	"slices"
	"strings"
	"sync"

	"github.com/cekura/mockserver/spec"
)

// The labels of an origin.
const (
	Documented = "D"    // the published document says so
	Framework  = "F"    // Django REST framework does so
	Observed   = "O"    // seen on the live API, or stated on its public pages
	Assumed    = "A"    // nothing public settles it
	Ours       = "ours" // about this server alone
)

// Labels are all of them, in the order in which they are explained.
var Labels = []string{Documented, Framework, Observed, Assumed, Ours}

// Rule is one row.
type Rule struct {
	ID        string
	Section   string // the title of its section
	Text      string
	Origin    []Origin
	Source    string // who says so; of every [O]
	Otherwise string // what else could be true; of every [A]
	Probe     *Probe // nil where no request can show it
}

// Origin is where a rule, or a part of it, comes from.
type Origin struct {
	Label string
	Part  string // the part it is about, such as "for the text"; empty for all of it
}

func (o Origin) String() string { return strings.TrimSuffix(o.Label+" "+o.Part, " ") }

// From reports whether the rule, or a part of it, has the origin label.
func (r Rule) From(label string) bool {
	return slices.ContainsFunc(r.Origin, func(o Origin) bool { return o.Label == label })
}

// Section is a part of the page.
type Section struct {
	Code  string // that its rules' ids begin with
	Title string
	About string // what is to be said before its rules, in Markdown
}

// Set is all the rules, in the order of the file.
type Set struct {
	sections []Section
	rules    []Rule
}

// Sections gives the sections. The caller owns the list.
func (s *Set) Sections() []Section { return slices.Clone(s.sections) }

// All gives the rules. The caller owns the list.
func (s *Set) All() []Rule { return slices.Clone(s.rules) }

// Published gives the rules of this server. They are parsed when they are first
// asked for: most servers never are.
var Published = sync.OnceValues(func() (*Set, error) { return Parse(spec.Rules) })

// Rule finds a rule by its id.
func (s *Set) Rule(id string) (Rule, bool) {
	i := slices.IndexFunc(s.rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return s.rules[i], true
}

// Of gives the rules of a section.
func (s *Set) Of(section Section) []Rule {
	var of []Rule
	for _, r := range s.rules {
		if strings.HasPrefix(r.ID, section.Code+"-") {
			of = append(of, r)
		}
	}
	return of
}
