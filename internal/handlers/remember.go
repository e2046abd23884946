package handlers

import (
	"bytes"
	"hash/maphash"
	"sync"

	"github.com/cekura/mockserver/internal/domain"
)

// bodies remembers what bodies mean: the commonest push is the one that was
// sent before. It keeps good ones whose meaning depends on nothing else.
type bodies struct {
	seed  maphash.Seed
	mu    sync.Mutex
	known map[uint64]meaning
	once  map[uint64]bool // those that were sent once
	bytes int
}

// meaning is what a body was found to say. It is shared, and never changed.
type meaning struct {
	mediaType string
	partial   bool
	content   []byte

	body    domain.Body
	notices []domain.Notice
}

// maxRemembered bounds the bodies that are kept, in bytes; small ones are read
// as fast as they are looked up.
const (
	maxRemembered = 2 << 20
	minRemembered = 1 << 10
	maxOnce       = 1 << 12
)

func (b *bodies) recall(mediaType string, partial bool, content []byte) (meaning, bool) {
	if len(content) < minRemembered {
		return meaning{}, false
	}
	b.mu.Lock()
	m, ok := b.known[maphash.Bytes(b.seed, content)]
	b.mu.Unlock()
	return m, ok && m.mediaType == mediaType && m.partial == partial && bytes.Equal(m.content, content)
}

func (b *bodies) remember(m meaning) {
	if len(m.content) < minRemembered || len(m.content) > maxRemembered/4 || m.body.Project.Set {
		return // projects are another world's in the next one
	}
	hash := maphash.Bytes(b.seed, m.content)
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.once[hash] { // it may never come again
		if len(b.once) >= maxOnce || b.once == nil {
			b.once = map[uint64]bool{}
		}
		b.once[hash] = true
		return
	}
	b.bytes -= len(b.known[hash].content)
	if b.bytes += len(m.content); b.bytes > maxRemembered || b.known == nil {
		b.known, b.bytes = map[uint64]meaning{}, len(m.content)
	}
	b.known[hash] = m
}
