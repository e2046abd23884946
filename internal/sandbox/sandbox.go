package sandbox

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/store"
)

// Default is the sandbox of requests that name none.
const Default = "default"

// Sandbox is one world.
type Sandbox struct {
	Name    string
	Created time.Time
	Store   *store.Store
	Clock   *Clock
	Journal *journal.Journal
	Faults  *fault.Set
	Strict  *Strict

	agent   *field.Field  // what agents are made of
	base    []byte        // the image that Reset goes back to
	deleted chan struct{} // closed then
	states  states

	mu     sync.Mutex // guards these
	kept   snapshots
	events int64         // that webhooks had a number for
	reset  chan struct{} // closed by the next Reset

	// The set guards these.
	users int // requests under way
	used  time.Time
	gone  bool // closed as soon as nobody uses it
}

// Gone is closed when the sandbox is deleted.
func (s *Sandbox) Gone() <-chan struct{} { return s.deleted }

// Reset makes the sandbox what it was when it was made: without faults, too,
// with an empty journal, and as strict as the server was started.
func (s *Sandbox) Reset(ctx context.Context) error { return s.resetTo(ctx, s.base) }

func (s *Sandbox) resetTo(ctx context.Context, image []byte) error {
	s.beginAnew()
	s.Clock.Reset()
	s.Faults.Reset()
	s.Strict.Reset()
	err := s.Store.Restore(ctx, image)
	s.Journal.Clear()
	return err
}

// UntilReset is closed when the sandbox is reset.
func (s *Sandbox) UntilReset() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reset
}

// NextEvent gives the number of a new event.
func (s *Sandbox) NextEvent() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events++
	return s.events
}

func (s *Sandbox) beginAnew() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.reset)
	s.reset, s.events = make(chan struct{}), 0
}

// Config says what sandboxes are made of and how many there may be.
type Config struct {
	Seed   []byte                     // the image that a new sandbox is a copy of
	States map[string]domain.State    // of the seed, by name
	File   string                     // of the default sandbox; the others go to the folder File.d. "": all in memory
	Max    int                        // how many there may be
	Idle   time.Duration              // one in memory that nobody used for so long makes room for new ones
	Strict bool                       // a sandbox must be made before it is used
	May    func(r *http.Request) bool // whether a request, in the sandbox, may be what makes it; nil: any

	Agent      *field.Field        // what agents are made of
	Redactor   *field.Redactor     // of what journals show
	Operations []openapi.Operation // that faults can come over
	Rejects    []domain.NoticeKind // notices that worlds reject requests for, until they are told otherwise
	Journal    int                 // how many requests each journal keeps
	Done       <-chan struct{}     // closed when the server ends: no request is held any longer
}

// The errors of a Set.
var (
	ErrName    = errors.New("a sandbox's name is 1 to 63 lower-case letters, digits, - and _, and starts with a letter or digit")
	ErrUnknown = errors.New("there is no such sandbox")
	ErrMayNot  = errors.New("there is no such sandbox, and this request makes none: it has no good API key or admin token, or a page of another site could have sent it")
	ErrExists  = errors.New("there is a sandbox of that name")
	ErrFull    = errors.New("there are as many sandboxes as there may be; delete some, or start the server with a higher --max-sandboxes")
	ErrInUse   = errors.New("the sandbox is in use; delete it when its requests have ended")
	ErrDefault = errors.New("the default sandbox cannot be deleted; reset it")
)
