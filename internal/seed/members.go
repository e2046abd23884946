package seed

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/cekura/mockserver/internal/pyjson"
)

// members is a mapping of which keys are taken off as they are read.
type members struct{ value pyjson.Value }

func (o *members) take(key string) (pyjson.Value, bool) {
	i := slices.Index(o.value.Keys, key)
	if i < 0 {
		return pyjson.Value{}, false
	}
	v := o.value.Items[i]
	o.value.Keys = slices.Delete(slices.Clone(o.value.Keys), i, i+1)
	o.value.Items = slices.Delete(slices.Clone(o.value.Items), i, i+1)
	return v, true
}

func (o *members) set(key, text string) {
	o.take(key)
	o.value.Keys = append(o.value.Keys, key)
	o.value.Items = append(o.value.Items, pyjson.Value{Kind: pyjson.String, Text: text})
}

func (o *members) nothingLeft(path string) error {
	if len(o.value.Keys) == 0 {
		return nil
	}
	return wrongf(joinPath(path, o.value.Keys[0]), "unknown key")
}

// items takes something off every item of a list of mappings. What is no such
// list is left for the API's rules to refuse.
func (o *members) items(path, key string, visit func(path string, item *members) error) error {
	at := slices.Index(o.value.Keys, key)
	if at < 0 || o.value.Items[at].Kind != pyjson.Array {
		return nil
	}
	list := o.value.Items[at]
	for i := range list.Items {
		if list.Items[i].Kind != pyjson.Object {
			continue
		}
		item := members{list.Items[i]}
		if err := visit(fmt.Sprintf("%s.%s[%d]", path, key, i), &item); err != nil {
			return err
		}
		list.Items[i] = item.value
	}
	return nil
}

// id takes the id, 0 where none is given.
func (o *members) id(path string) (int64, error) {
	v, given := o.take("id")
	if !given {
		return 0, nil
	}
	return positive(path+".id", v)
}

// maxID is the largest integer that every JSON client keeps exact, and leaves
// room for the ids that follow it.
const maxID = 1<<53 - 1

func positive(path string, v pyjson.Value) (int64, error) { return between(path, v, maxID) }

func between(path string, v pyjson.Value, most int64) (int64, error) {
	n, err := strconv.ParseInt(v.Text, 10, 64)
	if v.Kind != pyjson.Int || err != nil || n < 1 || n > most {
		return 0, wrongf(path, "must be a positive integer, at most %d", most)
	}
	return n, nil
}

// times takes created_at, which is now if it is not given, and updated_at,
// which is created_at then.
func (o *members) times(path string, now time.Time) (created, updated time.Time, err error) {
	if created, err = o.time(path, "created_at", now); err != nil {
		return created, updated, err
	}
	updated, err = o.time(path, "updated_at", created)
	return created, updated, err
}

func (o *members) time(path, key string, otherwise time.Time) (time.Time, error) {
	v, ok := o.take(key)
	if !ok {
		return otherwise, nil
	}
	t, err := time.Parse(time.RFC3339, v.Text)
	if v.Kind != pyjson.String || err != nil {
		return t, wrongf(path+"."+key, "must be a time such as 2024-01-01T00:00:00Z")
	}
	return t.UTC(), nil
}

func joinPath(path, field string) string {
	if path == "" || field == "" || field[0] == '[' {
		return path + field
	}
	return path + "." + field
}
