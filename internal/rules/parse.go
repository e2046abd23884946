package rules

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// file is rules.yaml as it is written.
type file struct {
	Sections []sectionRow `yaml:"sections"`
	Rules    []ruleRow    `yaml:"rules"`
}

type sectionRow struct {
	Code  string `yaml:"code"`
	Title string `yaml:"title"`
	About string `yaml:"about"`
}

type ruleRow struct {
	ID        string    `yaml:"id"`
	Text      string    `yaml:"text"`
	Origin    []string  `yaml:"origin"`
	Source    string    `yaml:"source"`
	Otherwise string    `yaml:"otherwise"`
	Probe     *probeRow `yaml:"probe"`
}

// Parse reads and checks a file of rules. The error names every row that is
// wrong.
func Parse(content []byte) (*Set, error) {
	var f file
	if err := yaml.Load(content, &f, yaml.WithKnownFields()); err != nil {
		return nil, err
	}
	s := &Set{}
	var errs []error
	for _, row := range f.Sections {
		if row.Code == "" || row.Title == "" || s.has(row.Code) {
			errs = append(errs, fmt.Errorf("section %q: wants a code of its own and a title", row.Code))
		}
		s.sections = append(s.sections, Section(row))
	}
	for _, row := range f.Rules {
		rule, err := s.rule(row)
		if err != nil {
			errs = append(errs, fmt.Errorf("rule %q: %w", row.ID, err))
		}
		s.rules = append(s.rules, rule)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Set) has(code string) bool {
	return slices.ContainsFunc(s.sections, func(known Section) bool { return known.Code == code })
}

// IDPattern is what an id looks like.
const IDPattern = `[A-Z]{2}-\d\d`

var wholeID = regexp.MustCompile(`^` + IDPattern + `$`)

// rule reads one row; s has the sections, and the rules before it.
func (s *Set) rule(row ruleRow) (Rule, error) {
	rule := Rule{ID: row.ID, Text: tidy(row.Text), Source: tidy(row.Source), Otherwise: tidy(row.Otherwise)}
	if !wholeID.MatchString(row.ID) {
		return rule, errors.New("the id is not like MT-07")
	}
	if _, again := s.Rule(row.ID); again {
		return rule, errors.New("the id is used twice")
	}
	section := slices.IndexFunc(s.sections, func(known Section) bool { return strings.HasPrefix(row.ID, known.Code+"-") })
	if section < 0 {
		return rule, errors.New("no section has the first letters of the id as its code")
	}
	rule.Section = s.sections[section].Title
	for _, text := range row.Origin {
		label, about, _ := strings.Cut(text, " ")
		if !slices.Contains(Labels, label) {
			return rule, fmt.Errorf("origin %q: the labels are %s", text, strings.Join(Labels, ", "))
		}
		rule.Origin = append(rule.Origin, Origin{label, about})
	}
	switch {
	case rule.Text == "":
		return rule, errors.New("has no text")
	case len(rule.Origin) == 0:
		return rule, errors.New("has no origin")
	case rule.From(Observed) && rule.Source == "":
		return rule, errors.New("is observed, and does not say who says so (source)")
	case rule.From(Assumed) != (rule.Otherwise != ""):
		return rule, errors.New("wants to say what else could be true (otherwise) if it is assumed, and only then")
	}
	if row.Probe != nil {
		var err error
		if rule.Probe, err = row.Probe.read(); err != nil {
			return rule, fmt.Errorf("probe: %w", err)
		}
	}
	return rule, nil
}

// tidy puts a text that is written over several lines on one.
func tidy(text string) string { return strings.Join(strings.Fields(text), " ") }
