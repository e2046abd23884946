package store

import (
	"slices"
	"sync"

	"github.com/cekura/mockserver/internal/domain"
)

// cache keeps what was last read or written, as the database has it: nobody
// else writes to it.
type cache struct {
	mu     sync.Mutex
	agents map[int64]entry
	bytes  int

	writes int   // how many began or ended
	busy   int64 // the agent that is being committed; 0: none; everything: all

	projects []domain.Project
	next     domain.NextID

	hasProjects, hasNext bool
}

// entry is an agent, with what answers show of its collections.
type entry struct {
	agent domain.Agent
	bytes int
}

// maxBytes bounds what is cached.
const maxBytes = 32 << 20

// everything is written at once by seeds and restores.
const everything = -1

// begin says that an agent is about to be committed.
func (c *cache) begin(id int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.busy = id
	c.writes++
}

// end takes over what was committed.
func (c *cache) end(kept func(*cache)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.busy = 0
	c.writes++
	kept(c)
}

func (c *cache) isBusy(id int64) bool { return c.busy == id || c.busy == everything }

// has reports whether an agent is cached, be it in an older state.
func (c *cache) has(id int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.agents[id]
	return ok
}

// agent gives an agent that is cached, or else what keep wants to know.
func (c *cache) agent(id int64) (agent domain.Agent, read int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, ok := c.agents[id]
	return known.agent, c.writes, ok && !c.isBusy(id)
}

// keep caches an agent that was read, unless there was a write since.
func (c *cache) keep(a domain.Agent, read int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.writes == read && !c.isBusy(a.ID) {
		c.put(a)
	}
}

func (c *cache) put(a domain.Agent) {
	c.drop(a.ID)
	size := a.Bytes()
	if size > maxBytes {
		return
	}
	for id := range c.agents {
		if c.bytes+size <= maxBytes {
			break
		}
		c.drop(id)
	}
	if c.agents == nil {
		c.agents = map[int64]entry{}
	}
	c.agents[a.ID] = entry{a, size}
	c.bytes += size
}

func (c *cache) drop(id int64) {
	if e, ok := c.agents[id]; ok {
		c.bytes -= e.bytes
		delete(c.agents, id)
	}
}

// wrote takes over an agent that is committed, and what was new in it.
func (c *cache) wrote(a domain.Agent, diffs [3]domain.Diff) {
	if len(diffs[domain.KnowledgeBaseFiles].Created) > 0 {
		withoutContent(&a)
	}
	c.put(a)
	c.next.Agent = max(c.next.Agent, a.ID+1)
	for _, n := range domain.Names {
		for _, item := range diffs[n].Created {
			c.next.Items[n] = max(c.next.Items[n], item.ID+1)
		}
	}
}

// withoutContent takes the bytes off new files: the rows of agents have none.
func withoutContent(a *domain.Agent) {
	bare := slices.Clone(a.Items(domain.KnowledgeBaseFiles))
	for i := range bare {
		bare[i].Content = nil
	}
	a.Collections[domain.KnowledgeBaseFiles] = &domain.Collection{Items: bare}
}

func (c *cache) forget() {
	c.agents, c.bytes = nil, 0
	c.hasProjects, c.hasNext = false, false
}

func (c *cache) allProjects() (projects []domain.Project, read int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.projects, c.writes, c.hasProjects && c.busy != everything
}

func (c *cache) keepProjects(projects []domain.Project, read int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.writes == read && c.busy != everything {
		c.projects, c.hasProjects = projects, true
	}
}

func (c *cache) nextID() (next domain.NextID, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.next, c.hasNext
}

func (c *cache) keepNextID(next domain.NextID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next, c.hasNext = next, true
}
