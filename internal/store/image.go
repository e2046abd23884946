package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"

	"github.com/cekura/mockserver/internal/field"
)

// An image is a whole database as the bytes of a SQLite file. Worlds are made,
// reset, kept and moved as images: copying one costs less than replaying what
// led to it, and brings the sequences of ids along.

// Image gives the database as it is now.
func (s *Store) Image(ctx context.Context) (image []byte, err error) {
	err = onConn(ctx, s.write, func(c *sqlite3.SQLiteConn) error {
		image, err = c.Serialize("main")
		return err
	})
	if err != nil {
		return nil, err
	}
	// Write-ahead logging is a mark in the file's header, and has no place in
	// memory.
	image[18], image[19] = 1, 1
	return image, nil
}

// Restore puts an image in the place of all there is, in one transaction: a
// process that is killed leaves the old state or the new one.
func (s *Store) Restore(ctx context.Context, image []byte) error {
	if err := wholeImage(image); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.settle(everything, func() error { return loadImage(ctx, s.write, image) }, (*cache).forget)
}

// OpenImage opens a database that is a copy of an image: in memory if path is
// "", else in a file that must not be there yet.
func OpenImage(path string, image []byte, agent *field.Field) (*Store, error) {
	if err := wholeImage(image); err != nil {
		return nil, err
	}
	if path == "" {
		db, err := connect(memoryDSN, 1)
		if err != nil {
			return nil, err
		}
		if err := loadImage(context.Background(), db, image); err != nil {
			return nil, errors.Join(err, db.Close())
		}
		return &Store{write: db, read: db, agent: agent}, nil
	}
	if err := writeImage(path, image); err != nil {
		return nil, err
	}
	return Open(path, agent)
}

// writeImage makes a file that is whole from the moment it has its name.
func writeImage(path string, image []byte) error {
	unfinished, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(unfinished.Name())
	_, err = unfinished.Write(image)
	if err := errors.Join(err, unfinished.Close()); err != nil {
		return err
	}
	return os.Link(unfinished.Name(), path) // fails if there is one
}

// loadImage copies an image into a database. The driver's deserialized databases
// cannot grow, so that one is only the source of the copy.
func loadImage(ctx context.Context, db *sql.DB, image []byte) error {
	source, err := connect(memoryDSN, 1)
	if err != nil {
		return err
	}
	defer source.Close()
	err = onConn(ctx, source, func(from *sqlite3.SQLiteConn) error {
		if err := from.Deserialize(image, "main"); err != nil {
			return err
		}
		return onConn(ctx, db, func(to *sqlite3.SQLiteConn) error { return backup(to, from) })
	})
	if err != nil {
		return err
	}
	return migrate(ctx, db) // the image may be older than this server
}

// Check looks whether the database is whole.
func (s *Store) Check(ctx context.Context) error {
	var found string
	if err := s.read.QueryRowContext(context.WithoutCancel(ctx), `PRAGMA quick_check(1)`).Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return errors.New("store: " + found)
	}
	return nil
}

// backup copies a whole database in one step.
func backup(to, from *sqlite3.SQLiteConn) error {
	copying, err := to.Backup("main", from, "main")
	if err != nil {
		return err
	}
	done, err := copying.Step(-1)
	if err == nil && !done {
		err = errors.New("the copy was not finished")
	}
	return errors.Join(err, copying.Finish())
}

// onConn uses the driver's own connection.
func onConn(ctx context.Context, db *sql.DB, do func(*sqlite3.SQLiteConn) error) error {
	conn, err := db.Conn(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*sqlite3.SQLiteConn)
		if !ok {
			return fmt.Errorf("store: the driver gave a %T", driver)
		}
		return do(c)
	})
}
