package handlers

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/journal"
)

// notes is what a handler has to say of its request, for the log and the
// journal.
type notes struct {
	agent       int64
	request     []byte // the body as it was sent, if it was read
	answer      []byte
	receipt     *domain.Receipt // of what was committed
	notices     []domain.Notice
	faults      []string
	unknownPath bool

	mu      sync.Mutex // MCP answers the calls of a batch side by side
	matches []string
}

// matched notes which mapping of a tool answered, and why.
func (n *notes) matched(tool domain.MockTool, match domain.Match) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.matches = append(n.matches, "tool="+tool.Name+"; "+match.String())
	if match.Fit == domain.First {
		n.notices = append(n.notices, domain.NoticeNoEqual(tool.Name))
	}
}

type notesKey struct{}

func withNotes(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), notesKey{}, new(notes)))
}

// note gives the notes of a request, to be written on.
func note(r *http.Request) *notes {
	return r.Context().Value(notesKey{}).(*notes)
}

// watch logs every request and keeps it in the journal of its world, also one
// whose connection is dropped.
func (a *api) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		r = withNotes(r)
		seen := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			took := time.Since(start)
			a.log(r, seen, took)
			a.World(r).Journal.Add(entry(r, seen, start, took))
		}()
		next.ServeHTTP(seen, r)
	})
}

func entry(r *http.Request, seen middleware.WrapResponseWriter, start time.Time, took time.Duration) journal.Entry {
	n := note(r)
	return journal.Entry{
		Time: start.UTC(), Duration: took,
		Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery,
		Agent: n.agent, Status: seen.Status(),
		Request: journal.Message{Header: r.Header, Body: n.request, Size: max(len(n.request), int(r.ContentLength))},
		Answer:  journal.Message{Header: seen.Header(), Body: n.answer, Size: seen.BytesWritten()},
		Receipt: n.receipt, Matches: n.matches, Notices: n.notices, Faults: n.faults,
	}
}
