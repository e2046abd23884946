package tests

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// TestDatabaseFolderDenied gives --db a folder that is another user's, as a
// mount often is: the message says what to change, and for whom.
func TestDatabaseFolderDenied(t *testing.T) {
	t.Parallel()
	top, err := os.MkdirTemp("", "mockserver-denied-") // unlike t.TempDir, with no parent that is closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(top) })
	folder := filepath.Join(top, "data")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	// Made by a server that may, for the case of a database that is there.
	old := filepath.Join(folder, "old.db")
	start(t, "--db", old).stop(t)

	uid := os.Getuid()
	if uid == 0 { // root may write anywhere, so the server runs as somebody else
		uid = 65532
	}
	server := filepath.Join(top, "mockserver")
	copyFile(t, binary, server)
	for path, mode := range map[string]os.FileMode{top: 0o755, server: 0o755, old: 0o644, folder: 0o555} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod(folder, 0o755) }) // to be removed

	for name, path := range map[string]string{
		"new database": filepath.Join(folder, "new.db"),
		"new folder":   filepath.Join(folder, "sub", "new.db"),
		"old database": old,
	} {
		t.Run(name, func(t *testing.T) {
			cmd := command(server, nil, "--listen", "127.0.0.1:0", "--db", path)
			if os.Getuid() == 0 {
				cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(uid)}}
			}
			finish(t, cmd).want(t, 1, "--db "+path, "writable for uid "+strconv.Itoa(uid))
		})
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	source, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	target, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(target, source); err != nil {
		t.Fatal(err)
	}
	if err := target.Close(); err != nil {
		t.Fatal(err)
	}
}
