// Package pull reads agents from a service that has the emulated API, as the
// agents of a seed: with their ids, their collections and the bytes of their
// files. It only reads.
package pull

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/platform"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Puller reads from one service.
type Puller struct {
	From     *platform.Client
	Fields   *field.Field // what agents are made of
	Redactor *field.Redactor
	Secrets  bool // what the API itself shows of secrets is kept; otherwise stars are
}

// Agent is one agent, as a seed has it.
type Agent struct {
	ID        int64        `json:"id"`
	UpdatedAt string       `json:"updated_at"`
	Seed      pyjson.Value `json:"-"`
	Notes     []Note       `json:"notes"`
}

// Note says where the seed is not what the service has.
type Note struct {
	Path string `json:"path"` // of the field
	What string `json:"what"`
}

// What notes say.
const (
	Masked      = "masked with stars; --secrets keeps it"
	Placeholder = "a placeholder, since the API never gives it"
	Unknown     = "left out, since this document does not have it; --document names another"
	NoBytes     = "empty, since its bytes are not to be had"
)

// Listed is an agent of the list.
type Listed struct {
	ID        int64
	UpdatedAt string
}

const agentsPath = "/test_framework/v2/aiagents/"

// List lists all agents, or those of a project.
func (p *Puller) List(ctx context.Context, project int64) (all []Listed, err error) {
	path := agentsPath + "?page_size=200"
	if project != 0 {
		path += "&project_id=" + strconv.FormatInt(project, 10)
	}
	seen := map[int64]bool{}
	for item, err := range p.From.List(ctx, path) {
		if err != nil {
			return nil, err
		}
		of, err := listed(item)
		if err != nil {
			return nil, fmt.Errorf("GET %s: %w", path, err)
		}
		if !seen[of.ID] { // agents move from page to page while others are made
			seen[of.ID] = true
			all = append(all, of)
		}
	}
	return all, nil
}

func listed(v pyjson.Value) (Listed, error) {
	id := v.Member("id")
	if id == nil || id.Kind != pyjson.Int {
		return Listed{}, errors.New("an agent has no id")
	}
	n, err := strconv.ParseInt(id.Text, 10, 64)
	return Listed{n, textOf(v.Member("updated_at"))}, err
}

func textOf(v *pyjson.Value) string {
	if v == nil || v.Kind != pyjson.String {
		return ""
	}
	return v.Text
}

// Projects gives the projects as a seed has them; none where the service does
// not list them.
func (p *Puller) Projects(ctx context.Context) (list pyjson.Value, err error) {
	list.Kind = pyjson.Array
	all, err := p.optional(ctx, "/user/v1/projects/")
	if err != nil {
		return list, err
	}
	for _, item := range all.Items {
		id, name := item.Member("id"), item.Member("name")
		if id == nil || id.Kind != pyjson.Int {
			continue
		}
		var project pyjson.Value
		project.Add("id", *id)
		if textOf(name) != "" {
			project.Add("name", *name)
		}
		list.Items = append(list.Items, project)
	}
	return list, nil
}

// optional reads what not every service has; there, and where the key may not
// see it, it is null.
func (p *Puller) optional(ctx context.Context, path string) (pyjson.Value, error) {
	v, err := p.From.JSON(ctx, path)
	var status *platform.Status
	if errors.As(err, &status) && (status.Code == http.StatusNotFound || status.Code == http.StatusForbidden || status.Code == http.StatusMethodNotAllowed) {
		return pyjson.Value{}, nil
	}
	return v, err
}

// Agent reads one agent, with what only the older endpoints tell of its tools
// and its variables, and its files.
func (p *Puller) Agent(ctx context.Context, id int64) (Agent, error) {
	v, err := p.From.JSON(ctx, fmt.Sprintf("%s%d/", agentsPath, id))
	if err != nil {
		return Agent{}, err
	}
	of, err := listed(v)
	if err != nil {
		return Agent{}, fmt.Errorf("agent %d: %w", id, err)
	}
	w := &writing{Puller: p, agent: Agent{ID: of.ID, UpdatedAt: of.UpdatedAt}}
	seed := w.object(p.Fields, v)
	if !p.Secrets {
		masked := p.Redactor.Stored(p.Fields, seed)
		w.noteMasked("", seed, masked)
		seed = masked
	}
	w.addPlaceholders(&seed)
	if err := w.addCollections(ctx, &seed, v); err != nil {
		return Agent{}, fmt.Errorf("agent %d: %w", id, err)
	}
	w.agent.Seed = seed
	return w.agent, nil
}

// addCollections adds the three collections.
func (w *writing) addCollections(ctx context.Context, seed *pyjson.Value, v pyjson.Value) error {
	older := map[string]string{"mock_tools": "tools/", "dynamic_variables": "dynamic-variables/"}
	for _, collection := range []string{"mock_tools", "knowledge_base_files", "dynamic_variables"} {
		items := v.Member(collection)
		if items == nil || items.Kind != pyjson.Array {
			continue
		}
		var more pyjson.Value
		if path := older[collection]; path != "" && len(items.Items) > 0 {
			var err error
			if more, err = w.optional(ctx, fmt.Sprintf("/test_framework/v1/aiagents/%d/%s", w.agent.ID, path)); err != nil {
				return err
			}
		}
		list := pyjson.Value{Kind: pyjson.Array}
		for _, item := range items.Items {
			of := w.item(collection, item, more)
			if collection == "knowledge_base_files" {
				if err := w.addContent(ctx, &of, item); err != nil {
					return err
				}
			}
			list.Items = append(list.Items, of)
		}
		seed.Add(collection, list)
	}
	return nil
}

// addContent adds the bytes of a file.
func (w *writing) addContent(ctx context.Context, to *pyjson.Value, file pyjson.Value) error {
	target := textOf(file.Member("file_url"))
	var content platform.Answer
	var err error
	if target != "" {
		if content, err = w.From.Get(ctx, target); err != nil {
			return err
		}
	}
	if target == "" || content.Status != http.StatusOK {
		w.note("knowledge_base_files."+textOf(file.Member("file_name")), NoBytes)
		content.Body = nil
	}
	if len(content.Body) == 0 {
		to.Add("content", pyjson.TextValue(""))
		return nil
	}
	to.Add("content_base64", pyjson.TextValue(base64.StdEncoding.EncodeToString(content.Body)))
	return nil
}
