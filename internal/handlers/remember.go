package handlers

import (
	"sync"

	"github.com/cekura/mockserver/internal/domain"
)

// bodies remembers what bodies were found to say: the commonest push is the one
// that was sent before, and reading it costs more than half of a PATCH. It holds
// good bodies whose meaning depends on nothing else, in two generations: once
// the newer one is full, what only the older one has is forgotten.
type bodies struct {
	mu           sync.Mutex
	newer, older map[bodyKey]meaning
	bytes        int // of the newer ones
}

// bodyKey is all that the meaning of a body depends on.
type bodyKey struct {
	mediaType string
	reading   reading
	content   string
}

// reading is how a body is read.
type reading struct{ partial, create bool }

// meaning is what a body says. It is shared, and never changed.
type meaning struct {
	sent    domain.Sent
	notices []domain.Notice
}

// What is remembered is bounded in bytes; small bodies are read as fast as they
// are looked up.
const (
	maxGeneration = 1 << 20
	minRemembered = 1 << 10
	maxRemembered = maxGeneration / 16
)

func remembers(content []byte) bool {
	return len(content) >= minRemembered && len(content) <= maxRemembered
}

func (b *bodies) recall(mediaType string, how reading, content []byte) (meaning, bool) {
	if !remembers(content) {
		return meaning{}, false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	m, known := b.newer[bodyKey{mediaType, how, string(content)}]
	if known {
		return m, true
	}
	if m, known = b.older[bodyKey{mediaType, how, string(content)}]; known {
		b.put(bodyKey{mediaType, how, string(content)}, m)
	}
	return m, known
}

func (b *bodies) remember(mediaType string, how reading, content []byte, m meaning) {
	if !remembers(content) || m.sent.Project != 0 { // projects are another world's in the next one
		return
	}
	key := bodyKey{mediaType, how, string(content)}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.put(key, m)
}

func (b *bodies) put(key bodyKey, m meaning) {
	if b.bytes += len(key.content); b.bytes > maxGeneration || b.newer == nil {
		b.newer, b.older, b.bytes = map[bodyKey]meaning{}, b.newer, len(key.content)
	}
	b.newer[key] = m
}
