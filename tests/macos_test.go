package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// sqliteStub is what this project uses of the SQLite driver.
const sqliteStub = `package sqlite3

import "database/sql/driver"

type (
	SQLiteConn   struct{ driver.Conn }
	SQLiteDriver struct{ ConnectHook func(*SQLiteConn) error }
	SQLiteBackup struct{}
	ErrNo        int
	Error        struct{ Code ErrNo }
)

const (
	ErrBusy       ErrNo = 5
	ErrConstraint ErrNo = 19
)

func (*SQLiteDriver) Open(string) (driver.Conn, error)                        { return nil, nil }
func (*SQLiteConn) Exec(string, []driver.Value) (driver.Result, error)        { return nil, nil }
func (Error) Error() string                                                   { return "" }
func (*SQLiteConn) Serialize(string) ([]byte, error)                          { return nil, nil }
func (*SQLiteConn) Deserialize([]byte, string) error                          { return nil }
func (*SQLiteConn) Backup(string, *SQLiteConn, string) (*SQLiteBackup, error) { return nil, nil }
func (*SQLiteBackup) Step(int) (bool, error)                                  { return false, nil }
func (*SQLiteBackup) Finish() error                                           { return nil }
`

// TestMacOS compiles all of this project for macOS, tests included. There is no
// C compiler for it here, so a stub stands in for the SQLite driver.
func TestMacOS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "sqlite.go"), sqliteStub)
	writeFile(t, filepath.Join(dir, "go.mod"), "module github.com/mattn/go-sqlite3\n")
	// The project's own go.mod, in the same folder under another name.
	own := filepath.Join(dir, "own.mod")
	writeFile(t, own, string(readFile(t, "../go.mod"))+"\nreplace github.com/mattn/go-sqlite3 => "+dir+"\n")
	writeFile(t, filepath.Join(dir, "own.sum"), string(readFile(t, "../go.sum")))

	vet := exec.Command("go", "vet", "-modfile", own, "./...")
	vet.Dir = ".."
	vet.Env = append(os.Environ(), "GOOS=darwin", "GOARCH=arm64", "CGO_ENABLED=0")
	if output, err := vet.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}
