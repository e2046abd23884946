// Package journal keeps what was asked of a world, what was answered, and what
// came of it. It keeps bodies as they were and hides secrets when it shows
// them, so that a request pays little for being kept. It knows neither HTTP
// handlers nor a database.
package journal

import (
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/cekura/mockserver/internal/domain"
)

// Entry is one request and what came of it.
type Entry struct {
	ID       int64 // given by Add
	Time     time.Time
	Duration time.Duration

	Method, Path, Query string
	Agent               int64 // 0: none
	Status              int   // 0: the connection was dropped
	Request, Answer     Message

	Receipt *domain.Receipt // of a write that was committed
	Matches []string        // the mappings that answered
	Notices []domain.Notice
	Faults  []string // the ids of those that came over the request
}

// Message is one side of an exchange.
type Message struct {
	Header http.Header
	Body   []byte // as it was sent; nil where it was not read, or is not kept
	Size   int    // of the body, in bytes
}

// Journal is bounded: the oldest entries make room for new ones. It is safe for
// concurrent use.
type Journal struct {
	maxEntries int

	mu      sync.Mutex
	entries []Entry
	bytes   int
	lastID  int64
	changed chan struct{} // closed by the next Add
}

// maxBytes bounds what a journal keeps of bodies, maxBody what it keeps of one.
const (
	maxBytes = 8 << 20
	maxBody  = maxBytes / 4
)

// New makes a journal of at most so many entries.
func New(maxEntries int) *Journal {
	return &Journal{maxEntries: maxEntries, changed: make(chan struct{})}
}

// Add keeps an entry.
func (j *Journal) Add(e Entry) {
	if j.maxEntries == 0 {
		return
	}
	for _, m := range []*Message{&e.Request, &e.Answer} {
		if len(m.Body) > maxBody {
			m.Body = nil
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lastID++
	e.ID = j.lastID
	j.entries = append(j.entries, e)
	j.bytes += e.size()
	for len(j.entries) > j.maxEntries || j.bytes > maxBytes {
		j.bytes -= j.entries[0].size()
		j.entries[0] = Entry{} // what it holds is free at once
		j.entries = j.entries[1:]
	}
	close(j.changed)
	j.changed = make(chan struct{})
}

// size is what an entry counts for: a receipt can be longer than a body.
func (e Entry) size() int {
	n := len(e.Request.Body) + len(e.Answer.Body)
	if r := e.Receipt; r != nil {
		const each = 64
		n += each * (len(r.MockTools) + len(r.KnowledgeBaseFiles) + len(r.DynamicVariables))
	}
	return n
}

// Clear forgets every entry; ids go on.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.bytes = nil, 0
}

// After gives the entries behind an id, and a channel that is closed when there
// are more.
func (j *Journal) After(id int64) (entries []Entry, more <-chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	first, _ := slices.BinarySearchFunc(j.entries, id+1, func(e Entry, id int64) int { return int(e.ID - id) })
	return slices.Clone(j.entries[first:]), j.changed
}

// Latest gives the newest entries, at most n, oldest first.
func (j *Journal) Latest(n int) []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.entries[max(0, len(j.entries)-n):])
}

// LastID is the id of the newest entry there ever was.
func (j *Journal) LastID() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lastID
}
