package domain

import "github.com/cekura/mockserver/internal/pyjson"

// Diff is what must be written to make one state of an agent of another.
type Diff struct {
	Deleted []int64
	Moved   []*Item // they changed their name, which is unique
	Updated []*Item
	Created []*Item
}

// Empty reports whether there is nothing to write.
func (d Diff) Empty() bool { return len(d.Deleted)+len(d.Moved)+len(d.Updated)+len(d.Created) == 0 }

// DiffOf compares a collection of two states of an agent.
func DiffOf(before, after *Agent, n Name) (d Diff) {
	if before.Collections[n] == after.Collections[n] {
		return d
	}
	stored := make(map[int64]*Item, len(before.Items(n)))
	for i, items := 0, before.Items(n); i < len(items); i++ {
		stored[items[i].ID] = &items[i]
	}
	kept := make(map[int64]bool, len(stored))
	for i, items := 0, after.Items(n); i < len(items); i++ {
		item := &items[i]
		kept[item.ID] = true
		switch was := stored[item.ID]; {
		case was == nil:
			d.Created = append(d.Created, item)
		case was.Name != item.Name:
			d.Moved = append(d.Moved, item)
		case !was.same(item) || !was.UpdatedAt.Equal(item.UpdatedAt):
			d.Updated = append(d.Updated, item)
		}
	}
	for _, item := range before.Items(n) {
		if !kept[item.ID] {
			d.Deleted = append(d.Deleted, item.ID)
		}
	}
	return d
}

// Bytes is how much memory an agent takes, with what answers show of its
// collections; it is rather too much.
func (a *Agent) Bytes() int {
	n := 400 + bytesOf(&a.Settings)
	for _, c := range a.Collections {
		if c != nil {
			n += c.bytes()
		}
	}
	return n
}

func (c *Collection) bytes() int {
	if known := c.size.Load(); known > 0 {
		return int(known)
	}
	const ofItem, ofAnswer = 260, 200
	n := 100
	for i := range c.Items {
		item := &c.Items[i]
		n += ofItem + ofAnswer + 2*len(item.Name) + 2*bytesOf(&item.Fields) + len(item.Content)
	}
	c.size.Store(int64(n))
	return n
}

// bytesOf is how much memory a value takes.
func bytesOf(v *pyjson.Value) int {
	n := len(v.Text) + 16*len(v.Keys) + 72*len(v.Items)
	for i := range v.Items {
		n += bytesOf(&v.Items[i])
	}
	return n
}
