package store

import (
	"slices"
	"sync"

	"github.com/cekura/mockserver/internal/domain"
)

// cache keeps what was last read or written, as the database has it: nobody
// else writes to it. What it gives is shared, and must not be changed.
type cache struct {
	// A commit holds it until the cache is up to date: nobody is given what is
	// older than what the database already tells.
	mu     sync.Mutex
	writes int // how many there were
	agents map[int64]domain.Agent
	weight int // how many rows the agents have

	projects []domain.Project
	next     domain.NextID

	hasProjects, hasNext bool
}

// maxWeight bounds the agents that are kept, by their rows; an agent's own is
// some ten times an item's.
const maxWeight = 20_000

func weight(a domain.Agent) int {
	return 10 + len(a.MockTools) + len(a.KnowledgeBaseFiles) + len(a.DynamicVariables)
}

// agent gives an agent that is kept, or else what keep wants to know.
func (c *cache) agent(id int64) (agent domain.Agent, writes int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	agent, ok = c.agents[id]
	return agent, c.writes, ok
}

// keep keeps an agent that was read, unless there was a write since.
func (c *cache) keep(a domain.Agent, writes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.writes == writes {
		c.put(a)
	}
}

func (c *cache) put(a domain.Agent) {
	c.drop(a.ID)
	if weight(a) > maxWeight {
		return
	}
	for id := range c.agents {
		if c.weight+weight(a) <= maxWeight {
			break
		}
		c.drop(id)
	}
	if c.agents == nil {
		c.agents = map[int64]domain.Agent{}
	}
	a.MockTools, a.KnowledgeBaseFiles, a.DynamicVariables = // an append to what is shared is a copy
		slices.Clip(a.MockTools), slices.Clip(a.KnowledgeBaseFiles), slices.Clip(a.DynamicVariables)
	c.agents[a.ID] = a
	c.weight += weight(a)
}

func (c *cache) drop(id int64) {
	if a, ok := c.agents[id]; ok {
		c.weight -= weight(a)
		delete(c.agents, id)
	}
}

// wrote takes over an agent that is committed.
func (c *cache) wrote(a domain.Agent, receipt domain.Receipt) {
	a.KnowledgeBaseFiles = slices.Clone(a.KnowledgeBaseFiles)
	for i := range a.KnowledgeBaseFiles {
		a.KnowledgeBaseFiles[i].Content = nil // the rows of agents have none
	}
	c.put(a)
	c.next.Agent = max(c.next.Agent, a.ID+1)
	c.next.MockTool = after(c.next.MockTool, receipt.MockTools)
	c.next.KnowledgeBaseFile = after(c.next.KnowledgeBaseFile, receipt.KnowledgeBaseFiles)
	c.next.DynamicVariable = after(c.next.DynamicVariable, receipt.DynamicVariables)
}

// after is the next id once rows were created.
func after(next int64, changes []domain.Change) int64 {
	for _, c := range changes {
		next = max(next, c.ID+1)
	}
	return next
}

func (c *cache) forget() {
	c.agents, c.weight = nil, 0
	c.hasProjects, c.hasNext = false, false
}

func (c *cache) allProjects() (projects []domain.Project, writes int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.projects, c.writes, c.hasProjects
}

func (c *cache) keepProjects(projects []domain.Project, writes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.writes == writes {
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
