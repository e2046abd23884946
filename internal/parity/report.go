package parity

import (
	"time"

	"github.com/cekura/mockserver/internal/evidence"
)

// Outcome is what became of one question.
type Outcome string

// The outcomes.
const (
	Agrees    Outcome = "agrees"
	Differs   Outcome = "differs"
	NotServed Outcome = "not served there"
	NotAsked  Outcome = "not asked"
)

// Report is what a run found.
type Report struct {
	Against         string    `json:"against"`
	Version         string    `json:"version"` // of this server
	DocumentVersion string    `json:"document_version"`
	Began           time.Time `json:"began"`
	Seconds         float64   `json:"seconds"`
	Requests        int64     `json:"requests"` // that were sent there

	Rules  []Verdict `json:"rules"`
	Cases  []Verdict `json:"cases"`
	Counts []Count   `json:"counts"` // of rules, by origin
	Beside []Beside  `json:"beside"`
}

// Verdict is what was found of one rule, or one case.
type Verdict struct {
	ID          string       `json:"id"`
	Text        string       `json:"text,omitempty"`
	Origin      []string     `json:"origin,omitempty"`
	Outcome     Outcome      `json:"outcome"`
	Reason      string       `json:"reason,omitempty"` // why it could not be asked, or what is not served
	Differences []Difference `json:"differences,omitempty"`

	entry *evidence.Entry // nil where nothing was found
}

// Difference is one place where the answers differ.
type Difference struct {
	Step    int    `json:"step"` // counted from 1; 0 is the agent's POST
	Request string `json:"request"`
	Here    string `json:"here"`
	There   string `json:"there"`
	Text    string `json:"difference"` // the smallest one
}

// Count is of the rules that come from one origin, or have a part that does.
type Count struct {
	Origin    string `json:"origin"` // "" is all of them
	Agrees    int    `json:"agrees"`
	Differs   int    `json:"differs"`
	NotServed int    `json:"not_served"`
	NotAsked  int    `json:"not_asked"`
}

// Beside is a difference that no rule's probe looks at.
type Beside struct {
	Place  string   `json:"place"` // in the answer
	Here   string   `json:"here"`
	There  string   `json:"there"`
	Seen   []string `json:"seen"` // the requests whose answers have it
	Probes []string `json:"probes"`
}

// Differs reports whether there is any difference.
func (r *Report) Differs() bool {
	for _, v := range append(r.Rules[:len(r.Rules):len(r.Rules)], r.Cases...) {
		if v.Outcome == Differs {
			return true
		}
	}
	return len(r.Beside) > 0
}

// Evidence is what the run found, to be kept.
func (r *Report) Evidence() evidence.File {
	file := evidence.New(r.Against, r.Began, r.Version, r.DocumentVersion)
	for _, v := range r.Rules {
		if v.entry != nil {
			file.Rules[v.ID] = *v.entry
		}
	}
	return file
}
