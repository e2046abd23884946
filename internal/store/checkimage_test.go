package store

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/publishedtest"
)

// seededImage is an image of a world as a server has it.
func seededImage(t testing.TB) []byte {
	t.Helper()
	s := open(t, "")
	if err := s.Seed(t.Context(), now, testWorld(t)); err != nil {
		t.Fatal(err)
	}
	image, err := s.Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return image
}

// changed is an image after a script that any SQLite can run.
func changed(t *testing.T, image []byte, script string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(path, image, 0o600); err != nil {
		t.Fatal(err)
	}
	execute(t, path, script)
	return read(t, path)
}

const endless = `(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n)`

// What somebody else made of an image of ours is refused, and at once.
func TestCheckImage(t *testing.T) {
	good := seededImage(t)
	if err := CheckImage(t.Context(), good, publishedtest.Validator(t).Agent()); err != nil {
		t.Fatalf("an image of ours: %v", err)
	}
	for name, test := range map[string]struct{ script, want string }{
		"a trigger without end":      {`CREATE TRIGGER t BEFORE UPDATE ON agents BEGIN SELECT ` + endless + `; END`, "other tables, indexes, views or triggers"},
		"a view":                     {`CREATE VIEW v AS SELECT ` + endless, "other tables"},
		"a table more":               {`CREATE TABLE more (a)`, "other tables"},
		"statistics":                 {`ANALYZE`, "other tables"},
		"a table less":               {`DROP TABLE file_contents`, "other tables"},
		"an index less":              {`DROP INDEX knowledge_base_files_of_agent`, "other tables"},
		"another column":             {`ALTER TABLE agents ADD COLUMN more TEXT`, "other tables"},
		"no seed":                    {`DELETE FROM seeded`, "never seeded"},
		"a sequence at its end":      {`UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'agents'`, "the ids of agents"},
		"a sequence near its end":    {`UPDATE sqlite_sequence SET seq = 9223372036854775800 WHERE name = 'mock_tools'`, "the ids of mock_tools"},
		"a sequence below its rows":  {`UPDATE sqlite_sequence SET seq = 1 WHERE name = 'agents'`, "the ids of agents"},
		"a sequence that is gone":    {`DELETE FROM sqlite_sequence`, "the ids of"},
		"a sequence that is text":    {`UPDATE sqlite_sequence SET seq = 'x'`, "ids of"},
		"two sequences":              {`INSERT INTO sqlite_sequence VALUES ('agents', 99999)`, "the ids of agents"},
		"an id below 1":              {`UPDATE agents SET id = -5 WHERE id = (SELECT max(id) FROM agents)`, ""},
		"settings that are no JSON":  {`UPDATE agents SET settings = '{'`, ""},
		"a tool that is no JSON":     {`UPDATE mock_tools SET fields = 'x'`, ""},
		"a file without content":     {`DELETE FROM file_contents`, "no content"},
		"a file of another size":     {`UPDATE knowledge_base_files SET size = size + 1`, "not as long as it says"},
		"a time beyond four digits":  {`UPDATE agents SET updated_at = 9223372036854775807`, "four digits"},
		"a tool of no agent":         {`PRAGMA foreign_keys = OFF; UPDATE mock_tools SET agent_id = id + 999999`, "belongs to nothing"},
		"a write-ahead log's file":   {`PRAGMA journal_mode = WAL`, "another file format"},
		"another page size":          {`PRAGMA page_size = 1024; VACUUM`, "another page size"},
		"another vacuum mode":        {`PRAGMA auto_vacuum = FULL; VACUUM`, "another vacuum mode"},
		"a version before the first": {`PRAGMA user_version = 0`, "another schema format"},
		"a negative version":         {`PRAGMA user_version = -1`, "newer version"},
		"a schema that lies": {`PRAGMA writable_schema = ON;
			UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'mock_tools') WHERE name = 'dynamic_variables'`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			err := CheckImage(t.Context(), changed(t, good, test.script), publishedtest.Validator(t).Agent())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %s", err, test.want)
			}
			if took := time.Since(began); took > checkTime {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// Pages that are in the schema's tree again and again make it larger than any
// reader has time for.
func TestCheckImageOfSharedPages(t *testing.T) {
	image := seededImage(t)
	const size, levels, wide = 4096, 20, 200
	last := uint32(len(image) / size)
	page := func(number, child uint32) []byte {
		content := make([]byte, size)
		header := content
		if number == 1 {
			copy(content, image[:headerSize])
			header = content[headerSize:]
		}
		header[0] = 5 // interior
		binary.BigEndian.PutUint16(header[3:], wide)
		binary.BigEndian.PutUint16(header[5:], size-5*wide)
		binary.BigEndian.PutUint32(header[8:], child)
		for i := range wide {
			at := size - 5*(i+1)
			binary.BigEndian.PutUint16(header[12+2*i:], uint16(at))
			binary.BigEndian.PutUint32(content[at:], child)
		}
		return content
	}
	leaf := append([]byte{}, image[:size]...) // an empty one would do
	copy(leaf, leaf[headerSize:headerSize+8])
	for level := range uint32(levels) {
		image = append(image, page(last+level+1, last+level+2)...)
	}
	image = append(image, leaf...)
	copy(image, page(1, last+1))
	binary.BigEndian.PutUint32(image[28:], uint32(len(image)/size))
	if err := CheckImage(t.Context(), image, publishedtest.Validator(t).Agent()); err == nil || !strings.Contains(err.Error(), "its schema is no tree") {
		t.Errorf("it is %v", err)
	}
}

// Whatever bytes of an image are changed, looking at it ends, and what is taken is
// a world that can be read, changed and given on.
func FuzzCheckImage(f *testing.F) {
	image, agent := seededImage(f), publishedtest.Validator(f).Agent()
	f.Add(uint32(0), []byte("SQLite"), uint32(0), []byte{})
	f.Add(uint32(100), []byte{5}, uint32(4096), []byte{2, 0, 0})
	f.Add(uint32(60), []byte{0, 0, 0, 1}, uint32(16), []byte{0, 1})
	f.Fuzz(func(t *testing.T, at uint32, with []byte, at2 uint32, with2 []byte) {
		broken := append([]byte{}, image...)
		copy(broken[int(at)%len(broken):], with)
		copy(broken[int(at2)%len(broken):], with2)
		if CheckImage(t.Context(), broken, agent) != nil {
			return
		}
		s, err := OpenImage("", broken, agent)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		world, err := s.World(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range world.Agents {
			if _, _, err := s.Update(t.Context(), a.ID, giving(named(t, "changed"))); err != nil {
				t.Errorf("agent %d cannot be changed: %v", a.ID, err)
			}
		}
		create(t, s, fullAgent(t))
		again, err := s.Image(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckImage(t.Context(), again, agent); err != nil {
			t.Errorf("a snapshot of it is refused: %v", err)
		}
	})
}
