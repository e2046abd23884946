package admin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/cekura/mockserver/internal/domain"
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

// verification is what a test wants to have happened, and how often.
type verification struct {
	selection
	Effect  *journal.Effect `json:"effect"`
	Count   *int            `json:"count"`
	AtLeast *int            `json:"at_least"`
	AtMost  *int            `json:"at_most"`
}

func (v verification) check() error {
	collections := []string{"", "agents", "mock_tools", "knowledge_base_files", "dynamic_variables"}
	actions := []domain.Action{"", domain.Created, domain.Updated, domain.Deleted, domain.Unchanged}
	switch e := v.Effect; {
	case v.Count != nil && (v.AtLeast != nil || v.AtMost != nil):
		return badRequest("count: it goes with no at_least and no at_most")
	case e != nil && !slices.Contains(collections, e.Collection):
		return badRequest("effect.collection: must be one of %q", collections[1:])
	case e != nil && !slices.Contains(actions, e.Action):
		return badRequest("effect.action: must be one of %q", actions[1:])
	}
	return nil
}

// holds reports whether a number of calls or effects is what was wanted.
func (v verification) holds(n int) bool {
	return (v.Count == nil || n == *v.Count) && (v.AtLeast == nil || n >= *v.AtLeast) && (v.AtMost == nil || n <= *v.AtMost)
}

// verify counts requests, or what they changed.
func (a *admin) verify(s *sandbox.Sandbox, r *http.Request) (any, error) {
	var want verification
	if err := decode(r, &want); err != nil {
		return nil, err
	}
	if err := want.check(); err != nil {
		return nil, err
	}
	filter, err := a.filter(want.selection)
	if err != nil {
		return nil, err
	}
	count, ids := 0, []int64{}
	for _, e := range s.Journal.Select(filter) {
		n := 1
		if want.Effect != nil {
			n = want.Effect.Count(e)
		}
		if n > 0 {
			count, ids = count+n, append(ids, e.ID)
		}
	}
	return struct {
		Verified bool    `json:"verified"`
		Count    int     `json:"count"`
		Requests []int64 `json:"requests"`
	}{want.holds(count), count, ids}, nil
}

// heartbeat keeps proxies from closing a stream on which nothing happens.
const heartbeat = 15 * time.Second

// streamEvents sends each new request as a server-sent event, from now on or
// from behind the last one that the client saw.
func (a *admin) streamEvents(w http.ResponseWriter, r *http.Request) {
	s, _ := sandbox.Of(r)
	want, err := selectionOf(r.URL.Query())
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		want.Since = last
	}
	var filter journal.Filter
	if err == nil {
		filter, err = a.filter(want)
	}
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	if want.Since == "" {
		filter.AfterID = s.Journal.LastID()
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would keep events back
	stream := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		entries, more := s.Journal.After(filter.AfterID)
		for _, e := range entries {
			filter.AfterID = e.ID
			if err := a.sendEvent(w, e, filter); err != nil {
				return
			}
		}
		if stream.Flush() != nil {
			return
		}
		select {
		case <-more:
		case <-beat.C:
			if _, err := fmt.Fprint(w, ": still here\n\n"); err != nil {
				return
			}
		case <-r.Context().Done():
			return
		case <-a.Done:
			return
		}
	}
}

func (a *admin) sendEvent(w http.ResponseWriter, e journal.Entry, filter journal.Filter) error {
	if !filter.Fits(e) {
		return nil
	}
	shown, err := a.show(e)
	if err != nil {
		return err
	}
	data, err := json.Marshal(shown)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "id: %d\nevent: request\ndata: %s\n\n", e.ID, data)
	return err
}
