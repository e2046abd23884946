// Package journal keeps what was asked of a world, what was answered, and what
// came of it. It keeps bodies as they were and hides secrets when it shows
// them, so that a request pays little for being kept. It knows neither HTTP
// handlers nor a database.
package journal

import (
	"cmp"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
)

// Entry is one request and what came of it.
type Entry struct {
	ID       int64 // given by Add
	Time     time.Time
	Duration time.Duration

	Operation           string // its id; "": none is at that path
	Template            string // the path that the operation has in the document
	Method, Path, Query string
	To                  string // the receiver of a webhook; "": this server was asked
	Key                 Key
	Agent               int64 // 0: none
	Status              int   // 0: the connection was dropped
	Request, Answer     Message

	Receipt *domain.Receipt // of a write that was committed
	Matches []string        // the mappings that answered
	Notices []domain.Notice
	Faults  []string // the ids of those that came over the request
	RestsOn []string // the assumed rules that decided something
}

// Key says what a request had for an API key, never which.
type Key string

// What a request's key may be.
const (
	KeyGood    Key = "good"
	KeyWrong   Key = "wrong"
	KeyMissing Key = "missing"
)

// Keys are all there are.
var Keys = []Key{KeyGood, KeyWrong, KeyMissing}

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
	redactor   *field.Redactor

	mu      sync.Mutex
	entries []Entry // the first ones are forgotten
	first   int     // that is not
	bytes   int
	lastID  int64
	cleared Mark

	forgotten   time.Time // when the newest began of those that made room; zero: none since the last Clear
	forgottenID int64

	changed chan struct{} // closed by the next Add
	watched bool          // somebody has it
}

// Mark tells the time of a journal since it was last cleared.
type Mark int

// Mark is to be asked for when a request begins: what began before the journal
// was cleared does not get into it.
func (j *Journal) Mark() Mark {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.cleared
}

// What a journal keeps of bodies is bounded by so much for an entry on average,
// and a short one by so much in all. A quarter of that is the longest body.
const (
	bytesEach  = 4 << 10
	leastBytes = 1 << 20
)

// Keeps reports whether a body of that size is kept.
func (j *Journal) Keeps(size int) bool { return j.maxEntries > 0 && size <= j.maxBytes()/4 }

func (j *Journal) maxBytes() int { return max(leastBytes, j.maxEntries*bytesEach) }

// New makes a journal of at most so many entries, which shows nothing that a
// redactor hides.
func New(maxEntries int, redactor *field.Redactor) *Journal {
	return &Journal{maxEntries: maxEntries, redactor: redactor, changed: make(chan struct{})}
}

// Add keeps an entry of a request that began at a mark.
func (j *Journal) Add(began Mark, e Entry) {
	for _, m := range []*Message{&e.Request, &e.Answer} {
		if !j.Keeps(len(m.Body)) {
			m.Body = nil
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if began != j.cleared {
		return
	}
	j.lastID++
	e.ID = j.lastID
	if j.maxEntries == 0 {
		return
	}
	j.entries = append(j.entries, e)
	j.bytes += e.size()
	for len(j.entries)-j.first > j.maxEntries || j.bytes > j.maxBytes() {
		j.bytes -= j.entries[j.first].size()
		if t := j.entries[j.first].Time; t.After(j.forgotten) { // slow ones began earlier
			j.forgotten = t
		}
		j.forgottenID = j.entries[j.first].ID
		j.entries[j.first] = Entry{} // what it holds is free at once
		j.first++
	}
	if j.first > j.maxEntries/2 {
		j.entries = slices.Delete(j.entries, 0, j.first)
		j.first = 0
	}
	if j.watched {
		close(j.changed)
		j.changed, j.watched = make(chan struct{}), false
	}
}

// size is what an entry counts for: not only a body can be long.
func (e Entry) size() int {
	const each = 64 // bytes, or rather more
	n := len(e.Request.Body) + len(e.Answer.Body) + len(e.Path) + len(e.Query) + len(e.To) + each*(len(e.Matches)+2*len(e.Notices)+len(e.RestsOn))
	for _, header := range []http.Header{e.Request.Header, e.Answer.Header} {
		for name, values := range header {
			n += len(name)
			for _, value := range values {
				n += len(value)
			}
		}
	}
	if r := e.Receipt; r != nil {
		n += each * (len(r.MockTools) + len(r.KnowledgeBaseFiles) + len(r.DynamicVariables))
	}
	return n
}

// Complete reports whether nothing that the filter could select was forgotten.
func (j *Journal) Complete(f Filter) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.maxEntries > 0 && (j.forgottenID == 0 || f.AfterID >= j.forgottenID || f.NotUntil.After(j.forgotten))
}

// Clear forgets every entry; ids go on.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.first, j.bytes = nil, 0, 0
	j.cleared++
	j.forgotten, j.forgottenID = time.Time{}, 0
}

// After gives the entries behind an id, and a channel that is closed when there
// are more.
func (j *Journal) After(id int64) (entries []Entry, more <-chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	kept := j.entries[j.first:]
	behind, _ := slices.BinarySearchFunc(kept, id+1, func(e Entry, id int64) int { return cmp.Compare(e.ID, id) })
	j.watched = true
	return slices.Clone(kept[behind:]), j.changed
}

// Latest gives the newest entries, at most n, oldest first.
func (j *Journal) Latest(n int) []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	kept := j.entries[j.first:]
	return slices.Clone(kept[max(0, len(kept)-n):])
}

// LastID is the id of the newest entry there ever was, kept or not.
func (j *Journal) LastID() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lastID
}
