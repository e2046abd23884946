package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/mattn/go-sqlite3"

	"github.com/cekura/mockserver/internal/durable"
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
	if err := Whole(image); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.settle(everything, func() error { return loadImage(ctx, s.write, image) }, (*cache).forget)
}

// OpenImage opens a database that is a copy of an image: in memory if path is
// "", else in a file; see WriteImage.
func OpenImage(path string, image []byte, agent *field.Field) (*Store, error) {
	if path != "" {
		if err := WriteImage(path, image); err != nil {
			return nil, err
		}
		return Open(path, agent)
	}
	if err := Whole(image); err != nil {
		return nil, err
	}
	db, err := connect(memoryDSN, 1)
	if err != nil {
		return nil, err
	}
	if err := loadImage(context.Background(), db, image); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Store{write: db, read: db, agent: agent}, nil
}

// WriteImage makes a database file that is whole from the moment it has its name.
// It takes the place of an empty file, but of no other.
func WriteImage(path string, image []byte) error {
	if err := Whole(image); err != nil {
		return err
	}
	switch info, err := os.Stat(path); {
	case err == nil && info.Size() > 0:
		return &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	// A log that is still there belongs to a database that is gone, and would be
	// taken for the new one's.
	if err := durable.Remove(path+"-wal", path+"-shm", path+"-journal"); err != nil {
		return err
	}
	return durable.Write(path, image)
}

// loadImage copies an image into a database, and brings it up to date: it may be
// older than this server.
func loadImage(ctx context.Context, db *sql.DB, image []byte) error {
	if err := copyImage(ctx, db, image); err != nil {
		return err
	}
	return migrate(ctx, db)
}

// copyImage copies an image into a database. The driver's deserialized databases
// cannot grow, so that one is only the source of the copy.
func copyImage(ctx context.Context, db *sql.DB, image []byte) error {
	source, err := connect(memoryDSN, 1)
	if err != nil {
		return err
	}
	defer source.Close()
	return onConn(ctx, source, func(from *sqlite3.SQLiteConn) error {
		if err := from.Deserialize(image, "main"); err != nil {
			return err
		}
		return onConn(ctx, db, func(to *sqlite3.SQLiteConn) error { return backup(to, from) })
	})
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
