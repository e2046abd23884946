package pull

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Part keeps what was pulled so far in a file of lines, so that a pull that was
// cut goes on where it was.
type Part struct {
	path string
	file *os.File
	kept map[int64]Agent
}

// Of is what a pull is about; another one does not go on with its part.
type Of struct {
	From    string `json:"from"`
	Secrets bool   `json:"secrets"`
	Version string `json:"version"` // of the document
}

// line is one agent in the file.
type line struct {
	Agent
	Seed json.RawMessage `json:"seed"`
}

// OpenPart opens the part of a pull, and reads what is there. A line that broke
// off is pulled again.
func OpenPart(path string, of Of) (*Part, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	p := &Part{path: path, file: file, kept: map[int64]Agent{}}
	if err := p.open(of); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	return p, nil
}

func (p *Part) open(of Of) error {
	content, err := io.ReadAll(p.file)
	if err != nil {
		return err
	}
	head, err := json.Marshal(of)
	if err != nil {
		return err
	}
	whole := content[:bytes.LastIndexByte(content, '\n')+1]
	first, rest, _ := bytes.Cut(whole, []byte("\n"))
	switch {
	case len(whole) == 0:
		rest = nil
	case !bytes.Equal(first, head):
		return errors.New("this is a part of another pull; remove it, or go on with that one")
	}
	if err := p.read(rest); err != nil {
		return err
	}
	if err := p.file.Truncate(int64(len(whole))); err != nil {
		return err
	}
	if _, err := p.file.Seek(int64(len(whole)), io.SeekStart); err != nil || len(whole) > 0 {
		return err
	}
	_, err = p.file.Write(append(head, '\n'))
	return err
}

func (p *Part) read(content []byte) error {
	lines := bufio.NewReader(bytes.NewReader(content))
	for {
		text, err := lines.ReadBytes('\n')
		if err != nil {
			return nil // the end
		}
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			return err
		}
		if l.Agent.Seed, err = pyjson.Parse(string(l.Seed)); err != nil {
			return err
		}
		p.kept[l.ID] = l.Agent
	}
}

// Kept gives an agent that was pulled before and has not changed since.
func (p *Part) Kept(of Listed) (Agent, bool) {
	agent, kept := p.kept[of.ID]
	return agent, kept && of.UpdatedAt != "" && agent.UpdatedAt == of.UpdatedAt
}

// Add keeps one more.
func (p *Part) Add(agent Agent) error {
	text, err := json.Marshal(line{agent, agent.Seed.Append(nil)})
	if err != nil {
		return err
	}
	_, err = p.file.Write(append(text, '\n'))
	return err
}

// Close keeps the part for another time.
func (p *Part) Close() error { return p.file.Close() }

// Remove removes the part of a pull that is done.
func (p *Part) Remove() error { return errors.Join(p.file.Close(), os.Remove(p.path)) }
