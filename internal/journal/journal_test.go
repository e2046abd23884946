package journal

import (
	"bytes"
	"fmt"
	"sync"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// ids lists the ids that a journal has, oldest first.
func ids(j *Journal) []int64 {
	var all []int64
	entries, _ := j.After(0)
	for _, e := range entries {
		all = append(all, e.ID)
	}
	return all
}

func wantIDs(t *testing.T, what string, got []int64, want ...int64) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func addAll(j *Journal, entries ...Entry) {
	for _, e := range entries {
		j.Add(j.Mark(), e)
	}
}

func ofSize(request, answer int) Entry {
	return Entry{
		Request: Message{Body: make([]byte, request), Size: request},
		Answer:  Message{Body: make([]byte, answer), Size: answer},
	}
}

func TestEntriesAreBounded(t *testing.T) {
	for _, row := range []struct {
		most int
		want []int64
	}{
		{0, nil},
		{1, []int64{5}},
		{3, []int64{3, 4, 5}},
		{5, []int64{1, 2, 3, 4, 5}},
		{6, []int64{1, 2, 3, 4, 5}},
	} {
		j := of(row.most)
		addAll(j, make([]Entry, 5)...)
		wantIDs(t, fmt.Sprintf("five in a journal of %d", row.most), ids(j), row.want...)
	}
}

// What journals of a hundred entries keep.
const (
	maxBytes = leastBytes
	maxBody  = maxBytes / 4
)

// What was asked and what was answered count, and what changed, which can be
// more than either.
func TestBytesAreBounded(t *testing.T) {
	const quarter = maxBytes / 4
	changes := Entry{Receipt: &domain.Receipt{MockTools: make([]domain.Change, maxBytes/64)}}
	for _, row := range []struct {
		what    string
		entries []Entry
		want    []int64
	}{
		{"what fits", []Entry{ofSize(quarter, quarter), ofSize(quarter, quarter)}, []int64{1, 2}},
		{"a byte too much", []Entry{ofSize(quarter, 0), ofSize(quarter, quarter), ofSize(quarter, 1)}, []int64{2, 3}},
		{"much for little", []Entry{ofSize(quarter, quarter), ofSize(1, 1), ofSize(1, 1), ofSize(quarter, quarter)}, []int64{2, 3, 4}},
		{"what went no longer counts", []Entry{ofSize(quarter, quarter), ofSize(quarter, quarter), ofSize(quarter, quarter), ofSize(1, 0), ofSize(0, quarter-1)}, []int64{3, 4, 5}},
		{"changes", []Entry{ofSize(1, 0), changes}, []int64{2}},
	} {
		j := of(100)
		addAll(j, row.entries...)
		wantIDs(t, row.what, ids(j), row.want...)
	}
}

func TestClearFreesTheBytes(t *testing.T) {
	j := of(100)
	addAll(j, ofSize(maxBody, maxBody), ofSize(maxBody, maxBody))
	j.Clear()
	addAll(j, ofSize(maxBody, maxBody), ofSize(maxBody, maxBody))
	wantIDs(t, "as much again", ids(j), 3, 4)
}

// Too large a body is left out; the entry, the other body and the size stay.
func TestLargeBodyIsLeftOut(t *testing.T) {
	j := of(100)
	addAll(j, ofSize(1, 0), ofSize(maxBody+1, 7), ofSize(7, maxBody+1), ofSize(maxBody, 0))
	entries, _ := j.After(0)
	if len(entries) != 4 {
		t.Fatalf("%d entries, want 4", len(entries))
	}
	for i, want := range []struct{ request, answer int }{{1, 0}, {0, 7}, {7, 0}, {maxBody, 0}} {
		e := entries[i]
		if len(e.Request.Body) != want.request || len(e.Answer.Body) != want.answer {
			t.Errorf("entry %d: bodies of %d and %d bytes, want %v", e.ID, len(e.Request.Body), len(e.Answer.Body), want)
		}
	}
	if size := entries[1].Request.Size; size != maxBody+1 {
		t.Errorf("the size is %d, want %d", size, maxBody+1)
	}
	if shown := j.Show(entries[1]); shown.Request.Body != nil || shown.Request.Note != notKept {
		t.Errorf("shown as %s with note %q", shown.Request.Body, shown.Request.Note)
	}
}

func TestIDsGoOn(t *testing.T) {
	j := of(2)
	if id := j.LastID(); id != 0 {
		t.Errorf("an empty journal's last id is %d", id)
	}
	addAll(j, make([]Entry, 3)...)
	j.Clear()
	wantIDs(t, "after Clear", ids(j))
	if id := j.LastID(); id != 3 {
		t.Errorf("after Clear the last id is %d, want 3", id)
	}
	j.Add(j.Mark(), Entry{ID: 99}) // it is not for the caller to say
	wantIDs(t, "after Clear and Add", ids(j), 4)
}

func TestAfter(t *testing.T) {
	j := of(3)
	addAll(j, make([]Entry, 5)...) // 3, 4 and 5 are left
	for _, row := range []struct {
		id   int64
		want []int64
	}{{-1, []int64{3, 4, 5}}, {0, []int64{3, 4, 5}}, {1, []int64{3, 4, 5}}, {3, []int64{4, 5}}, {4, []int64{5}}, {5, nil}, {99, nil}} {
		var got []int64
		entries, _ := j.After(row.id)
		for _, e := range entries {
			got = append(got, e.ID)
		}
		wantIDs(t, fmt.Sprintf("After(%d)", row.id), got, row.want...)
	}
}

// Whoever asked before an Add is told of it, and what they were given stays.
func TestAfterTellsOfMore(t *testing.T) {
	j := of(1)
	j.Add(j.Mark(), Entry{Path: "/first/"})
	before, more := j.After(0)
	_, alsoMore := j.After(7)
	j.Clear()
	select {
	case <-more:
		t.Error("told of more before there was any")
	default:
	}
	j.Add(j.Mark(), Entry{Path: "/second/"})
	for _, told := range []<-chan struct{}{more, alsoMore} {
		select {
		case <-told:
		default:
			t.Error("not told of more")
		}
	}
	if len(before) != 1 || before[0].Path != "/first/" {
		t.Errorf("what was given is now %+v", before)
	}
	_, next := j.After(0)
	select {
	case <-next:
		t.Error("told twice of one")
	default:
	}
}

// The race detector watches, too.
func TestConcurrentUse(t *testing.T) {
	const writers, each, most = 8, 100, 50
	j := of(most)
	body := bytes.Repeat([]byte("x"), 100)
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for range each {
				j.Add(j.Mark(), Entry{Request: Message{Body: body, Size: len(body)}})
				entries, _ := j.After(j.LastID() - 10)
				for i := 1; i < len(entries); i++ {
					if entries[i].ID != entries[i-1].ID+1 {
						t.Errorf("%d comes after %d", entries[i].ID, entries[i-1].ID)
					}
				}
			}
		})
	}
	group.Wait()
	if got := ids(j); len(got) != most || got[most-1] != writers*each {
		t.Errorf("%d entries up to %d", len(got), j.LastID())
	}
}
