package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cekura/mockserver/internal/durable"
	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/store"
)

// Set is all the sandboxes of a server.
type Set struct {
	config Config
	files  files

	mu     sync.Mutex
	byName map[string]*Sandbox
	lock   *store.Lock // of all files; nil in memory
}

// NewSet opens the default sandbox and those that are in files already.
func NewSet(config Config) (*Set, error) {
	s := &Set{config: config, files: files(config.File), byName: map[string]*Sandbox{}}
	if err := s.openAll(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Set) openAll() error {
	if err := s.takeFiles(); err != nil {
		return err
	}
	names, err := s.files.names()
	if err != nil {
		return err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == Default })
	if _, err := s.open(Default, s.config.Seed); err != nil {
		return err
	}
	for _, name := range names {
		if _, err := s.open(name, s.config.Seed); err != nil {
			return fmt.Errorf("sandbox %s: %w", name, err)
		}
	}
	return nil
}

// takeFiles makes the files this server's alone, and brings them in order.
func (s *Set) takeFiles() (err error) {
	if s.files == "" {
		return nil
	}
	if err := durable.Folder(filepath.Dir(string(s.files))); err != nil {
		return err
	}
	if s.lock, err = store.TakeLock(string(s.files)); err != nil {
		return err
	}
	s.files = files(s.lock.Path())
	if err := s.files.sweep(); err != nil {
		return err
	}
	if info, err := os.Stat(string(s.files)); err != nil || info.Size() > 0 {
		return err
	}
	// The new database takes the place of the empty file, whose lock goes to it.
	if err := store.WriteImage(string(s.files), s.config.Seed); err != nil {
		return err
	}
	empty := s.lock
	s.lock, err = store.TakeLock(string(s.files))
	return errors.Join(err, empty.Close())
}

// Close closes every sandbox.
func (s *Set) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	for name, sandbox := range s.byName {
		err = errors.Join(err, sandbox.Store.Close())
		delete(s.byName, name)
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
		s.lock = nil
	}
	return err
}

// Use gives a sandbox, which is made if need be, to a request; done ends its
// use.
func (s *Set) Use(name string) (sandbox *Sandbox, done func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sandbox = s.byName[name]
	if sandbox == nil {
		if !goodName(name) || s.config.Strict {
			return nil, nil, ErrUnknown
		}
		if sandbox, err = s.create(name, s.config.Seed); err != nil {
			return nil, nil, err
		}
	}
	sandbox.users++
	return sandbox, func() { s.done(sandbox) }, nil
}

func (s *Set) has(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byName[name] != nil
}

func (s *Set) done(sandbox *Sandbox) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sandbox.users--
	sandbox.used = time.Now()
	if sandbox.gone && sandbox.users == 0 {
		_ = sandbox.Store.Close() // there is nobody to tell
	}
}

// Create makes a sandbox of an image, or of the seed if that is nil.
func (s *Set) Create(name string, image []byte) (*Sandbox, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if image == nil {
		image = s.config.Seed
	}
	switch {
	case !goodName(name):
		return nil, ErrName
	case s.byName[name] != nil, s.files.has(name):
		return nil, ErrExists
	}
	return s.create(name, image)
}

func (s *Set) create(name string, image []byte) (*Sandbox, error) {
	if len(s.byName) >= s.config.Max {
		s.dropIdle()
	}
	if len(s.byName) >= s.config.Max {
		return nil, ErrFull
	}
	if s.files.has(name) { // somebody put it there
		return s.open(name, image)
	}
	var base []byte
	if !bytes.Equal(image, s.config.Seed) {
		base = image
	}
	err := s.files.create(name, image, base)
	if err == nil {
		var sandbox *Sandbox
		if sandbox, err = s.open(name, image); err == nil {
			return sandbox, nil
		}
	}
	return nil, errors.Join(err, s.files.remove(name), s.files.removeRest(name))
}

// open opens a sandbox's file, or makes one in memory of an image.
func (s *Set) open(name string, image []byte) (*Sandbox, error) {
	path := s.files.database(name)
	base, err := s.files.base(name)
	if err != nil {
		return nil, err
	}
	if base == nil {
		base = image
	}
	world, err := openWorld(path, base, s.config.Agent)
	if err != nil {
		return nil, err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	sandbox := &Sandbox{
		Name: name, Created: now, Store: world, Clock: new(Clock), agent: s.config.Agent, base: base, used: now, deleted: make(chan struct{}),
		reset:   make(chan struct{}),
		states:  states{ofServer: s.config.States},
		Journal: journal.New(s.config.Journal, s.config.Redactor), Faults: fault.New(s.config.Operations, s.config.Done),
		Strict: newStrict(s.config.Rejects),
	}
	if path != "" {
		sandbox.kept.folder = s.files.of(name, ".snapshots")
	}
	s.byName[name] = sandbox
	return sandbox, nil
}

// openWorld opens a file, or a copy of the image in memory. An empty file, such
// as mktemp makes, becomes a copy too.
func openWorld(path string, image []byte, agent *field.Field) (*store.Store, error) {
	if path == "" {
		return store.OpenImage("", image, agent)
	}
	if info, err := os.Stat(path); err == nil && info.Size() == 0 {
		return store.OpenImage(path, image, agent)
	}
	return store.Open(path, agent)
}

// List gives the sandboxes by name.
func (s *Set) List() []*Sandbox {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*Sandbox, 0, len(s.byName))
	for _, sandbox := range s.byName {
		all = append(all, sandbox)
	}
	slices.SortFunc(all, func(a, b *Sandbox) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Delete removes a sandbox and its files. In memory, requests under way are
// finished; in a file they would meet the files of the next one of that name,
// so that one in use is refused. A request that is in the sandbox itself, its
// own, does not count.
func (s *Set) Delete(name string, own *Sandbox) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	sandbox := s.byName[name]
	switch {
	case name == Default:
		return ErrDefault
	case sandbox == nil:
		return ErrUnknown
	case s.files == "":
		return s.drop(sandbox)
	case sandbox.users > 1, sandbox.users == 1 && sandbox != own:
		return ErrInUse
	}
	if err := s.files.remove(name); err != nil {
		return err
	}
	delete(s.byName, name)
	close(sandbox.deleted)
	return errors.Join(sandbox.Store.Close(), s.files.removeRest(name))
}

// dropIdle makes room: of sandboxes in memory, those nobody used for long go.
func (s *Set) dropIdle() {
	for name, sandbox := range s.byName {
		if name != Default && s.files == "" && sandbox.users == 0 && time.Since(sandbox.used) > s.config.Idle {
			_ = s.drop(sandbox) // what was in memory is gone all the same
		}
	}
}

// drop closes a sandbox as soon as nobody uses it.
func (s *Set) drop(sandbox *Sandbox) error {
	delete(s.byName, sandbox.Name)
	sandbox.gone = true
	close(sandbox.deleted)
	sandbox.Faults.Clear() // nobody else can release what they hold
	if sandbox.users > 0 {
		return nil
	}
	return sandbox.Store.Close()
}
