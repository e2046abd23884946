package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Digest tells one probe from another: it changes with what is sent and with
// what is looked at.
func (p *Probe) Digest() string {
	h := sha256.New()
	encoder := json.NewEncoder(h) // of texts and numbers alone: it cannot fail
	write := func(parts ...any) { _ = encoder.Encode(parts) }
	write(jsonText(p.Agent))
	for _, s := range p.Steps {
		write("step", s.Method, s.Path, s.Headers, jsonText(s.Body), s.Raw, s.Type)
		for _, name := range slices.Sorted(maps.Keys(s.Capture)) {
			write(name, s.Capture[name])
		}
	}
	for _, l := range p.Look {
		write("look", l.Step, l.Status, l.At, l.Header, jsonText(l.Is), l.Contains, l.Absent, l.SameAs, l.DiffersFrom)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func jsonText(v *pyjson.Value) string {
	if v == nil {
		return ""
	}
	return string(v.Append(nil))
}
