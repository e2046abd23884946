package pull

import (
	"slices"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// writing makes an agent of a seed of an answer.
type writing struct {
	*Puller
	agent        Agent
	placeholders [][]string // the paths of what is set and not given
}

func (w *writing) note(path, what string) {
	if n := (Note{path, what}); !slices.Contains(w.agent.Notes, n) {
		w.agent.Notes = append(w.agent.Notes, n)
	}
}

// given are the computed fields that a seed says all the same.
var given = []string{"id", "project", "created_at", "updated_at", "name", "file_name"}

// collections are written by themselves.
var collections = []string{"mock_tools", "knowledge_base_files", "dynamic_variables"}

// object gives what an answer has of an object as a seed has it: without what
// the server computes, and without what the document does not know.
func (w *writing) object(of *field.Field, v pyjson.Value, path ...string) pyjson.Value {
	seed := pyjson.Value{Kind: pyjson.Object}
	for i, key := range v.Keys {
		item := v.Items[i].Parsed()
		p := of.Prop(key)
		at := append(slices.Clone(path), key)
		switch {
		case p == nil && of.Kind == field.Object:
			w.note(join(at), Unknown)
		case p != nil && p.Twin != nil:
			if item.True || item.Text == "true" {
				w.placeholders = append(w.placeholders, append(slices.Clone(path), p.Twin.Name))
			}
		case len(path) == 0 && slices.Contains(collections, key), p != nil && p.Computed && !slices.Contains(given, key):
		case p != nil && p.Kind == field.Object && item.Kind == pyjson.Object:
			seed.Add(key, w.object(p, item, at...))
			w.unknownSecrets(p, item, at)
		default:
			seed.Add(key, item)
		}
	}
	return seed
}

// unknownSecrets wants placeholders for the secret texts of an object of which
// no answer says whether they are set, where anything else in it is.
func (w *writing) unknownSecrets(of *field.Field, v pyjson.Value, path []string) {
	isSet := slices.ContainsFunc(v.Items, func(item pyjson.Value) bool { return item.Kind != pyjson.Null })
	for _, p := range of.Props {
		hasTwin := slices.ContainsFunc(of.Props, func(twin *field.Field) bool { return twin.Twin == p })
		if isSet && p.Secret && p.Kind == field.Text && !hasTwin {
			w.placeholders = append(w.placeholders, append(slices.Clone(path), p.Name))
		}
	}
}

// placeholder stands for a secret that the API does not give.
const placeholder = "placeholder"

func (w *writing) addPlaceholders(seed *pyjson.Value) {
	for _, path := range w.placeholders {
		parent := seed
		for _, key := range path[:len(path)-1] {
			if parent = parent.Member(key); parent == nil {
				break
			}
		}
		if parent != nil && parent.Member(path[len(path)-1]) == nil {
			parent.Add(path[len(path)-1], pyjson.TextValue(placeholder))
			w.note(join(path), Placeholder)
		}
	}
}

// noteMasked notes where stars took the place of a value.
func (w *writing) noteMasked(path string, was, is pyjson.Value) {
	if is.Kind == pyjson.String && is.Text == field.Stars && was.Text != field.Stars {
		w.note(path, Masked)
	}
	for i, item := range is.Items {
		switch is.Kind {
		case pyjson.Object:
			if other := was.Member(is.Keys[i]); other != nil {
				w.noteMasked(joined(path, is.Keys[i]), *other, item)
			}
		case pyjson.Array:
			if i < len(was.Items) {
				w.noteMasked(path, was.Items[i], item)
			}
		}
	}
}

// item gives an item of a collection, with what another answer has more of it.
func (w *writing) item(collection string, item, more pyjson.Value) pyjson.Value {
	of := w.Fields.Prop(collection)
	if of == nil || of.Item == nil {
		return item
	}
	seed := w.object(of.Item, item, collection)
	id := item.Member("id")
	for _, other := range more.Items {
		if otherID := other.Member("id"); id == nil || otherID == nil || !otherID.Equal(id) {
			continue
		}
		addMissing(&seed, other, "freetext_params", "created_at", "updated_at")
	}
	return seed
}

// addMissing adds members of one object to another that lacks them.
func addMissing(to *pyjson.Value, from pyjson.Value, keys ...string) {
	for _, key := range keys {
		if m := from.Member(key); m != nil && to.Member(key) == nil {
			to.Add(key, *m)
		}
	}
}

func join(path []string) string {
	all := ""
	for _, key := range path {
		all = joined(all, key)
	}
	return all
}

func joined(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
