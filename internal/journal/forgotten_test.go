package journal

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
)

// Whatever of an entry a client can make long counts: two of more than half
// are too much.
func TestAllThatIsLongCounts(t *testing.T) {
	const half = maxBytes/2 + 1
	long := strings.Repeat("x", half)
	values := make([]string, 1000) // many short ones are long, too
	for i := range values {
		values[i] = long[:half/len(values)+1]
	}
	for what, e := range map[string]Entry{
		"a header of the request": {Request: Message{Header: http.Header{"X": {long}}}},
		"a header of the answer":  {Answer: Message{Header: http.Header{"X": {long}}}},
		"a header's many values":  {Request: Message{Header: http.Header{"X": values}}},
		"a header's name":         {Request: Message{Header: http.Header{long: {""}}}},
		"the path":                {Path: long},
		"the query":               {Query: long},
		"matches":                 {Matches: make([]string, half/64+1)},
		"notices":                 {Notices: make([]domain.Notice, half/128+1)},
	} {
		j := of(100)
		addAll(j, e, e)
		wantIDs(t, what, ids(j), 2)
		addAll(j, e)
		wantIDs(t, what+", once more", ids(j), 3)
	}
}

// at is an entry of a request that began so many seconds after noon.
func at(seconds int) Entry { return Entry{Time: noon.Add(time.Duration(seconds) * time.Second)} }

func TestComplete(t *testing.T) {
	const half = maxBytes / 2
	large := func(seconds int) Entry {
		e := at(seconds)
		e.Query = strings.Repeat("x", half)
		return e
	}
	for what, j := range map[string]*Journal{"by count": of(3), "by bytes": of(100)} {
		one, kept := at, 3
		if what == "by bytes" {
			one, kept = large, 2
		}
		for i := 1; i <= kept; i++ {
			addAll(j, one(i))
		}
		if !j.Complete(Filter{}) {
			t.Errorf("%s: nothing was forgotten, and it is not complete", what)
		}
		addAll(j, one(kept+1), one(kept+2)) // 1 and 2 make room
		for filter, want := range map[*Filter]bool{
			{}:                                      false,
			{Method: "PATCH"}:                       false, // nobody knows
			{AfterID: 1}:                            false,
			{AfterID: 2}:                            true,
			{AfterID: 99}:                           true,
			{NotUntil: noon}:                        false,
			{NotUntil: noon.Add(2 * time.Second)}:   false,
			{NotUntil: noon.Add(2*time.Second + 1)}: true,
		} {
			if got := j.Complete(*filter); got != want {
				t.Errorf("%s, %+v: %v", what, *filter, got)
			}
		}
		j.Clear()
		if !j.Complete(Filter{}) {
			t.Errorf("%s: not complete when it was cleared", what)
		}
		for i := 1; i <= kept+1; i++ {
			if addAll(j, one(i)); j.Complete(Filter{}) != (i <= kept) {
				t.Errorf("%s: with %d more requests it is complete: %v", what, i, i > kept)
			}
		}
	}
}

func TestCompleteOfNone(t *testing.T) {
	j := of(0)
	for _, filter := range []Filter{{}, {AfterID: 5}, {NotUntil: noon}} {
		if addAll(j, at(0)); j.Complete(filter) {
			t.Errorf("%s: it keeps nothing, and is complete", fmt.Sprintf("%+v", filter))
		}
	}
}

// A request that began first can end, and be forgotten, last.
func TestCompleteWhereRequestsOverlap(t *testing.T) {
	j := of(1)
	addAll(j, at(10), at(0), at(20))
	if j.Complete(Filter{NotUntil: noon.Add(5 * time.Second)}) {
		t.Error("complete from 12:00:05 on, and a request of 12:00:10 was forgotten")
	}
}
