package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/journal"
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
func selectionOf(r *http.Request, others ...string) (want selection, query url.Values, err error) {
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

func (a *admin) filter(want selection) (journal.Filter, error) {
	f := journal.Filter{Method: strings.ToUpper(want.Method), Path: want.Path, Agent: want.Agent, Status: want.Status}
	if strings.HasPrefix(want.Path, "/s/") {
		return f, badRequest("path: paths are those of this world, without /s/{name}")
	}
	if want.Since != "" {
		var err error
		if f.AfterID, err = strconv.ParseInt(want.Since, 10, 64); err != nil {
			if f.NotUntil, err = time.Parse(time.RFC3339Nano, want.Since); err != nil {
				return f, badRequest("since: must be a time such as 2026-01-31T12:00:00Z, or the id of a request")
			}
		}
	}
	isTemplate := strings.Contains(want.Path, "{")
	if want.Operation == "" && !isTemplate {
		return f, nil
	}
	f.Among = []string{}
	for _, o := range a.Operations {
		if (want.Operation == "" || o.Is(want.Operation)) && (!isTemplate || o.Path == want.Path) {
			f.Among = append(f.Among, o.ID)
		}
	}
	switch {
	case len(f.Among) == 0 && want.Operation != "":
		return f, badRequest("operation: %q is not an operationId of /openapi.json, or not of that path", want.Operation)
	case len(f.Among) == 0:
		return f, badRequest("path: %q is not a path of /openapi.json", want.Path)
	}
	if isTemplate {
		f.Path = ""
	}
	return f, nil
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
