package domain

import (
	"slices"
	"time"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Project is what agents belong to.
type Project struct {
	ID   int64
	Name string

	Webhook Webhook // of its agents that say no URL themselves
}

// Webhook is where events go, and the secret that they bring along.
type Webhook struct{ URL, Secret string }

// WebhookOf gives the webhook of an agent, its own or that of its project.
func WebhookOf(agent *Agent, projects []Project) Webhook {
	if url := field.TextAt(&agent.Settings, "webhook_url"); url != "" {
		return Webhook{url, field.TextAt(&agent.Settings, "webhook_secret")}
	}
	for _, p := range projects {
		if p.ID == agent.Project {
			return p.Webhook
		}
	}
	return Webhook{}
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

	States map[string]State // by name

	// Next holds the ids that the next new rows get, where they are known: those
	// of deleted rows are not given again.
	Next NextID
}

// State is what Pact calls a provider state: a change of a world that a seed
// names.
type State interface {
	// World makes what the state adds, of parameters by name, with the ids that
	// it does not give from next on.
	World(params pyjson.Value, now time.Time, next NextID) (World, error)

	Size() int // in bytes
}
