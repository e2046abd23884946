package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/cekura/mockserver/internal/access"
	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/store"
	"github.com/cekura/mockserver/internal/verify"
)

// problem is an error as RFC 9457 has it.
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`

	Verification any `json:"verification,omitempty"` // that does not hold
}

func (p *problem) Error() string { return p.Detail }

func problemf(status int, format string, args ...any) error {
	return &problem{Title: http.StatusText(status), Status: status, Detail: fmt.Sprintf(format, args...)}
}

func badRequest(format string, args ...any) error {
	return problemf(http.StatusBadRequest, format, args...)
}

func notFound(format string, args ...any) error {
	return problemf(http.StatusNotFound, format, args...)
}

// statuses of the errors of sandboxes.
var statuses = map[error]int{
	sandbox.ErrName:       http.StatusBadRequest,
	sandbox.ErrUnknown:    http.StatusNotFound,
	sandbox.ErrExists:     http.StatusConflict,
	sandbox.ErrFull:       http.StatusServiceUnavailable,
	sandbox.ErrInUse:      http.StatusConflict,
	sandbox.ErrDefault:    http.StatusConflict,
	sandbox.ErrSnapshot:   http.StatusNotFound,
	sandbox.ErrImage:      http.StatusBadRequest,
	sandbox.ErrNoState:    http.StatusNotFound,
	sandbox.ErrState:      http.StatusBadRequest,
	sandbox.ErrManyStates: http.StatusRequestEntityTooLarge,
	verify.ErrForgotten:   http.StatusConflict,
	store.ErrTaken:        http.StatusConflict,
	fault.ErrUnknown:      http.StatusNotFound,
}

// refuse is the one place where an error becomes an answer. One that is not
// known is logged and answered blandly.
func (a *admin) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var p *problem
	if !errors.As(err, &p) {
		p = asProblem(err)
	}
	if p == nil {
		a.Logger.Error("request failed", "method", r.Method, "path", r.URL.Path, "error", err)
		p = &problem{Title: "Internal Server Error", Status: http.StatusInternalServerError, Detail: "the log says more"}
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // a client that went away is no concern of ours
}

// NoWorld gives what answers a request whose world is not to be had: as any other
// where the guard does not let it through, else with an error.
func NoWorld(guard *access.Guard) func(w http.ResponseWriter, r *http.Request, status int, detail string) {
	a := &admin{Config{Guard: guard}}
	return func(w http.ResponseWriter, r *http.Request, status int, detail string) {
		refuse := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a.refuse(w, r, problemf(status, "%s", detail))
		}))
		if r.URL.Path != "/_mock/health" {
			refuse = a.control(refuse)
		}
		refuse.ServeHTTP(w, r)
	}
}

func asProblem(err error) *problem {
	if rule := new(fault.RuleError); errors.As(err, &rule) {
		return &problem{Title: http.StatusText(http.StatusBadRequest), Status: http.StatusBadRequest, Detail: err.Error()}
	}
	for known, status := range statuses {
		if errors.Is(err, known) {
			return &problem{Title: http.StatusText(status), Status: status, Detail: err.Error()}
		}
	}
	return nil
}
