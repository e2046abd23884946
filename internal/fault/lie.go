package fault

import (
	"bytes"
	"encoding/json"
	"errors"

	jsonpatch "github.com/evanphx/json-patch/v5"
)

// Lies reports whether the rule changes what an answer says.
func (r *Rule) Lies() bool { return r.Body != nil || r.Merge != nil || r.Patch != nil }

// needsAnswer reports whether the effect is on an answer that there is.
func (r *Rule) needsAnswer() bool {
	return r.Merge != nil || r.Patch != nil || r.Corrupt != nil ||
		r.Status == 0 && !r.Drop && (r.Body != nil || r.Truncate != nil)
}

func (r *Rule) checkLie() error {
	lies := 0
	for _, lie := range []json.RawMessage{r.Body, r.Merge, r.Patch} {
		if lie != nil {
			lies++
		}
	}
	hasAnswer := r.Phase == After || r.Phase == Hold && r.At == After
	switch {
	case lies > 1:
		return wrong("body, merge, patch: only one of them")
	case lies > 0 && r.Drop:
		return wrong("drop: no answer arrives, so that it goes with no body, merge or patch")
	case lies > 0 && r.Detail != "":
		return wrong("detail: it is the text of an error, and goes with no body, merge or patch")
	case r.Body != nil && !json.Valid(r.Body):
		return wrong("body: must be JSON")
	case r.Merge != nil && !isObject(r.Merge):
		return wrong("merge: must be an object, a merge patch (RFC 7396)")
	case r.Corrupt != nil && r.Phase != After:
		return wrong("corrupt: what is stored is changed at the commit; the phase is after")
	case r.needsAnswer() && !hasAnswer && r.Truncate == nil:
		return wrong("body, merge, patch: there is no answer to change in that phase; give the phase after, or a body with a status")
	}
	if err := checkPatch(r.Patch); err != nil {
		return wrong("patch: %v", err)
	}
	if r.Corrupt != nil && !isObject(r.Corrupt) {
		if err := checkPatch(r.Corrupt); err != nil {
			return wrong("corrupt: must be an object, a merge patch, or a list, a JSON Patch: %v", err)
		}
	}
	return nil
}

func isObject(value json.RawMessage) bool {
	return json.Valid(value) && bytes.HasPrefix(bytes.TrimSpace(value), []byte("{"))
}

// checkPatch refuses what is no JSON Patch.
func checkPatch(text json.RawMessage) error {
	if text == nil {
		return nil
	}
	patch, err := jsonpatch.DecodePatch(text)
	if err != nil || patch == nil {
		return errors.New("must be a JSON Patch (RFC 6902), a list of operations, each with op, path, and what its op needs")
	}
	for _, operation := range patch {
		path, _ := operation.Path() // DecodePatch has looked at it
		from, err := operation.From()
		if path != "" && path[0] != '/' || err == nil && from != "" && from[0] != '/' {
			return errors.New(`an operation's path and from are "", or begin with /`)
		}
	}
	return nil
}

// Rewrite gives what the rule makes of the body of an answer.
func (r *Rule) Rewrite(body []byte) ([]byte, error) {
	switch {
	case r.Merge != nil:
		return change(body, r.Merge)
	case r.Patch != nil:
		return change(body, r.Patch)
	default:
		return r.Body, nil
	}
}

// CorruptJSON gives what the rule makes of an agent that is about to be stored.
func (r *Rule) CorruptJSON(agent []byte) ([]byte, error) { return change(agent, r.Corrupt) }

// maxCopied is how many bytes the copies of a JSON Patch may add.
const maxCopied = 16 << 20

// change applies a merge patch, which is an object, or a JSON Patch.
func change(document []byte, how json.RawMessage) ([]byte, error) {
	if !json.Valid(document) {
		return nil, errors.New("there is no JSON to change")
	}
	if isObject(how) {
		return jsonpatch.MergePatch(document, how)
	}
	patch, err := jsonpatch.DecodePatch(how)
	if err != nil {
		return nil, err
	}
	options := jsonpatch.NewApplyOptions()
	options.AccumulatedCopySizeLimit, options.EscapeHTML = maxCopied, false
	return patch.ApplyWithOptions(document, options)
}
