package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/verify"
)

// selectionOf reads a query; a parameter that is not known would select too
// much.
func selectionOf(r *http.Request, others ...string) (want verify.Selection, query url.Values, err error) {
	if query, err = url.ParseQuery(r.URL.RawQuery); err != nil {
		return want, query, badRequest("the query: %v", err)
	}
	for name, values := range query {
		value := query.Get(name)
		if len(values) > 1 {
			return want, query, badRequest("%s: may be given once", name)
		}
		switch {
		case name == "operation":
			want.Operation = value
		case name == "method":
			want.Method = value
		case name == "path":
			want.Path = value
		case name == "agent":
			want.Agent, err = strconv.ParseInt(value, 10, 64)
		case name == "status":
			want.Status, err = strconv.Atoi(value)
		case name == "key":
			want.Key = journal.Key(value)
		case name == "since":
			want.Since = value
		case !slices.Contains(others, name):
			return want, query, badRequest("%s: there is no such parameter", name)
		}
		if err != nil {
			return want, query, badRequest("%s: must be a number", name)
		}
	}
	return want, query, nil
}

func (a *admin) filter(want verify.Selection) (journal.Filter, error) {
	filter, err := want.Filter(a.Operations)
	if err != nil {
		return filter, badRequest("%v", err)
	}
	return filter, nil
}

// listRequests gives the journal, oldest first, or the newest of it.
func (a *admin) listRequests(s *sandbox.Sandbox, r *http.Request) (any, error) {
	want, query, err := selectionOf(r, "limit")
	if err != nil {
		return nil, err
	}
	filter, err := a.filter(want)
	if err != nil {
		return nil, err
	}
	entries := s.Journal.Select(filter)
	if text := query.Get("limit"); text != "" {
		limit, err := strconv.Atoi(text)
		if err != nil || limit < 1 {
			return nil, badRequest("limit: must be a positive number")
		}
		entries = entries[max(0, len(entries)-limit):]
	}
	shown := make([]journal.Shown, 0, len(entries))
	for _, e := range entries {
		shown = append(shown, s.Journal.Show(e))
	}
	return struct {
		Requests []journal.Shown `json:"requests"`
	}{shown}, nil
}

func (a *admin) clearRequests(s *sandbox.Sandbox, _ *http.Request) (any, error) {
	s.Journal.Clear()
	return nil, nil
}
