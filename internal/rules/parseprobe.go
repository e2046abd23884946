package rules

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"regexp"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/yamljson"
)

type probeRow struct {
	Agent yaml.Node `yaml:"agent"`
	Steps []stepRow `yaml:"steps"`
	Look  []lookRow `yaml:"look"`
}

type stepRow struct {
	Method  string             `yaml:"method"`
	Path    string             `yaml:"path"`
	Headers map[string]*string `yaml:"headers"`
	Body    yaml.Node          `yaml:"body"` // a node, since null is a body too
	Raw     *string            `yaml:"raw"`
	Type    string             `yaml:"type"`
	Capture map[string]string  `yaml:"capture"`
}

type lookRow struct {
	Step        *int      `yaml:"step"`
	Status      int       `yaml:"status"`
	At          string    `yaml:"at"`
	Header      string    `yaml:"header"`
	Is          yaml.Node `yaml:"is"`
	Contains    string    `yaml:"contains"`
	Absent      bool      `yaml:"absent"`
	SameAs      *int      `yaml:"same_as"`
	DiffersFrom *int      `yaml:"differs_from"`
}

func (row *probeRow) read() (*Probe, error) {
	p := &Probe{}
	var err error
	if p.Agent, err = jsonOf(&row.Agent); err != nil {
		return nil, fmt.Errorf("agent:%w", err)
	}
	for i, step := range row.Steps {
		s, err := step.read()
		if err != nil {
			return nil, fmt.Errorf("step %d: %w", i+1, err)
		}
		p.Steps = append(p.Steps, s)
	}
	for i, look := range row.Look {
		l, err := look.read(len(p.Steps))
		if err != nil {
			return nil, fmt.Errorf("look %d: %w", i+1, err)
		}
		p.Look = append(p.Look, l)
	}
	if len(p.Look) == 0 {
		return nil, errors.New("looks at nothing")
	}
	return p, nil
}

var captureName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func (row stepRow) read() (Step, error) {
	s := Step{
		Method: cmp.Or(row.Method, http.MethodPatch), Path: cmp.Or(row.Path, AgentPath),
		Headers: row.Headers, Raw: row.Raw, Type: row.Type, Capture: row.Capture,
	}
	var err error
	if s.Body, err = jsonOf(&row.Body); err != nil {
		return s, fmt.Errorf("body:%w", err)
	}
	for name := range s.Capture {
		if !captureName.MatchString(name) || name == "agent" || name == "base" {
			return s, fmt.Errorf("capture: %q is not a name that is free", name)
		}
	}
	if s.Body != nil && s.Raw != nil || s.Type != "" && s.Raw == nil {
		return s, errors.New("has a body, or a raw text that may have a type")
	}
	return s, nil
}

func (row lookRow) read(steps int) (Look, error) {
	l := Look{
		Step: steps, Status: row.Status, At: row.At, Header: row.Header,
		Contains: row.Contains, Absent: row.Absent, SameAs: row.SameAs, DiffersFrom: row.DiffersFrom,
	}
	if row.Step != nil {
		l.Step = *row.Step
	}
	var err error
	if l.Is, err = jsonOf(&row.Is); err != nil {
		return l, fmt.Errorf("is:%w", err)
	}
	for _, step := range []*int{&l.Step, l.SameAs, l.DiffersFrom} {
		if step != nil && (*step < 0 || *step > steps) {
			return l, fmt.Errorf("there is no step %d", *step)
		}
	}
	said := 0
	for _, set := range []bool{l.Is != nil, l.Contains != "", l.Absent, l.SameAs != nil, l.DiffersFrom != nil} {
		if set {
			said++
		}
	}
	place := l.At != "" || l.Header != ""
	switch {
	case said > 1, l.At != "" && l.Header != "":
		return l, errors.New("says more than one thing: write a look for each")
	case said == 0 && (place || l.Status == 0):
		return l, errors.New("does not say what has to be true")
	case !place && (l.Absent || l.SameAs != nil || l.DiffersFrom != nil):
		return l, errors.New("does not say where (at, header)")
	}
	return l, nil
}

// jsonOf gives a node as JSON, nil where there was none.
func jsonOf(node *yaml.Node) (*pyjson.Value, error) {
	if node.IsZero() {
		return nil, nil
	}
	v, err := yamljson.Value(node)
	return &v, err
}
