// Package evidence reads and writes what a service answered to the probes of
// rules, so that an assumed rule can be settled once, by somebody with a key,
// and for all. Package parity makes it.
package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/cekura/mockserver/internal/rules"
)

// The verdicts.
const (
	Confirmed = "confirmed"
	Differs   = "differs"
)

// File is what one run of parity found.
type File struct {
	Version    int              `json:"evidence"` // of the format
	Service    string           `json:"service"`  // its address
	Date       string           `json:"date"`
	Mockserver string           `json:"mockserver"` // the version that asked
	Document   string           `json:"document"`   // the version of the published document that it follows
	Rules      map[string]Entry `json:"rules"`
}

// Entry is what was found of one rule.
type Entry struct {
	Verdict     string   `json:"verdict"`
	Probe       string   `json:"probe"` // the digest of the probe that was sent
	Differences []string `json:"differences,omitempty"`
	Answers     []Answer `json:"answers"` // to the agent's POST, then to each step
	After       *Answer  `json:"after,omitempty"`
}

// formatVersion is that of files that are written.
const formatVersion = 1

// New is an empty file.
func New(service string, at time.Time, mockserver, document string) File {
	return File{formatVersion, service, at.UTC().Format(time.DateOnly), mockserver, document, map[string]Entry{}}
}

// Write writes a file; the same answers give the same bytes.
func (f File) Write(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	return encoder.Encode(f)
}

// Read reads a file.
func Read(content []byte) (f File, err error) {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return f, fmt.Errorf("this is no evidence: %w", err)
	}
	if f.Version != formatVersion {
		return f, fmt.Errorf("this is evidence of format %d, and %d is known", f.Version, formatVersion)
	}
	if _, err := time.Parse(time.DateOnly, f.Date); err != nil {
		return f, errors.New("this is no evidence: date is none")
	}
	for id, entry := range f.Rules {
		if entry.Verdict != Confirmed && entry.Verdict != Differs {
			return f, fmt.Errorf("rule %s: the verdict is %q, not %s or %s", id, entry.Verdict, Confirmed, Differs)
		}
	}
	return f, nil
}

// Finding is what is known of one rule.
type Finding struct {
	Verdict string `json:"verdict"`
	Date    string `json:"date"`
	Service string `json:"service"`
}

// Findings are what is known, by the rules' ids.
type Findings map[string]Finding

// Of gives what a file says of the rules as they are now. What it says of a
// probe that has changed since, or of a rule that is gone, counts no longer: those
// ids are told as stale.
func (f File) Of(set *rules.Set) (found Findings, stale []string) {
	found = Findings{}
	for id, entry := range f.Rules {
		rule, known := set.Rule(id)
		if !known || rule.Probe == nil || rule.Probe.Digest() != entry.Probe {
			stale = append(stale, id)
			continue
		}
		found[id] = Finding{entry.Verdict, f.Date, f.Service}
	}
	return found, stale
}

// Confirmed reports whether a rule is known to be true of the service.
func (f Findings) Confirmed(id string) bool { return f[id].Verdict == Confirmed }
