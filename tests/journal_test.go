package tests

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"
)

// journal is what a server wrote on its standard error: its log in JSON, and
// whatever the race detector has to say.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer

	address chan string // gets the address of the listening line
	found   bool
}

func newJournal() *journal { return &journal{address: make(chan string, 1)} }

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.text.Write(p)
	if !j.found {
		j.findAddress()
	}
	return len(p), nil
}

func (j *journal) findAddress() {
	lines := strings.SplitAfter(j.text.String(), "\n")
	for _, line := range lines[:len(lines)-1] { // the last one is not complete
		var entry struct{ Msg, Address string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "listening" {
			j.found = true
			j.address <- entry.Address
			return
		}
	}
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func (j *journal) contains(text string) bool { return strings.Contains(j.String(), text) }

// tail is the end of it, for failure messages.
func (j *journal) tail() string {
	const most = 3000
	text := j.String()
	return text[max(0, len(text)-most):]
}
