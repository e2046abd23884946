package domain

import "slices"

// Project is what agents belong to.
type Project struct {
	ID   int64
	Name string
}

// IsProject takes any positive id where no projects are listed. [A]
func IsProject(listed []Project, id int64) bool {
	is := func(p Project) bool { return p.ID == id }
	return slices.ContainsFunc(listed, is) || len(listed) == 0 && id > 0
}

// BlankAgent is what a new agent is before anything is said of it: it belongs
// to the first project that is listed, else to 1. [A]
func BlankAgent(listed []Project) Agent {
	if len(listed) > 0 {
		return Agent{Project: listed[0].ID}
	}
	return Agent{Project: 1}
}

// World is all that a server starts with: what a seed describes.
type World struct {
	Projects []Project // none: any project is good
	Agents   []Agent   // with the content of their files

	States map[string]World // by name: agents that can be added later

	// Next holds the ids that the next new rows get, where they are known: those
	// of deleted rows are not given again.
	Next NextID
}
