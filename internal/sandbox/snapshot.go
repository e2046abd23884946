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

	"github.com/cekura/mockserver/internal/field"
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
func (s *Sandbox) KeepSnapshot(name string, image []byte) error {
	if !goodName(name) {
		return fmt.Errorf("snapshot: %w", ErrName)
	}
	if err := checkImage(image, s.agent); err != nil {
		return fmt.Errorf("%w: %w", ErrImage, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.put(name, image)
}

// checkImage wants an image to be a whole database of this server.
func checkImage(image []byte, agent *field.Field) error {
	world, err := store.OpenImage("", image, agent)
	if err != nil {
		return err
	}
	return errors.Join(world.Check(context.Background()), world.Close())
}

// Snapshot gives an image that was kept.
func (s *Sandbox) Snapshot(name string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.get(name)
}

// RestoreSnapshot puts the state back to what was kept.
func (s *Sandbox) RestoreSnapshot(ctx context.Context, name string) error {
	image, err := s.Snapshot(name)
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
	return writeWhole(s.path(name), image)
}

// writeWhole writes a file that is whole from the moment it has its name.
func writeWhole(path string, image []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	unfinished := path + ".unfinished"
	if err := os.WriteFile(unfinished, image, 0o600); err != nil {
		return err
	}
	return os.Rename(unfinished, path)
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
	return orNoSnapshot(os.Remove(s.path(name)))
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
