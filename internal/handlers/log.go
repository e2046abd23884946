package handlers

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/cekura/mockserver/internal/domain"
)

// log writes one line per request: never a query, a header or a body, which
// may hold secrets.
func (a *api) log(r *http.Request, answered *unsent, took time.Duration) {
	attrs := []slog.Attr{
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.Int("status", answered.status),
		slog.Int("bytes", length(answered.body)),
		slog.Duration("duration", took),
		slog.String("sandbox", a.World(r).Name),
	}
	a.Logger.LogAttrs(r.Context(), slog.LevelInfo, "request", append(attrs, note(r).attrs()...)...)
}

func (n *notes) attrs() []slog.Attr {
	var attrs []slog.Attr
	if n.agent != 0 {
		attrs = append(attrs, slog.Int64("agent", n.agent))
	}
	if n.unknownPath {
		attrs = append(attrs, slog.String("note", "this server does not emulate this path"))
	}
	if len(n.faults) > 0 {
		attrs = append(attrs, slog.Any("faults", n.faults))
	}
	n.mu.Lock()
	if len(n.matches) > 0 {
		attrs = append(attrs, slog.Any("matches", n.matches))
	}
	n.mu.Unlock()
	if n.receipt == nil {
		return attrs
	}
	for name, changes := range n.receipt.Collections() {
		if changes != nil && name != "agents" {
			attrs = append(attrs, slog.Group(name,
				slog.Int("created", domain.Count(changes, domain.Created)),
				slog.Int("updated", domain.Count(changes, domain.Updated)),
				slog.Int("deleted", domain.Count(changes, domain.Deleted)),
				slog.Int("unchanged", domain.Count(changes, domain.Unchanged))))
		}
	}
	return attrs
}
