package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/store"
)

// Set is all the sandboxes of a server.
type Set struct {
	config Config

	mu     sync.Mutex
	byName map[string]*Sandbox
	lock   *store.Lock // of all files; nil in memory
}

// NewSet opens the default sandbox and those that are in files already.
func NewSet(config Config) (*Set, error) {
	s := &Set{config: config, byName: map[string]*Sandbox{}}
	names := []string{Default}
	if config.File != "" {
		err := os.MkdirAll(filepath.Dir(config.File), 0o755)
		if err != nil {
			return nil, err
		}
		if s.lock, err = store.TakeLock(config.File); err != nil {
			return nil, err
		}
		files, err := databases(s.folder())
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		names = append(names, slices.DeleteFunc(files, func(name string) bool { return name == Default })...)
	}
	for _, name := range names {
		if _, err := s.open(name, config.Seed); err != nil {
			return nil, errors.Join(fmt.Errorf("sandbox %s: %w", name, err), s.Close())
		}
	}
	return s, nil
}

// databases lists the files NAME.db of a folder by name; it need not be there.
func databases(folder string) ([]string, error) {
	files, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, file := range files {
		if name, ok := strings.CutSuffix(file.Name(), ".db"); ok && goodName(name) {
			names = append(names, name)
		}
	}
	return names, err
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
	case s.byName[name] != nil:
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
	if s.config.File != "" && !bytes.Equal(image, s.config.Seed) {
		if err := writeWhole(s.basePath(name), image); err != nil {
			return nil, err
		}
	}
	return s.open(name, image)
}

// basePath is where a sandbox keeps what it was made of, if that is not the
// seed, for resets after a restart.
func (s *Set) basePath(name string) string { return filepath.Join(s.folder(), name+".base") }

// open opens a sandbox's file, or makes it of an image.
func (s *Set) open(name string, image []byte) (*Sandbox, error) {
	path := s.path(name)
	if path != "" {
		if base, err := os.ReadFile(s.basePath(name)); err == nil {
			image = base
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	world, err := openWorld(path, image, s.config.Agent)
	if err != nil {
		return nil, err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	sandbox := &Sandbox{
		Name: name, Created: now, Store: world, Clock: new(Clock), agent: s.config.Agent, base: image, used: now, deleted: make(chan struct{}),
		Journal: journal.New(s.config.Journal, s.config.Redactor), Faults: fault.New(s.config.Operations, s.config.Done),
	}
	if path != "" {
		sandbox.kept.folder = filepath.Join(s.folder(), name+".snapshots")
	}
	s.byName[name] = sandbox
	return sandbox, nil
}

func openWorld(path string, image []byte, agent *field.Field) (*store.Store, error) {
	if path == "" {
		return store.OpenImage("", image, agent)
	}
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		return store.Open(path, agent)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return store.OpenImage(path, image, agent)
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
	case s.config.File == "":
		return s.drop(sandbox)
	case sandbox.users > 1, sandbox.users == 1 && sandbox != own:
		return ErrInUse
	}
	delete(s.byName, name)
	close(sandbox.deleted)
	err := sandbox.Store.Close()
	path := s.path(name)
	for _, file := range []string{path, path + "-wal", path + "-shm", s.basePath(name)} {
		if e := os.Remove(file); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return errors.Join(err, os.RemoveAll(sandbox.kept.folder))
}

// dropIdle makes room: of sandboxes in memory, those nobody used for long go.
func (s *Set) dropIdle() {
	for name, sandbox := range s.byName {
		if name != Default && s.path(name) == "" && sandbox.users == 0 && time.Since(sandbox.used) > s.config.Idle {
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

// path is the file of a sandbox, "" in memory.
func (s *Set) path(name string) string {
	switch {
	case s.config.File == "":
		return ""
	case name == Default:
		return s.config.File
	default:
		return filepath.Join(s.folder(), name+".db")
	}
}

func (s *Set) folder() string { return s.config.File + ".d" }

const maxName = 63

func goodName(name string) bool {
	if name == "" || len(name) > maxName || name[0] == '-' || name[0] == '_' {
		return false
	}
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}
