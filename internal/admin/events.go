package admin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/sandbox"
)

// heartbeat keeps proxies from closing a stream on which nothing happens.
const heartbeat = 15 * time.Second

// streamEvents sends each new request as a server-sent event, from now on or
// from behind the last one that the client saw.
func (a *admin) streamEvents(w http.ResponseWriter, r *http.Request) {
	s, _ := sandbox.Of(r)
	want, _, err := selectionOf(r)
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
	sandbox.Leave(r)                          // a page that somebody left open keeps no sandbox from being deleted
	if r.Method == http.MethodHead {
		return // an answer without a body has nothing to wait for
	}
	stream := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for ended := false; ; {
		entries, more := s.Journal.After(filter.AfterID)
		for _, e := range entries {
			if err := sendEvent(w, s.Journal, e, filter); err != nil {
				return
			}
			filter.AfterID = e.ID
		}
		if stream.Flush() != nil || ended {
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
		case <-s.Gone(): // what came before that is still sent
			ended = true
		case <-a.Done:
			ended = true
		}
	}
}

func sendEvent(w http.ResponseWriter, j *journal.Journal, e journal.Entry, filter journal.Filter) error {
	if !filter.Fits(e) {
		return nil
	}
	data, err := json.Marshal(j.Show(e))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "id: %d\nevent: request\ndata: %s\n\n", e.ID, data)
	return err
}
