package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/sandbox"
)

// selection is a journal's filter as clients give it, in a query or in JSON.
type selection struct {
	Operation string `json:"operation"`
	Method    string `json:"method"`
	Path      string `json:"path"`
	Agent     int64  `json:"agent"`
	Status    int    `json:"status"`
	Since     string `json:"since"` // a time, or the id of a request: behind it
}

// selectionOf reads a query; a parameter that is not known would select too
// much.
func selectionOf(query url.Values, others ...string) (want selection, err error) {
	for name := range query {
		value := query.Get(name)
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
		case name == "since":
			want.Since = value
		case !slices.Contains(others, name):
			return want, badRequest("%s: there is no such parameter", name)
		}
		if err != nil {
			return want, badRequest("%s: must be a number", name)
		}
	}
	return want, nil
}

func (a *admin) filter(want selection) (journal.Filter, error) {
	f := journal.Filter{Method: want.Method, Path: want.Path, Agent: want.Agent, Status: want.Status}
	if want.Since != "" {
		var err error
		if f.AfterID, err = strconv.ParseInt(want.Since, 10, 64); err != nil {
			if f.NotUntil, err = time.Parse(time.RFC3339Nano, want.Since); err != nil {
				return f, badRequest("since: must be a time such as 2026-01-31T12:00:00Z, or the id of a request")
			}
		}
	}
	if want.Operation == "" {
		return f, nil
	}
	all, err := a.Operations()
	if err != nil {
		return f, err
	}
	at := slices.IndexFunc(all, func(o openapi.Operation) bool { return o.ID == want.Operation })
	if at < 0 {
		return f, badRequest("operation: %q is not an operationId of /openapi.json", want.Operation)
	}
	f.Is = all[at].Matches
	return f, nil
}

// listRequests gives the journal, oldest first, or the newest of it.
func (a *admin) listRequests(s *sandbox.Sandbox, r *http.Request) (any, error) {
	query := r.URL.Query()
	want, err := selectionOf(query, "limit")
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
		one, err := a.show(e)
		if err != nil {
			return nil, err
		}
		shown = append(shown, one)
	}
	return struct {
		Requests []journal.Shown `json:"requests"`
	}{shown}, nil
}

func (a *admin) show(e journal.Entry) (journal.Shown, error) {
	shown := e.Show()
	all, err := a.Operations()
	for _, o := range all {
		if o.Matches(e.Method, e.Path) {
			shown.Operation = o.ID
		}
	}
	return shown, err
}

func (a *admin) clearRequests(s *sandbox.Sandbox, _ *http.Request) (any, error) {
	s.Journal.Clear()
	return nil, nil
}
