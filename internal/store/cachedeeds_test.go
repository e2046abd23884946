package store

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/publishedtest"
)

var errMeant = errors.New("this is meant to fail")

// deeds is all that happens to a store. Each reports whether it did happen.
var deeds = map[string]func(*testing.T, *model) bool{
	"update": func(t *testing.T, m *model) bool { return m.update(t, nil) == nil },
	"plan": func(t *testing.T, m *model) bool {
		return errors.Is(m.update(t, func() error { return errMeant }), errMeant)
	},
	"panic": func(t *testing.T, m *model) bool {
		return errors.Is(recovering(func() error { return m.update(t, func() error { panic(errMeant) }) }), errMeant)
	},
	"fail half-way": func(t *testing.T, m *model) bool {
		return errors.Is(recovering(func() error { return m.update(t, nil, m.breaking(false)) }), errMeant)
	},
	"panic half-way": func(t *testing.T, m *model) bool {
		return errors.Is(recovering(func() error { return m.update(t, nil, m.breaking(true)) }), errMeant)
	},
	"update no agent": func(t *testing.T, m *model) bool {
		_, _, err := m.store.Update(t.Context(), 999, reconcile(t, domain.Sent{}))
		return errors.Is(err, ErrNotFound)
	},
	"rename a variable": func(t *testing.T, m *model) bool {
		id := m.any()
		agent := m.agents[id]
		if len(agent.Variables()) == 0 {
			return false
		}
		v := agent.Variables()[0]
		item := publishedtest.Items(t, domain.DynamicVariables, fmt.Sprintf(`{"name":%q,"description":%q}`, m.word(), m.word()))[0]
		a, _, err := m.store.Update(t.Context(), id, Write{Change: func(a domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
			changed, receipt, errs := domain.ChangeVariable(a, v.ID, item, termsOf(t, next))
			if !errs.Empty() {
				return changed, receipt, errs
			}
			return changed, receipt, nil
		}})
		if err == nil {
			m.wrote(a)
		}
		return err == nil
	},
	"create": func(t *testing.T, m *model) bool { return m.create(t, m.random.IntN(3) == 0) },
	"duplicate": func(t *testing.T, m *model) bool {
		original, err := m.store.AgentWithContent(t.Context(), m.any())
		if err != nil {
			return false
		}
		a, _, err := m.store.Create(t.Context(), changing(func(_ domain.Agent, next domain.NextID) domain.Agent {
			a, _ := domain.Duplicate(original, termsOf(t, next))
			return a
		}))
		if err != nil {
			t.Error(err)
		}
		m.wrote(a)
		return true
	},
	"delete": func(t *testing.T, m *model) bool {
		id := m.any()
		if len(m.agents) < 3 {
			return false
		}
		gone, err := m.store.Delete(t.Context(), id)
		if err != nil {
			t.Error(err)
		}
		sameAgent(t, "what was deleted", gone, m.agents[id])
		delete(m.agents, id)
		return true
	},
	"add":             func(t *testing.T, m *model) bool { return m.add(t) },
	"keep an image":   func(t *testing.T, m *model) bool { return m.keep(t) },
	"restore":         func(t *testing.T, m *model) bool { return m.restore(t) },
	"restore nothing": func(t *testing.T, m *model) bool { return m.store.Restore(t.Context(), nil) != nil },
}

// update sends a random body to some agent. Where first gives an error, nothing
// of it is written; each is called for each item that is.
func (m *model) update(t *testing.T, first func() error, each ...func() error) error {
	id, want := m.any(), m.sequences(t)
	body := m.body(t, m.agents[id])
	w := Write{Change: func(current domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
		sameAgent(t, "the current agent", current, m.agents[id])
		if next != want {
			t.Errorf("offered are %+v, want %+v", next, want)
		}
		a, receipt, err := reconcile(t, body).Change(current, next)
		if err == nil && first != nil {
			err = first()
		}
		return a, receipt, err
	}}
	if each != nil {
		w.Each = each[0]
	}
	a, _, err := m.store.Update(t.Context(), id, w)
	if err == nil {
		m.wrote(a)
	}
	return err
}

// breaking undoes a transaction at one of its first items.
func (m *model) breaking(panics bool) func() error {
	left := m.random.IntN(4)
	return func() error {
		left--
		switch {
		case left >= 0:
			return nil
		case panics:
			panic(errMeant)
		default:
			return errMeant
		}
	}
}

func (m *model) create(t *testing.T, fails bool) bool {
	a, _, err := m.store.Create(t.Context(), Write{Change: func(_ domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
		blank := bareAgent()
		a, receipt, err := reconcile(t, m.body(t, blank)).Change(blank, next)
		if fails {
			err = errMeant
		}
		return a, receipt, err
	}})
	if err != nil {
		return false
	}
	m.wrote(a)
	return true
}

// add puts a new agent, or another one in the place of an old one, with a
// project; some of it fails.
func (m *model) add(t *testing.T) bool {
	a := domain.Agent{ID: m.any(), Project: 1, CreatedAt: past, UpdatedAt: past.Add(time.Hour)}
	project := domain.Project{ID: int64(m.random.IntN(4)), Name: m.word()}
	fails := m.random.IntN(3) == 0
	err := m.store.Add(t.Context(), func(next domain.NextID) (domain.World, error) {
		if m.random.IntN(2) == 0 {
			a.ID = next.Agent + int64(m.random.IntN(2)) // leaves a gap
		}
		a = holding(a, domain.MockTools, stored(t, domain.MockTools, next.Items[domain.MockTools]+1, m.toolName(), `{"mock_data":[]}`))
		a = holding(a, domain.KnowledgeBaseFiles, file(t, next.Items[domain.KnowledgeBaseFiles], "a.txt", "+"))
		if a.ID == 0 {
			a.ID = next.Agent
		}
		if fails {
			return domain.World{Projects: []domain.Project{project}, Agents: []domain.Agent{a, a}}, nil
		}
		return domain.World{Projects: []domain.Project{project}, Agents: []domain.Agent{a}}, nil
	})
	if fails != (err != nil) {
		t.Errorf("adding: %v", err)
	}
	if err != nil {
		return false
	}
	m.wrote(a)
	m.projects = slices.Clone(m.projects)
	if i := slices.IndexFunc(m.projects, func(p domain.Project) bool { return p.ID == project.ID }); i >= 0 {
		m.projects[i] = project
	} else {
		m.projects = append(m.projects, project)
	}
	return true
}

func (m *model) keep(t *testing.T) bool {
	image, err := m.store.Image(t.Context())
	if err != nil {
		t.Error(err)
	}
	m.image = bytes.Clone(image)
	m.kept = &model{agents: maps.Clone(m.agents), content: maps.Clone(m.content), projects: m.projects}
	return true
}

func (m *model) restore(t *testing.T) bool {
	if m.image == nil {
		return false
	}
	if err := m.store.Restore(t.Context(), m.image); err != nil {
		t.Error(err)
	}
	m.agents, m.content, m.projects = maps.Clone(m.kept.agents), maps.Clone(m.kept.content), m.kept.projects
	return true
}
