package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/mattn/go-sqlite3"
)

// Lock says that a database is one server's alone: another one would not know
// what this one keeps in memory.
type Lock struct {
	db *sql.DB
	tx *sql.Tx
}

// ErrLocked says that another server has the database.
var ErrLocked = errors.New("another server uses this database")

// TakeLock takes the lock of the database in the file at path. It is a lock on a
// file beside it, and so is free again when the process ends, however that is.
func TakeLock(path string) (*Lock, error) {
	const patience = "2000" // ms, for the end of a server that is being restarted
	db, err := sql.Open("sqlite3", fileDSN(path+".lock", "_txlock=exclusive&_busy_timeout="+patience))
	if err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(context.Background(), nil)
	if busy := (sqlite3.Error{}); errors.As(err, &busy) && busy.Code == sqlite3.ErrBusy {
		err = ErrLocked
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Lock{db, tx}, nil
}

// Close gives the lock back.
func (l *Lock) Close() error { return errors.Join(l.tx.Rollback(), l.db.Close()) }
