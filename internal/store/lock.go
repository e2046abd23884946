package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Lock says that a database is one server's alone: another one would not know
// what this one keeps in memory.
type Lock struct {
	file *os.File
	path string
}

// ErrLocked says that another server has the database.
var ErrLocked = errors.New("another server uses this database")

const (
	patience  = 2 * time.Second // for the end of a server that is being restarted
	lookAgain = 10 * time.Millisecond
)

// TakeLock takes the lock of the database in the file at path, which is made
// empty if need be. It is a lock on the file itself, so that it holds whatever
// name another server comes by, and is free again when the process ends, however
// that is. It is to be closed after the database.
func TakeLock(path string) (*Lock, error) {
	for end := time.Now().Add(patience); ; {
		lock, err := openLock(path)
		if err != nil {
			return nil, err
		}
		err = lock.take()
		if err == nil {
			return lock, nil
		}
		lock.file.Close()
		if !errors.Is(err, ErrLocked) && !errors.Is(err, errReplaced) || time.Now().After(end) {
			return nil, err
		}
		time.Sleep(lookAgain)
	}
}

// openLock opens a file that could be a database. Others would have opening them
// do something, or wait for somebody.
func openLock(path string) (*Lock, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return nil, &os.PathError{Op: "open", Path: path, Err: syscall.EISDIR}
		}
		return nil, fmt.Errorf("%s: not a regular file", path)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	return &Lock{file: file, path: path}, nil
}

var errReplaced = errors.New("the file is being replaced by another one all the time")

// take takes the lock and then looks whether it is still that of the file at
// the path, whose own path is found.
func (l *Lock) take() error {
	if err := lockByte(l.file); err != nil {
		return err
	}
	path, err := filepath.EvalSymlinks(l.path)
	if err != nil {
		return err
	}
	info, err := l.file.Stat()
	if err != nil {
		return err
	}
	if now, err := os.Stat(path); err != nil || !os.SameFile(info, now) {
		return errors.Join(errReplaced, err)
	}
	// SQLite's log is found by the name of the file: under another name, what
	// was written before a crash would be lost.
	if names := info.Sys().(*syscall.Stat_t).Nlink; names > 1 {
		return fmt.Errorf("the file has %d names (hard links), and a database must have one: remove the others, or copy the file", names)
	}
	l.path = path
	return nil
}

// lockByte locks a byte far beyond any database. It is a lock of the open file,
// not of the process: SQLite's own locks are of the process, and those it would
// share would be gone as soon as SQLite closes any file. They lie elsewhere, so
// that the two do not meet. Where files are on the network, it is for all there.
func lockByte(file *os.File) error {
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Start: 1 << 62, Len: 1}
	err := syscall.FcntlFlock(file.Fd(), setLockOfFile, &lock)
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EACCES) {
		return ErrLocked
	}
	if err != nil {
		return fmt.Errorf("the file cannot be locked: %w", err)
	}
	return nil
}

// Path is that of the file itself, without symbolic links.
func (l *Lock) Path() string { return l.path }

// Close gives the lock back.
func (l *Lock) Close() error { return l.file.Close() }
