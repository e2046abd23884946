package dashboard

import (
	"net/http"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/store"
)

// worldView is one world at a glance.
type worldView struct {
	Search    string
	Agents    []domain.Agent
	Pager     pager
	Faults    []fault.Shown
	Requests  []requestRow
	Snapshots []string
	Now       time.Time
	Frozen    bool
}

// latest is how many requests the page of a world shows.
const latest = 10

func (d *dashboard) world(s *sandbox.Sandbox, r *http.Request) (any, error) {
	v := worldView{Search: r.URL.Query().Get("q"), Faults: s.Faults.List(), Now: s.Clock.Now(), Frozen: s.Clock.Frozen()}
	_, total, err := s.Store.List(r.Context(), store.Query{Search: v.Search})
	if err != nil {
		return nil, err
	}
	v.Pager = pagerOf(r, "page", int(total))
	v.Agents, _, err = s.Store.List(r.Context(), store.Query{Search: v.Search, Offset: int64(v.Pager.first()), Limit: perPage})
	if err != nil {
		return nil, err
	}
	v.Requests = rows(s.Journal.Latest(latest))
	v.Snapshots, err = s.Snapshots()
	return v, err
}

// sandboxesView lists all worlds.
type sandboxesView struct {
	Search    string
	Sandboxes []sandboxRow
	Pager     pager
}

type sandboxRow struct {
	Name, Path string
	Created    time.Time
	Default    bool
	Current    bool
}

func (d *dashboard) sandboxes(own *sandbox.Sandbox, r *http.Request) (any, error) {
	v := sandboxesView{Search: r.URL.Query().Get("q")}
	var found []*sandbox.Sandbox
	for _, s := range d.Sandboxes.List() {
		if strings.Contains(s.Name, strings.ToLower(v.Search)) {
			found = append(found, s)
		}
	}
	found, v.Pager = paged(r, "page", found)
	for _, s := range found {
		row := sandboxRow{Name: s.Name, Path: "/s/" + s.Name, Created: s.Created, Default: s.Name == sandbox.Default, Current: s == own}
		if row.Default {
			row.Path = ""
		}
		v.Sandboxes = append(v.Sandboxes, row)
	}
	return v, nil
}
