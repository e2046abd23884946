package server

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// explain says of a database that cannot be opened what its owner can change. A
// folder that is mounted into a container often belongs to another user, and
// SQLite does not say so.
func explain(path string, err error) error {
	if path == "" {
		return err
	}
	folder := filepath.Dir(path)
	if errors.Is(err, fs.ErrPermission) || errors.Is(probe(folder), fs.ErrPermission) {
		return fmt.Errorf("--db %s: %w; the folder %s and what is in it must be writable for uid %d", path, err, folder, os.Getuid())
	}
	return fmt.Errorf("--db %s: %w", path, err)
}

// probe tries to make a file.
func probe(folder string) error {
	file, err := os.CreateTemp(folder, ".mockserver-*")
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}
