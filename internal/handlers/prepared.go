package handlers

import (
	"sync"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/mocktool"
	"github.com/cekura/mockserver/internal/pyjson"
)

// prepared keeps mock data as it is matched with calls, for as long as it is
// called and does not change.
type prepared struct {
	mu    sync.Mutex
	known map[preparedKey]*mocktool.Mappings
	bytes int
}

// preparedKey is all that mappings depend on: tools that hold the same, in any
// world, share them.
type preparedKey struct {
	mockData string
	freetext string
}

const maxPrepared = 64 << 20 // bytes

// mappings gives the mappings of a tool. Only those that would fill the whole
// store are prepared for each request.
func (p *prepared) mappings(tool *domain.Item) *mocktool.Mappings {
	data, freetext := tool.MockData(), tool.FreetextParams()
	key := preparedKey{mockData: data, freetext: joined(freetext)}
	p.mu.Lock()
	mappings := p.known[key]
	p.mu.Unlock()
	if mappings != nil {
		return mappings
	}
	mappings = mocktool.Parse(data, freetext)
	if mappings.Size() <= maxPrepared {
		p.keep(key, mappings)
	}
	return mappings
}

func (p *prepared) keep(key preparedKey, mappings *mocktool.Mappings) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known[key] != nil {
		return
	}
	if p.bytes += mappings.Size(); p.bytes > maxPrepared || p.known == nil {
		p.known, p.bytes = map[preparedKey]*mocktool.Mappings{}, mappings.Size()
	}
	p.known[key] = mappings
}

// joined makes one text of names, a different one of different names.
func joined(names []string) string {
	var b []byte
	for _, name := range names {
		b = pyjson.AppendString(b, name)
	}
	return string(b)
}

// wait lets real time pass before a mapping's answer. It ends when the client
// goes away or the server is to end.
func (x *exchange) wait(delay time.Duration) {
	if delay == 0 {
		return
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-x.Context().Done():
	case <-x.Done:
	}
}

// outputs counts what the calls of one message are answered with: a small
// message could ask for more than fits into memory.
type outputs struct {
	mu    sync.Mutex // MCP answers the calls of a batch side by side
	bytes int
}

// maxOutput is how many bytes the calls of one message are answered with. A
// first call gets whatever its output is. [A]
const maxOutput = 16 << 20

// take reports whether a call may be answered with so many bytes.
func (o *outputs) take(bytes int) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.bytes > 0 && o.bytes+bytes > maxOutput {
		return false
	}
	o.bytes += bytes
	return true
}
