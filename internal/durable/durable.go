// Package durable changes files so that a process that is killed, or a machine
// that loses power, leaves the old state or the new one, and what was done stays
// done. It knows nothing of what the files hold.
package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/google/renameio/v2"
)

// Write puts content into a file, in the place of what was there.
func Write(path string, content []byte) error {
	if err := renameio.WriteFile(path, content, 0o600, beside(path)); err != nil {
		return err
	}
	return sync(filepath.Dir(path))
}

// beside has the unfinished file in the folder of the one that it becomes, where
// Sweep finds it.
func beside(path string) renameio.Option { return renameio.WithTempDir(filepath.Dir(path)) }

// Unfinished reports of what file a file's name says that it was to become, had
// Write not been interrupted.
func Unfinished(name string) (of string, is bool) {
	of = strings.TrimRight(name, "0123456789")
	if len(of) == len(name) || !strings.HasPrefix(of, ".") || len(of) == 1 {
		return "", false
	}
	return of[1:], true
}

// Sweep removes what interrupted calls of Write left in a folder, of files whose
// names are ours. Nobody else may be writing there.
func Sweep(folder string, ours func(name string) bool) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var left []string
	for _, entry := range entries {
		if of, is := Unfinished(entry.Name()); is && entry.Type().IsRegular() && ours(of) {
			left = append(left, filepath.Join(folder, entry.Name()))
		}
	}
	return errors.Join(err, Remove(left...))
}

// Folder makes a folder that only its owner looks into, and those above it that
// are not there.
func Folder(path string) error {
	info, err := os.Stat(path)
	if err == nil {
		if !info.IsDir() {
			return fmt.Errorf("%s: %w", path, syscall.ENOTDIR)
		}
		return nil
	}
	above := filepath.Dir(path)
	if !errors.Is(err, fs.ErrNotExist) || above == path {
		return err
	}
	if err := Folder(above); err != nil {
		return err
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return sync(above)
}

// Remove removes files, and folders with all that is in them, as far as they are
// there. Those that come first are gone first, also after a loss of power.
func Remove(paths ...string) error {
	for _, path := range paths {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			return err
		}
		if err := sync(filepath.Dir(path)); err != nil {
			return err
		}
	}
	return nil
}

// sync makes the names in a folder last. Some file systems cannot, or do so of
// themselves.
func sync(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}
