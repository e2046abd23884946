package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/cekura/mockserver/internal/durable"
	"github.com/cekura/mockserver/internal/store"
)

// ErrSnapshot says that there is no such snapshot.
var ErrSnapshot = errors.New("there is no such snapshot")

// ErrImage says that something is no snapshot.
var ErrImage = errors.New("this is no snapshot")

// snapshots keeps images by name: in a folder, or in memory if that is "".
type snapshots struct {
	folder   string
	inMemory map[string][]byte
}

// TakeSnapshot keeps the state as it is now under a name, in the place of what
// was kept there.
func (s *Sandbox) TakeSnapshot(ctx context.Context, name string) error {
	if !goodName(name) {
		return fmt.Errorf("snapshot: %w", ErrName)
	}
	image, err := s.Store.Image(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.put(name, image)
}

// KeepSnapshot keeps an image that was taken elsewhere.
func (s *Sandbox) KeepSnapshot(ctx context.Context, name string, image []byte) error {
	if !goodName(name) {
		return fmt.Errorf("snapshot: %w", ErrName)
	}
	if err := store.CheckImage(ctx, image, s.agent); err != nil {
		return fmt.Errorf("%w: %w", ErrImage, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.put(name, image)
}

// Snapshot gives an image that was kept. A file may have been changed by
// somebody else since.
func (s *Sandbox) Snapshot(ctx context.Context, name string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	image, err := s.kept.get(name)
	if err != nil || s.kept.folder == "" {
		return image, err
	}
	if err := store.CheckImage(ctx, image, s.agent); err != nil {
		return nil, fmt.Errorf("%w: %w; take it again, or delete it", ErrImage, err)
	}
	return image, nil
}

// RestoreSnapshot puts the state back to what was kept.
func (s *Sandbox) RestoreSnapshot(ctx context.Context, name string) error {
	image, err := s.Snapshot(ctx, name)
	if err != nil {
		return err
	}
	return s.Store.Restore(ctx, image)
}

// DeleteSnapshot forgets what was kept.
func (s *Sandbox) DeleteSnapshot(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.delete(name)
}

// Snapshots lists the names.
func (s *Sandbox) Snapshots() ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.names()
}

func (s *snapshots) put(name string, image []byte) error {
	if s.folder == "" {
		if s.inMemory == nil {
			s.inMemory = map[string][]byte{}
		}
		s.inMemory[name] = image
		return nil
	}
	if err := durable.Folder(s.folder); err != nil {
		return err
	}
	return durable.Write(s.path(name), image)
}

func (s *snapshots) get(name string) ([]byte, error) {
	if s.folder == "" {
		image, ok := s.inMemory[name]
		if !ok {
			return nil, ErrSnapshot
		}
		return image, nil
	}
	if !goodName(name) {
		return nil, ErrSnapshot
	}
	image, err := os.ReadFile(s.path(name))
	return image, orNoSnapshot(err)
}

func (s *snapshots) delete(name string) error {
	if _, err := s.get(name); err != nil {
		return err
	}
	if s.folder == "" {
		delete(s.inMemory, name)
		return nil
	}
	return durable.Remove(s.path(name))
}

func (s *snapshots) names() ([]string, error) {
	if s.folder == "" {
		return slices.Sorted(maps.Keys(s.inMemory)), nil
	}
	return databases(s.folder)
}

func (s *snapshots) path(name string) string { return filepath.Join(s.folder, name+".db") }

func orNoSnapshot(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return ErrSnapshot
	}
	return err
}
