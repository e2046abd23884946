package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"runtime"

	"github.com/mattn/go-sqlite3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID marks a database as one of this server's: "CKMS".
const applicationID = 0x434b4d53

// always is what every connection has: foreign keys, and statements that stay
// prepared.
const always = "_foreign_keys=on&_stmt_cache_size=64"

// Open opens the database in the file at path, which is made if need be, or
// one in memory if path is "". A file that is not a database of this server,
// or one of a newer version, is refused and left as it was.
func Open(path string) (*Store, error) {
	if path == "" {
		return openMemory()
	}
	if err := inspect(path); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	const inFile = always + "&_journal_mode=WAL&_synchronous=NORMAL&_busy_timeout=10000"
	write, err := connect(fileDSN(path, inFile+"&_txlock=immediate"), 1)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	read, err := connect(fileDSN(path, inFile+"&mode=ro"), runtime.GOMAXPROCS(0))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), write.Close())
	}
	return &Store{write: write, read: read}, nil
}

func openMemory() (*Store, error) {
	db, err := connect("file::memory:?"+always+"&_txlock=immediate", 1)
	if err != nil {
		return nil, err
	}
	return &Store{write: db, read: db}, nil
}

// connect opens a pool of at most n connections that are kept for good: an
// in-memory database lives in its connection.
func connect(dsn string, n int) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	if n == 1 {
		err = migrate(context.Background(), db)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func fileDSN(path, query string) string {
	u := url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: query}
	return u.String()
}

// inspect looks at an existing file without changing it.
func inspect(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite3", fileDSN(path, "mode=ro&_busy_timeout=10000"))
	if err != nil {
		return err
	}
	defer db.Close()
	var id, version int
	err = errors.Join(
		db.QueryRow(`PRAGMA application_id`).Scan(&id),
		db.QueryRow(`PRAGMA user_version`).Scan(&version))
	var sqliteErr sqlite3.Error
	switch {
	case errors.As(err, &sqliteErr) && sqliteErr.Code == sqlite3.ErrNotADB:
		return errors.New("not a database; it is left as it is")
	case err != nil:
		return err
	case id != applicationID:
		return errors.New("a database, but not of this server; it is left as it is")
	case version > latest():
		return fmt.Errorf("written by a newer version of this server (schema %d, this one knows %d); it is left as it is", version, latest())
	}
	return nil
}

// latest is the number of the last migration.
func latest() int {
	files, _ := fs.ReadDir(migrations, "migrations")
	return len(files)
}

// migrate brings the schema up to date, in one transaction.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.ReadDir(migrations, "migrations") // sorted by name, and so by number
	if err != nil {
		return err
	}
	return inTx(ctx, db, nil, func(tx *sql.Tx) error {
		var version int
		if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
			return err
		}
		for _, file := range files[min(version, len(files)):] {
			script, err := migrations.ReadFile("migrations/" + file.Name())
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, string(script)); err != nil {
				return fmt.Errorf("migration %s: %w", file.Name(), err)
			}
		}
		// Pragmas take no parameters.
		_, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA user_version = %d`, applicationID, len(files)))
		return err
	})
}
