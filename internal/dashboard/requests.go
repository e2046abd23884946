package dashboard

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/sandbox"
)

// requestRow is a request in a list.
type requestRow struct {
	journal.Entry
	Effects []effect
}

// effect is what became of the items of a collection.
type effect struct {
	Collection string
	Counts     []count
}

// count is how many items an action came over.
type count struct {
	Action domain.Action
	Items  int
}

var actions = []domain.Action{domain.Created, domain.Updated, domain.Deleted, domain.Unchanged}

// rows gives entries for a list, newest first.
func rows(entries []journal.Entry) []requestRow {
	var all []requestRow
	for _, e := range slices.Backward(entries) {
		row := requestRow{Entry: e}
		if e.Receipt != nil {
			row.Effects = effectsOf(e.Receipt)
		}
		all = append(all, row)
	}
	return all
}

func effectsOf(receipt *domain.Receipt) []effect {
	var all []effect
	for name, changes := range receipt.Collections() {
		e := effect{Collection: name}
		for _, action := range actions {
			if n := domain.Count(changes, action); n > 0 {
				e.Counts = append(e.Counts, count{action, n})
			}
		}
		if len(e.Counts) > 0 {
			all = append(all, e)
		}
	}
	return all
}

// requestsView is a page of the journal.
type requestsView struct {
	Search, Method, Status string
	Methods                []string
	Requests               []requestRow
	Pager                  pager
}

func (d *dashboard) requests(s *sandbox.Sandbox, r *http.Request) (any, error) {
	query := r.URL.Query()
	v := requestsView{
		Search: query.Get("q"), Method: query.Get("method"), Status: query.Get("status"),
		Methods: []string{"GET", "POST", "PUT", "PATCH", "DELETE"},
	}
	filter := journal.Filter{Method: v.Method}
	if v.Search != "" {
		filter.Is = func(path string) bool { return contains(path, v.Search) }
	}
	filter.Status, _ = strconv.Atoi(v.Status) // what is no number selects all
	entries := s.Journal.Select(filter)
	v.Pager = pagerOf(r, "page", len(entries))
	last := len(entries) - v.Pager.first() // the first page is of the newest
	v.Requests = rows(entries[max(0, last-perPage):last])
	return v, nil
}

// requestView is one request with all that is known of it.
type requestView struct {
	journal.Shown
	Effects        []effect
	Changes        []change
	Pager          pager
	Sent, Answered message
	Previous, Next int64 // 0: none
}

// change is a line of a receipt.
type change struct {
	Collection string
	domain.Change
}

// message is one side of an exchange.
type message struct {
	Title   string
	Headers []string
	Body    shownText
	Size    int
	Note    string
}

func (d *dashboard) request(s *sandbox.Sandbox, r *http.Request) (any, error) {
	id, err := strconv.ParseInt(r.PathValue("request"), 10, 64)
	if err != nil {
		return nil, errNone
	}
	var v requestView
	var found *journal.Entry
	entries, _ := s.Journal.After(id - 2)
	for i, e := range entries[:min(len(entries), 3)] {
		switch {
		case e.ID < id:
			v.Previous = e.ID
		case e.ID == id:
			found = &entries[i]
		case e.ID == id+1:
			v.Next = e.ID
		}
	}
	if found == nil {
		return nil, errNone
	}
	v.Shown, v.Effects = s.Journal.Show(*found), rows([]journal.Entry{*found})[0].Effects
	v.Sent, v.Answered = messageOf("Request", v.Request), messageOf("Answer", v.Answer)
	if v.Receipt != nil {
		v.Changes, v.Pager = paged(r, "changes", changesOf(v.Receipt))
	}
	return v, nil
}

// changesOf gives the lines of a receipt, one collection after the other.
func changesOf(receipt *domain.Receipt) []change {
	var all []change
	for name, changes := range receipt.Collections() {
		for _, c := range changes {
			all = append(all, change{name, c})
		}
	}
	return all
}

func messageOf(title string, m journal.ShownMessage) message {
	shown := message{Title: title, Size: m.Size, Note: m.Note}
	for _, name := range slices.Sorted(maps.Keys(m.Headers)) {
		shown.Headers = append(shown.Headers, name+": "+strings.Join(m.Headers[name], ", "))
	}
	if m.Body != nil {
		shown.Body = indented(m.Body)
	}
	return shown
}
