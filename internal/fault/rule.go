package fault

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/openapi"
)

// Rule says which requests a fault comes over, when in their life, with what
// effect, and how often. What is zero selects all, has no effect, or has the
// default that is told.
type Rule struct {
	// Which requests.
	Operation OneOf  `json:"operation,omitempty"` // operationIds of the document
	Method    OneOf  `json:"method,omitempty"`
	Path      string `json:"path,omitempty"` // a path, or a template of the document
	Agent     int64  `json:"agent,omitempty"`

	// When.
	Phase   Phase    `json:"phase"`             // before, or after where the effect is on an answer that there is
	Writes  int      `json:"writes,omitempty"`  // mid: so many items are written before it; 1
	At      Phase    `json:"at,omitempty"`      // hold: before or after; as Phase
	Timeout Duration `json:"timeout,omitempty"` // hold: 30s

	// The effect: an answer of the API's shape, or none, or less of it, or one that
	// says something else; or something else that is stored.
	Status   int               `json:"status,omitempty"`
	Detail   string            `json:"detail,omitempty"` // the error's text; one that fits the status
	Headers  map[string]string `json:"headers,omitempty"`
	Delay    Duration          `json:"delay,omitempty"`
	Drop     bool              `json:"drop,omitempty"`     // the connection, without an answer
	Truncate *int              `json:"truncate,omitempty"` // the body to so many bytes, then drop the connection
	Body     json.RawMessage   `json:"body,omitempty"`     // in the place of the answer's
	Merge    json.RawMessage   `json:"merge,omitempty"`    // into the answer's body (RFC 7396)
	Patch    json.RawMessage   `json:"patch,omitempty"`    // of the answer's body (RFC 6902)
	Corrupt  json.RawMessage   `json:"corrupt,omitempty"`  // into or of the agent that is stored; the answer is as if nothing were

	// How often: at every request that is selected.
	Times int     `json:"times,omitempty"` // only so often in all
	Every int     `json:"every,omitempty"` // only every so manieth
	Rate  float64 `json:"rate,omitempty"`  // of each with this probability
	Seed  uint64  `json:"seed,omitempty"`  // of the dice for the rate
}

// Phase is when in the life of a request a fault comes.
type Phase string

// The phases.
const (
	Before Phase = "before" // the handler sees the request
	Mid    Phase = "mid"    // in the transaction, which is rolled back
	After  Phase = "after"  // the commit: the answer is lost, the change is not
	Hold   Phase = "hold"   // the request waits; it keeps no lock
)

// Duration is one that is written as text, such as 1h30m.
type Duration time.Duration

// MarshalText writes it as text.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads it.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	if err != nil {
		return fmt.Errorf("%q is not a duration such as 1h30m", text)
	}
	return nil
}

// RuleError says what is wrong with a rule.
type RuleError struct{ text string }

func (e *RuleError) Error() string { return e.text }

func wrong(format string, args ...any) error { return &RuleError{fmt.Sprintf(format, args...)} }

const (
	defaultTimeout = Duration(30 * time.Second)
	maxWait        = Duration(10 * time.Minute)
)

// complete fills in defaults and refuses what makes no sense.
func (r *Rule) complete() error {
	r.Method = OneOf(strings.ToUpper(string(r.Method)))
	phase := Before
	if r.needsAnswer() {
		phase = After
	}
	r.Phase = cmp.Or(r.Phase, phase)
	if r.Phase == Mid && r.Writes == 0 {
		r.Writes = 1
	}
	if r.Phase == Hold && r.At == "" {
		r.At = phase
	}
	if r.Phase == Hold && r.Timeout == 0 {
		r.Timeout = defaultTimeout
	}
	switch {
	case !slices.Contains([]Phase{Before, Mid, After, Hold}, r.Phase):
		return wrong("phase: must be before, mid, after or hold")
	case r.Agent < 0:
		return wrong("agent: must be positive")
	case r.Phase != Mid && r.Writes != 0:
		return wrong("writes: only a fault in phase mid counts them")
	case r.Writes < 0:
		return wrong("writes: must be positive")
	case r.Phase != Hold && (r.At != "" || r.Timeout != 0):
		return wrong("at, timeout: only a fault in phase hold has them")
	case r.Phase == Hold && r.At != Before && r.At != After:
		return wrong("at: must be before or after")
	case r.Timeout < 0 || r.Timeout > maxWait:
		return wrong("timeout: must be positive and at most %v", time.Duration(maxWait))
	}
	for _, check := range []func() error{r.checkEffect, r.checkLie, r.checkHeaders} {
		if err := check(); err != nil {
			return err
		}
	}
	return r.checkFrequency()
}

func (r *Rule) checkEffect() error {
	replaces := r.Status != 0 || r.Drop
	switch {
	case r.Status != 0 && !r.Lies() && (r.Status < 400 || r.Status > 599):
		return wrong("status: must be an error's, 400 to 599")
	case r.Status != 0 && r.Lies() && !hasBody(r.Status):
		return wrong("status: must be that of an answer with a body, 200 to 599")
	case r.Status == 0 && !r.Lies() && (r.Detail != "" || len(r.Headers) > 0):
		return wrong("detail, headers: they need a status")
	case r.Drop && (r.Status != 0 || r.Truncate != nil):
		return wrong("drop: no answer arrives, so that it goes with no status and no truncate")
	case r.Truncate != nil && *r.Truncate < 0:
		return wrong("truncate: must not be negative")
	case r.Truncate != nil && (r.Phase == Before || r.At == Before) && !replaces:
		return wrong("truncate: there is no answer before the handler; give a status, or the phase after")
	case r.Delay < 0 || r.Delay > maxWait:
		return wrong("delay: must be positive and at most %v", time.Duration(maxWait))
	case r.Phase == Mid && !replaces:
		return wrong("a transaction that is rolled back needs a status or drop")
	case r.Phase != Hold && !replaces && r.Delay == 0 && r.Truncate == nil && !r.Lies() && r.Corrupt == nil:
		return wrong("there is no effect: give a status, a delay, drop, truncate, body, merge, patch or corrupt")
	}
	return nil
}

func hasBody(status int) bool {
	return 200 <= status && status <= 599 && status != http.StatusNoContent && status != http.StatusResetContent && status != http.StatusNotModified
}

func (r *Rule) checkHeaders() error {
	seen := map[string]bool{}
	for name, value := range r.Headers {
		if !goodHeader(name, value) {
			return wrong("headers: %q cannot be sent", name)
		}
		key := http.CanonicalHeaderKey(name)
		if seen[key] {
			return wrong("headers: %q is there twice", key)
		}
		seen[key] = true
	}
	return nil
}

func goodHeader(name, value string) bool {
	for _, c := range []byte(value) {
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return name != "" && strings.Trim(name, tokenChars) == "" && !slices.Contains(ours, http.CanonicalHeaderKey(name))
}

// tokenChars are what a header's name is made of.
const tokenChars = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// ours are the headers that the server sets by what it sends.
var ours = []string{"Content-Length", "Transfer-Encoding", "Connection"}

func (r *Rule) checkFrequency() error {
	switch {
	case r.Times < 0:
		return wrong("times: must be positive")
	case r.Every < 0:
		return wrong("every: must be positive")
	case r.Rate < 0 || r.Rate > 1:
		return wrong("rate: must be between 0 and 1")
	case r.Seed != 0 && r.Rate == 0:
		return wrong("seed: only a rate throws dice")
	}
	return nil
}

// among wants an operation that a rule can come over: with none it could never
// match. The operation is called by its newest name from then on.
func (r *Rule) among(all []openapi.Operation) error {
	names := r.Operation.Names()
	for n, name := range names {
		i := slices.IndexFunc(all, func(o openapi.Operation) bool { return o.Is(name) })
		if i < 0 {
			return wrong("operation: %q is not an operationId of /openapi.json", name)
		}
		names[n] = all[i].ID
	}
	r.Operation = oneOf(names)
	fits := func(is func(openapi.Operation) bool) bool {
		return slices.ContainsFunc(all, func(o openapi.Operation) bool { return r.fits(o) && is(o) })
	}
	could := fits(func(openapi.Operation) bool { return true })
	for _, name := range names {
		could = could && fits(func(o openapi.Operation) bool { return o.ID == name })
	}
	for _, method := range r.Method.Names() {
		could = could && fits(func(o openapi.Operation) bool { return o.HasMethod(method) })
	}
	if !could {
		return wrong("no request could match: no operation is of that operation, method, path, agent and phase together")
	}
	return nil
}

func (r *Rule) fits(o openapi.Operation) bool {
	path := cmp.Or(r.Path, o.Path)
	isTemplate := strings.Contains(path, "{")
	return r.Operation.Has(o.ID) &&
		(r.Method == "" || slices.ContainsFunc(r.Method.Names(), o.HasMethod)) &&
		(path == o.Path || !isTemplate && o.HasPath(path)) &&
		(r.Agent == 0 || isTemplate && o.Agent(path) != "" || isAgent(r.Agent, o, path)) &&
		(r.Phase != Mid && r.Corrupt == nil || o.Writes)
}

// isAgent reports whether a path is of an agent, however its id is written.
func isAgent(id int64, o openapi.Operation, path string) bool {
	got, err := strconv.ParseInt(o.Agent(path), 10, 64)
	return err == nil && got == id
}
