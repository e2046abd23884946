package server

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// explain says of a database that cannot be opened what its owner can change. A
// folder that is mounted into a container often belongs to another user, and
// SQLite does not say so.
func explain(path string, err error) error {
	if path == "" {
		return err
	}
	folder := filepath.Dir(path)
	reason := err
	of := new(fs.PathError)
	about := errors.As(err, &of) && of.Path == path
	if about {
		reason = of.Err
	}
	is := func(errno error) bool { return errors.Is(err, errno) || errors.Is(probe(folder), errno) }
	switch {
	case errors.Is(err, syscall.EISDIR):
		return fmt.Errorf("--db %s: this is a folder; name a file in it, such as %s", path, filepath.Join(path, "world.db"))
	case is(syscall.EROFS):
		return fmt.Errorf("--db %s: the file system is read-only; without --db, state is in memory", path)
	case is(fs.ErrPermission):
		return fmt.Errorf("--db %s: %w; the folder %s and what is in it must be writable for uid %d", path, reason, folder, os.Getuid())
	case about:
		return fmt.Errorf("--db %s: %w", path, reason)
	}
	return fmt.Errorf("--db %s: %s", path, strings.TrimPrefix(err.Error(), path+": "))
}

// probe tries to make a file.
func probe(folder string) error {
	file, err := os.CreateTemp(folder, ".mockserver-*")
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}
