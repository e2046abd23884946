package store

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"runtime"
	"sync"

	"github.com/mattn/go-sqlite3"

	"github.com/cekura/mockserver/internal/field"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID marks a database as one of this server's: "CKMS".
const applicationID = 0x434b4d53

// always is what every connection has: foreign keys, statements that stay
// prepared, and patience with another process.
const always = "_foreign_keys=on&_stmt_cache_size=64&_busy_timeout=10000"

const memoryDSN = "file::memory:?" + always + "&_txlock=immediate"

// Open opens the database in the file at path, which is made if need be, or
// one in memory if path is "", for agents of the fields that a document has. A file that is not a database of this server,
// or one of a newer version, is refused and left as it was.
func Open(path string, agent *field.Field) (*Store, error) {
	if path == "" || path == ":memory:" {
		return openMemory(agent)
	}
	if err := inspect(path); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if err := migrateFile(path); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	const inFile = always + "&_journal_mode=WAL&_synchronous=NORMAL"
	write, err := connect(fileDSN(path, inFile+"&_txlock=immediate"), 1)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	read, err := connect(fileDSN(path, inFile+"&mode=ro"), runtime.GOMAXPROCS(0))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), write.Close())
	}
	return &Store{write: write, read: read, agent: agent}, nil
}

func openMemory(agent *field.Field) (*Store, error) {
	image, err := Empty()
	if err != nil {
		return nil, err
	}
	return OpenImage("", image, agent)
}

// Empty is the image of a database without rows. It is made once, since that
// takes longer than a copy; whoever will need it may ask for it ahead.
var Empty = sync.OnceValues(func() ([]byte, error) {
	ctx := context.Background()
	db, err := connect(memoryDSN, 1)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := migrate(ctx, db); err != nil {
		return nil, err
	}
	return (&Store{write: db, read: db}).Image(ctx)
})

// connect opens a pool of at most n connections that are kept for good: an
// in-memory database lives in its connection.
func connect(dsn string, n int) (*sql.DB, error) {
	db := sql.OpenDB(connector(dsn))
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	if err := db.Ping(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// connector opens connections to the database of a DSN. What a database holds
// itself, in views and triggers, is not trusted to do more than read and write.
type connector string

// Connect opens a connection.
func (c connector) Connect(context.Context) (driver.Conn, error) { return c.Driver().Open(string(c)) }

// Driver is the driver of the connections.
func (connector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		_, err := conn.Exec(`PRAGMA trusted_schema = OFF`, nil)
		return err
	}}
}

// migrateFile brings a file up to date before it is opened for good: a new one
// has no write-ahead log yet, so that our mark is in the file itself from the
// start, where inspect looks for it, even if the process is killed.
func migrateFile(path string) error {
	db, err := connect(fileDSN(path, always+"&_txlock=immediate"), 1)
	if err != nil {
		return err
	}
	return errors.Join(migrate(context.Background(), db), db.Close())
}

func fileDSN(path, query string) string {
	u := url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: query}
	return u.String()
}

// inspect looks at an existing file without opening it as a database, which
// would leave traces.
func inspect(path string) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	header := make([]byte, headerSize)
	n, err := io.ReadFull(file, header)
	if n == 0 && errors.Is(err, io.EOF) {
		return nil // an empty file becomes a database
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	return inspectImage(header)
}

// headerSize is that of a SQLite file.
const headerSize = 100

// inspectImage looks at the header of a database, where our marks have their
// places.
func inspectImage(image []byte) error {
	switch {
	case len(image) < headerSize || !bytes.HasPrefix(image, []byte("SQLite format 3\x00")):
		return errors.New("not a database; it is left as it is")
	case binary.BigEndian.Uint32(image[68:]) != applicationID:
		return errors.New("a database, but not of this server; it is left as it is")
	}
	return checkVersion(int(binary.BigEndian.Uint32(image[versionAt:])))
}

// versionAt is the place of the version in the header.
const versionAt = 60

// Whole looks whether an image is as long as its header says: a copy that was
// cut off would be filled up without a word.
func Whole(image []byte) error {
	if err := inspectImage(image); err != nil {
		return err
	}
	size := pageSize(image)
	if size < 512 || size&(size-1) != 0 || int64(len(image)) != size*int64(binary.BigEndian.Uint32(image[28:])) {
		return errors.New("the database is not whole")
	}
	return nil
}

func pageSize(image []byte) int64 {
	size := int64(binary.BigEndian.Uint16(image[16:]))
	if size == 1 {
		return 65536
	}
	return size
}

func checkVersion(version int) error {
	if version < 0 || version > latest() {
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
	return migrateWith(ctx, db, files)
}

// migrateWith runs those of the first migrations that a database has not seen.
func migrateWith(ctx context.Context, db *sql.DB, files []fs.DirEntry) error {
	return inTx(ctx, db, nil, func(ctx context.Context, tx *sql.Tx) error {
		var version int
		if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
			return err
		}
		// The file's header can be older than what its log holds.
		if err := checkVersion(version); err != nil || version == len(files) {
			return err
		}
		for _, file := range files[version:] {
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
