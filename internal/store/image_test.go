package store

import (
	"path/filepath"
	"testing"

	"github.com/cekura/mockserver/internal/publishedtest"
)

// A restored world is what it was, its sequences of ids included.
func TestRestore(t *testing.T) {
	for name, s := range databases(t) {
		t.Run(name, func(t *testing.T) {
			a := create(t, s, fullAgent(t))
			want := load(t, s, a.ID)
			image, err := s.Image(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				next := create(t, s, bareAgent())
				if next.ID != a.ID+1 {
					t.Errorf("the next agent is %d, want %d", next.ID, a.ID+1)
				}
				if _, err := s.Delete(t.Context(), a.ID); err != nil {
					t.Fatal(err)
				}
				if err := s.Restore(t.Context(), image); err != nil {
					t.Fatal(err)
				}
				sameAgent(t, "restored", load(t, s, a.ID), want)
				if _, err := s.Agent(t.Context(), next.ID); err == nil {
					t.Error("what came after the image is still there")
				}
			}
		})
	}
}

func TestOpenImage(t *testing.T) {
	agent := publishedtest.Validator(t).Agent()
	s := open(t, "")
	a := create(t, s, fullAgent(t))
	image, err := s.Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.db")
	for _, path := range []string{"", file} {
		copied, err := OpenImage(path, image, agent)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = copied.Close() })
		sameAgent(t, "a copy in "+path, load(t, copied, a.ID), load(t, s, a.ID))
		create(t, copied, bareAgent())
	}
	if _, err := s.Agent(t.Context(), a.ID+1); err == nil {
		t.Error("a copy's agent is in the original")
	}
	if _, err := OpenImage(file, image, agent); err == nil {
		t.Error("a file that is there was taken")
	}
	for _, cut := range []int{1, 5, 4096} {
		if _, err := OpenImage("", image[:len(image)-cut], agent); err == nil {
			t.Errorf("an image without its last %d bytes was taken", cut)
		}
	}
	if _, err := OpenImage("", []byte("no database"), agent); err == nil {
		t.Error("no database was taken")
	}
}

func BenchmarkImage(b *testing.B) {
	agent := publishedtest.Validator(b).Agent()
	s, err := Open("", agent)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	image, err := s.Image(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			copied, err := OpenImage("", image, agent)
			if err != nil {
				b.Fatal(err)
			}
			copied.Close()
		}
	})
	b.Run("restore", func(b *testing.B) {
		for b.Loop() {
			if err := s.Restore(b.Context(), image); err != nil {
				b.Fatal(err)
			}
		}
	})
}
