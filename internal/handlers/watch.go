package handlers

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/mocktool"
)

// notes is what a handler has to say of its request, for the log and the
// journal.
type notes struct {
	agent       int64
	request     []byte          // the body as it was sent, if it was read
	receipt     *domain.Receipt // of what was committed
	notices     []domain.Notice
	faults      []string
	unknownPath bool

	mu      sync.Mutex // MCP answers the calls of a batch side by side
	matches []string
}

// matched notes which mapping of a tool answered, and why.
func (n *notes) matched(tool domain.MockTool, match mocktool.Match) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.matches = append(n.matches, "tool="+tool.Name+"; "+match.String())
	if notice := match.Notice(tool.Name); notice != "" {
		n.notices = append(n.notices, domain.NoticeMatch(notice))
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

// watch logs every request and keeps it in the journal of its world. The answer
// is sent only then, so that who has it finds it there.
func (a *api) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		kept := a.World(r).Journal
		began := kept.Mark()
		r = withNotes(r)
		answered := &unsent{header: http.Header{}, status: http.StatusOK}
		next.ServeHTTP(answered, r)
		took := time.Since(start)
		kept.Add(began, entry(r, answered, start, took, kept))
		a.log(r, answered, took)
		answered.send(w)
	})
}

func entry(r *http.Request, answered *unsent, start time.Time, took time.Duration, into *journal.Journal) journal.Entry {
	n := note(r)
	size := length(answered.body)
	var body []byte
	if into.Keeps(size) {
		body = answered.whole()
	}
	return journal.Entry{
		Time: start.UTC(), Duration: took,
		Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery,
		Agent: n.agent, Status: answered.status,
		Request: journal.Message{Header: r.Header, Body: n.request, Size: max(len(n.request), int(r.ContentLength))},
		Answer:  journal.Message{Header: answered.header, Body: body, Size: size},
		Receipt: n.receipt, Matches: n.matches, Notices: n.notices, Faults: n.faults,
	}
}

// unsent is an answer that is still to be logged, and that a fault can still
// change.
type unsent struct {
	header http.Header
	status int      // 0: the connection is dropped
	body   [][]byte // in pieces, which must not be changed
	length int      // of the body that is promised, where it is cut; 0: it is whole
}

func (u *unsent) Header() http.Header    { return u.header }
func (u *unsent) WriteHeader(status int) { u.status = status }
func (u *unsent) Flush()                 {}

func (u *unsent) Write(b []byte) (int, error) {
	u.body = append(u.body, slices.Clone(b))
	return len(b), nil
}

func (u *unsent) whole() []byte {
	if len(u.body) == 1 {
		return u.body[0]
	}
	return slices.Concat(u.body...)
}

// spoil makes an answer that does not arrive, or not whole.
func (u *unsent) spoil(drop bool, truncate *int) {
	size := length(u.body)
	switch {
	case drop:
		*u = unsent{header: http.Header{}}
	case truncate != nil && *truncate < size:
		u.length = size
		u.body = [][]byte{u.whole()[:*truncate]}
	}
}

func (u *unsent) send(w http.ResponseWriter) {
	if u.status == 0 {
		panic(http.ErrAbortHandler)
	}
	maps.Copy(w.Header(), u.header)
	if u.length > 0 {
		w.Header().Set("Content-Length", strconv.Itoa(u.length))
	}
	w.WriteHeader(u.status)
	writeAll(w, u.body)
	if u.length > 0 {
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}
