package seed

import (
	"encoding/base64"
	"strconv"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
)

// Write gives a world as a seed in JSON, complete: what it is read from is the
// same world again. Without secrets, write-only values are left out, and stars
// stand for those that only the API itself shows.
func Write(v *validate.Validator, world domain.World, secrets bool) []byte {
	e := exporter{agent: v.Agent(), redactor: v.Redactor(), secrets: secrets}
	var o pyjson.Value
	o.Add("version", integer(1))
	if len(world.Projects) > 0 {
		projects := pyjson.Value{Kind: pyjson.Array}
		for _, p := range world.Projects {
			var o pyjson.Value
			o.Add("id", integer(p.ID))
			o.Add("name", pyjson.TextValue(p.Name))
			if p.Webhook.URL != "" {
				o.Add("webhook_url", pyjson.TextValue(p.Webhook.URL))
			}
			if p.Webhook.Secret != "" && secrets {
				o.Add("webhook_secret", pyjson.TextValue(p.Webhook.Secret))
			}
			projects.Items = append(projects.Items, o)
		}
		o.Add("projects", projects)
	}
	agents := pyjson.Value{Kind: pyjson.Array}
	for i := range world.Agents {
		agents.Items = append(agents.Items, e.agentOf(&world.Agents[i]))
	}
	o.Add("agents", agents)
	if world.Next.Agent > 0 {
		o.Add("next_ids", nextIDs(world.Next))
	}
	return o.Append(nil)
}

func nextIDs(next domain.NextID) (o pyjson.Value) {
	o.Add("agents", integer(next.Agent))
	for _, n := range domain.Names {
		o.Add(n.String(), integer(next.Items[n]))
	}
	return o
}

// exporter writes agents in the order of the document.
type exporter struct {
	agent    *field.Field
	redactor *field.Redactor
	secrets  bool
}

func (e exporter) agentOf(a *domain.Agent) (o pyjson.Value) {
	settings := e.shown(e.agent, a.Settings)
	o.Add("id", integer(a.ID))
	for _, p := range e.agent.Props {
		switch m := settings.Member(p.Name); {
		case p.Name == "project":
			o.Add(p.Name, integer(a.Project))
		case p.Name == "created_at":
			o.Add(p.Name, pyjson.TextValue(timeOf(a.CreatedAt)))
		case p.Name == "updated_at":
			o.Add(p.Name, pyjson.TextValue(timeOf(a.UpdatedAt)))
		case m != nil:
			o.Add(p.Name, *m)
		}
		for _, n := range domain.Names {
			if p.Name == n.String() {
				o.Add(p.Name, e.items(p.Item, a.Items(n), n))
			}
		}
	}
	if o.Member("name") == nil || o.Member("description") == nil { // older worlds have such agents
		o = withFlag(o, e.agent.Prop("provider"))
	}
	return o
}

// withFlag says of an agent without a name that its provider was to be asked.
func withFlag(o pyjson.Value, provider *field.Field) pyjson.Value {
	const flag = "configure_from_provider"
	if provider.Prop(flag) == nil {
		return o
	}
	set := pyjson.Value{Kind: pyjson.Bool, True: true}
	if p := o.Member("provider"); p != nil {
		changed := p.Clone()
		changed.Add(flag, set)
		*p = changed
		return o
	}
	var p pyjson.Value
	p.Add(flag, set)
	o.Add("provider", p)
	return o
}

// shown is what is stored of an object, without what may not be told.
func (e exporter) shown(of *field.Field, v pyjson.Value) pyjson.Value {
	if e.secrets {
		return v
	}
	return e.redactor.Stored(of, v)
}

func (e exporter) items(of *field.Field, items []domain.Item, n domain.Name) pyjson.Value {
	list := pyjson.Value{Kind: pyjson.Array}
	for i := range items {
		item := &items[i]
		var o pyjson.Value
		o.Add("id", integer(item.ID))
		if n == domain.KnowledgeBaseFiles {
			o.Add("file_name", pyjson.TextValue(item.Name))
			if len(item.Content) == 0 {
				o.Add("content", pyjson.TextValue("")) // base64 of nothing would be a blank field
			} else {
				o.Add("content_base64", pyjson.TextValue(base64.StdEncoding.EncodeToString(item.Content)))
			}
		} else {
			o.Add("name", pyjson.TextValue(item.Name))
		}
		fields := e.shown(of, item.Fields)
		for j, key := range fields.Keys {
			if of.Prop(key) != nil {
				o.Add(key, fields.Items[j])
			}
		}
		o.Add("created_at", pyjson.TextValue(timeOf(item.CreatedAt)))
		o.Add("updated_at", pyjson.TextValue(timeOf(item.UpdatedAt)))
		list.Items = append(list.Items, o)
	}
	return list
}

func integer(n int64) pyjson.Value {
	return pyjson.Value{Kind: pyjson.Int, Text: strconv.FormatInt(n, 10)}
}

func timeOf(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
