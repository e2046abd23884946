package sandbox

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/durable"
	"github.com/cekura/mockserver/internal/store"
)

// files are where sandboxes are kept: the default one in the file of that name,
// with "" all are in memory. The others are in a folder beside it:
//
//	NAME.db         the database
//	NAME.base       what the sandbox was made of, if that is not the seed
//	NAME.snapshots  the folder of its snapshots
//
// A sandbox is there if NAME.db is. Whatever else belongs to it is made before
// and removed after that file, so that what a killed process leaves half done
// belongs to no NAME.db. It goes at the next start, or when a sandbox of that
// name is made.
type files string

func (f files) folder() string { return string(f) + ".d" }

// database is the file of a sandbox, "" in memory.
func (f files) database(name string) string {
	switch {
	case f == "":
		return ""
	case name == Default:
		return string(f)
	default:
		return f.of(name, ".db")
	}
}

func (f files) of(name, suffix string) string { return filepath.Join(f.folder(), name+suffix) }

// suffixes of what belongs to a sandbox beside its database.
var suffixes = []string{".base", ".snapshots", ".db-wal", ".db-shm", ".db-journal"}

// has reports whether a sandbox is there.
func (f files) has(name string) bool {
	if f == "" {
		return false
	}
	_, err := os.Lstat(f.database(name))
	return !errors.Is(err, fs.ErrNotExist)
}

// create makes the files of a new sandbox; base is nil where it is the seed.
func (f files) create(name string, image, base []byte) error {
	if f == "" {
		return nil
	}
	if err := durable.Folder(f.folder()); err != nil {
		return err
	}
	if err := f.removeRest(name); err != nil {
		return err
	}
	if base != nil {
		if err := durable.Write(f.of(name, ".base"), base); err != nil {
			return err
		}
	}
	return store.WriteImage(f.database(name), image)
}

// remove removes a sandbox: from then on, there is none.
func (f files) remove(name string) error {
	if f == "" {
		return nil
	}
	return durable.Remove(f.database(name))
}

// removeRest removes what belonged to a sandbox that is no longer there.
func (f files) removeRest(name string) error {
	if f == "" {
		return nil
	}
	var rest []string
	for _, suffix := range suffixes {
		rest = append(rest, f.of(name, suffix))
	}
	return durable.Remove(rest...)
}

// base is what a sandbox was made of, nil if that is the seed.
func (f files) base(name string) ([]byte, error) {
	if f == "" {
		return nil, nil
	}
	path := f.of(name, ".base")
	image, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		err = store.Whole(image)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w; this is what the sandbox goes back to with a reset: without the file, it is the seed", path, err)
	}
	return image, nil
}

// names lists the sandboxes in the folder.
func (f files) names() ([]string, error) {
	if f == "" {
		return nil, nil
	}
	return databases(f.folder())
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

// sweep removes what a killed process left half done.
func (f files) sweep() error {
	if f == "" {
		return nil
	}
	err := durable.Sweep(filepath.Dir(string(f)), func(name string) bool { return name == filepath.Base(string(f)) })
	if err != nil {
		return err
	}
	if err := durable.Sweep(f.folder(), isDatabaseOrBase); err != nil {
		return err
	}
	entries, err := os.ReadDir(f.folder())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name, suffix, _ := strings.Cut(entry.Name(), ".")
		if suffix = "." + suffix; !goodName(name) || !slices.Contains(suffixes, suffix) {
			continue
		}
		path := filepath.Join(f.folder(), entry.Name())
		switch {
		case name != Default && !f.has(name):
			err = durable.Remove(path)
		case suffix == ".snapshots":
			err = durable.Sweep(path, isDatabaseOrBase)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func isDatabaseOrBase(name string) bool {
	name, suffix, _ := strings.Cut(name, ".")
	return goodName(name) && (suffix == "db" || suffix == "base")
}

const maxName = 63

func goodName(name string) bool {
	if name == "" || len(name) > maxName || name[0] == '-' || name[0] == '_' {
		return false
	}
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}
