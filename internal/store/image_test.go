package store

import (
	"path/filepath"
	"reflect"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// A restored world is what it was, its sequences of ids included.
func TestRestore(t *testing.T) {
	for name, s := range databases(t) {
		t.Run(name, func(t *testing.T) {
			a := create(t, s, fullAgent())
			want := load(t, s, a.ID)
			image, err := s.Image(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				next := create(t, s, domain.Agent{})
				if next.ID != a.ID+1 {
					t.Errorf("the next agent is %d, want %d", next.ID, a.ID+1)
				}
				if _, err := s.Delete(t.Context(), a.ID); err != nil {
					t.Fatal(err)
				}
				if err := s.Restore(t.Context(), image); err != nil {
					t.Fatal(err)
				}
				if got := load(t, s, a.ID); !reflect.DeepEqual(got, want) {
					t.Errorf("got %+v\nwant %+v", got, want)
				}
				if _, err := s.Agent(t.Context(), next.ID); err == nil {
					t.Error("what came after the image is still there")
				}
			}
		})
	}
}

func TestOpenImage(t *testing.T) {
	s := open(t, "")
	a := create(t, s, fullAgent())
	image, err := s.Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.db")
	for _, path := range []string{"", file} {
		copied, err := OpenImage(path, image)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = copied.Close() })
		if got, want := load(t, copied, a.ID), load(t, s, a.ID); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %+v\nwant %+v", path, got, want)
		}
		create(t, copied, domain.Agent{})
	}
	if _, err := s.Agent(t.Context(), a.ID+1); err == nil {
		t.Error("a copy's agent is in the original")
	}
	if _, err := OpenImage(file, image); err == nil {
		t.Error("a file that is there was taken")
	}
	for _, cut := range []int{1, 5, 4096} {
		if _, err := OpenImage("", image[:len(image)-cut]); err == nil {
			t.Errorf("an image without its last %d bytes was taken", cut)
		}
	}
	if _, err := OpenImage("", []byte("no database")); err == nil {
		t.Error("no database was taken")
	}
}

func BenchmarkImage(b *testing.B) {
	s, err := Open("")
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
			copied, err := OpenImage("", image)
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
