package store

import (
	"path/filepath"
	"testing"

	"github.com/cekura/mockserver/internal/publishedtest"
)

// A restored file is whole at the next start, though it had a log.
func TestRestoredFileIsReopened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	first, err := Open(path, publishedtest.Validator(t).Agent())
	if err != nil {
		t.Fatal(err)
	}
	image, err := seeded(t)["memory"].Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		create(t, first, shifted(fullAgent(t), 100))
		if err := first.Restore(t.Context(), image); err != nil {
			t.Fatal(err)
		}
	}
	want := world(t, first)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, path)
	sameWorld(t, "opened again", world(t, again), want)
	if a := create(t, again, bareAgent()); a.ID != 2143 {
		t.Errorf("the next agent is %d", a.ID)
	}
}

// What is no image is refused before anything is touched.
func TestRestoreRefuses(t *testing.T) {
	for kind, s := range seeded(t) {
		want := world(t, s)
		image, err := s.Image(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		foreign, newer := append([]byte(nil), image...), append([]byte(nil), image...)
		foreign[68], newer[60] = 0, 1
		for name, bad := range map[string][]byte{
			"nothing": nil, "text": []byte("text"), "a header": image[:99], "half": image[:len(image)/2], "foreign": foreign, "newer": newer,
		} {
			if err := s.Restore(t.Context(), bad); err == nil {
				t.Errorf("%s: %s was restored", kind, name)
			}
			sameWorld(t, kind+", "+name, world(t, s), want)
		}
	}
}
