package handlers

import (
	"sync"

	"github.com/cekura/mockserver/internal/domain"
)

// encoded keeps long lists of mock tools as JSON, for as long as they do not
// change: most pushes change something else.
type encoded struct {
	mu    sync.Mutex
	lists map[*domain.MockTool]encodedList // by the address of the first tool
	bytes int
}

// encodedList holds on to its tools, so that nothing else gets their address.
// Tools that were stored are never changed in place.
type encodedList struct {
	of   []domain.MockTool
	base string // of their URLs
	text []byte
}

const (
	longList   = 100
	maxEncoded = 8 << 20 // bytes
)

// tools gives the mock tools of an agent as JSON, which must not be changed.
func (e *encoded) tools(agent domain.Agent, to urls) []byte {
	tools := agent.MockTools
	if len(tools) < longList {
		return encodeTools(agent, to)
	}
	e.mu.Lock()
	known := e.lists[&tools[0]]
	e.mu.Unlock()
	if len(known.of) == len(tools) && known.base == to.base {
		return known.text
	}
	text := encodeTools(agent, to)
	if len(text) <= maxEncoded {
		e.keep(encodedList{tools, to.base, text})
	}
	return text
}

func (e *encoded) keep(list encodedList) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.bytes -= len(e.lists[&list.of[0]].text)
	if e.bytes += len(list.text); e.bytes > maxEncoded || e.lists == nil {
		e.lists, e.bytes = map[*domain.MockTool]encodedList{}, len(list.text)
	}
	e.lists[&list.of[0]] = list
}
