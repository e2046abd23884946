package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
)

// checkTime is how long looking at an image may take: crafted ones have no end.
const checkTime = 10 * time.Second

// maxID is the highest id of a row: the highest that a seed may give is the
// largest integer that every JSON client keeps exact, and more may have followed.
const maxID = 1<<53 + 1<<32

// CheckImage wants an image to be what this server could have made: its schema
// is ours to the letter, so that nothing in it runs but what we wrote, its ids
// can go on, and all its rows can be read. An image from elsewhere is checked
// before it becomes a world.
func CheckImage(ctx context.Context, image []byte, agent *field.Field) error {
	ctx, cancel := context.WithTimeoutCause(ctx, checkTime, fmt.Errorf("it is not read in %v", checkTime))
	defer cancel()
	err := checkImage(ctx, image, agent)
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func checkImage(ctx context.Context, image []byte, agent *field.Field) error {
	if err := Whole(image); err != nil {
		return err
	}
	if err := checkSchemaTree(image); err != nil {
		return err
	}
	ours, err := referenceImage(ctx, int(binary.BigEndian.Uint32(image[versionAt:])))
	if err != nil {
		return err
	}
	for _, part := range headerSettings {
		if !bytes.Equal(image[part.from:part.to], ours[part.from:part.to]) {
			return fmt.Errorf("the database has another %s than this server makes", part.name)
		}
	}
	db, err := openCopy(ctx, image)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := checkSchema(ctx, db, ours); err != nil {
		return err
	}
	if err := checkWhole(ctx, db); err != nil {
		return err
	}
	if err := checkIDs(ctx, db); err != nil {
		return err
	}
	if err := migrate(ctx, db); err != nil {
		return err
	}
	return checkRows(ctx, &Store{write: db, read: db, agent: agent})
}

// headerSettings are the fields of a SQLite header in which databases of ours agree.
var headerSettings = []struct {
	name     string
	from, to int
}{
	{"page size", 16, 18},
	{"file format (copied from under a running server? GET a snapshot instead)", 18, 24},
	{"schema format", 44, 48},
	{"vacuum mode", 52, 56},
	{"text encoding", 56, 60},
}

// referenceImage is an empty database of a version, which our own migrations make.
func referenceImage(ctx context.Context, version int) ([]byte, error) {
	db, err := connect(memoryDSN, 1)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	files, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if err := migrateWith(ctx, db, files[:min(version, len(files))]); err != nil {
		return nil, err
	}
	return (&Store{write: db, read: db}).Image(ctx)
}

// openCopy opens a copy of an image in memory, and runs nothing of it.
func openCopy(ctx context.Context, image []byte) (*sql.DB, error) {
	db, err := connect(memoryDSN, 1)
	if err != nil {
		return nil, err
	}
	if err := copyImage(ctx, db, image); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// checkSchema compares the schema with that of an image of ours.
func checkSchema(ctx context.Context, db *sql.DB, ours []byte) error {
	reference, err := openCopy(ctx, ours)
	if err != nil {
		return err
	}
	defer reference.Close()
	want, err := schemaOf(ctx, reference)
	if err != nil {
		return err
	}
	got, err := schemaOf(ctx, db)
	if err != nil {
		return err
	}
	if !maps.Equal(got, want) {
		return errors.New("the database has other tables, indexes, views or triggers than this server makes")
	}
	return nil
}

type schemaItem struct{ kind, name, table string }

// schemaOf gives the text that made each thing in a database, "" where SQLite
// made it.
func schemaOf(ctx context.Context, db *sql.DB) (map[schemaItem]string, error) {
	schema := map[schemaItem]string{}
	err := each(ctx, db, `SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema`, nil, func(rows *sql.Rows) error {
		var item schemaItem
		var text string
		if err := rows.Scan(&item.kind, &item.name, &item.table, &text); err != nil {
			return err
		}
		if _, again := schema[item]; again {
			return fmt.Errorf("the database has two of %s", item.name)
		}
		schema[item] = text
		return nil
	})
	return schema, err
}

// checkWhole has SQLite look at every page, row and index, and at what rows say
// of each other.
func checkWhole(ctx context.Context, db *sql.DB) error {
	var found string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return errors.New("the database is damaged: " + strings.TrimPrefix(found, "*** in database main ***\n"))
	}
	return each(ctx, db, `SELECT "table" FROM pragma_foreign_key_check`, nil, func(rows *sql.Rows) error {
		var table string
		if err := rows.Scan(&table); err != nil {
			return err
		}
		return fmt.Errorf("a row of %s belongs to nothing", table)
	})
}

// checkIDs wants each sequence of ids to be at or above the rows that it
// numbered, and to have room for more.
func checkIDs(ctx context.Context, db *sql.DB) error {
	var tables []string
	err := each(ctx, db, `SELECT name FROM sqlite_schema WHERE sql LIKE '% AUTOINCREMENT%'`, nil, func(rows *sql.Rows) error {
		var table string
		err := rows.Scan(&table)
		tables = append(tables, table)
		return err
	})
	if err != nil {
		return err
	}
	for _, table := range tables { // names that the schema was found to have
		var sequences int
		var last, lowest, highest int64
		err := db.QueryRowContext(ctx, `
			SELECT count(*), coalesce(max(seq) FILTER (WHERE typeof(seq) = 'integer'), -1 * count(*)),
			       coalesce((SELECT min(rowid) FROM `+table+`), 1), coalesce((SELECT max(rowid) FROM `+table+`), 0)
			FROM sqlite_sequence WHERE name = ?`, table).Scan(&sequences, &last, &lowest, &highest)
		if err != nil {
			return err
		}
		if sequences > 1 || lowest < 1 || highest > last || last < 0 || last > maxID {
			return fmt.Errorf("the ids of %s are not 1 to %d, or their sequence is out of order", table, int64(maxID))
		}
	}
	return nil
}

// checkRows wants all rows to be readable as what they are in the domain.
func checkRows(ctx context.Context, s *Store) error {
	seeded, err := s.Seeded(ctx)
	if err != nil {
		return err
	}
	if !seeded {
		return errors.New("the database was never seeded")
	}
	world, err := s.World(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return errors.New("a knowledge base file has no content")
	}
	if err != nil {
		return err
	}
	for _, a := range world.Agents {
		times := []time.Time{a.CreatedAt, a.UpdatedAt}
		for _, n := range domain.Names {
			for _, item := range a.Items(n) {
				times = append(times, item.CreatedAt, item.UpdatedAt)
				if int64(len(item.Content)) != item.Size {
					return fmt.Errorf("agent %d: %s %d is not as long as it says", a.ID, n, item.ID)
				}
			}
		}
		for _, at := range times {
			if at.Year() < 0 || at.Year() > 9999 {
				return fmt.Errorf("agent %d: a time has more than four digits of years", a.ID)
			}
		}
	}
	return nil
}
