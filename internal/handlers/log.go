package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/cekura/mockserver/internal/domain"
)

// notes is what a handler has to say for the log line of its request.
type notes struct {
	agent       int64
	receipt     domain.Receipt
	unknownPath bool

	mu      sync.Mutex // MCP answers the calls of a batch side by side
	matches []string
}

// matched notes which mapping of a tool answered, and why.
func (n *notes) matched(tool domain.MockTool, match domain.Match) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.matches = append(n.matches, "tool="+tool.Name+"; "+match.String())
}

type notesKey struct{}

func withNotes(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), notesKey{}, new(notes)))
}

// note gives the notes of a request, to be written on.
func note(r *http.Request) *notes {
	return r.Context().Value(notesKey{}).(*notes)
}

// log writes one line per request: never a query, a header or a body, which
// may hold secrets.
func (a *api) log(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		r = withNotes(r)
		n := note(r)
		seen := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			attrs := []slog.Attr{
				slog.String("method", r.Method),
				slog.String("path", r.URL.Path),
				slog.Int("status", seen.Status()),
				slog.Int("bytes", seen.BytesWritten()),
				slog.Duration("duration", time.Since(start)),
			}
			if name := a.World(r).Name; name != "" {
				attrs = append(attrs, slog.String("sandbox", name))
			}
			a.Logger.LogAttrs(r.Context(), slog.LevelInfo, "request", append(attrs, n.attrs()...)...)
		}()
		next.ServeHTTP(seen, r)
	})
}

func (n *notes) attrs() []slog.Attr {
	var attrs []slog.Attr
	if n.agent != 0 {
		attrs = append(attrs, slog.Int64("agent", n.agent))
	}
	if n.unknownPath {
		attrs = append(attrs, slog.String("note", "this server does not emulate this path"))
	}
	n.mu.Lock()
	if len(n.matches) > 0 {
		attrs = append(attrs, slog.Any("matches", n.matches))
	}
	n.mu.Unlock()
	for _, c := range []struct {
		name    string
		changes []domain.Change
	}{
		{"mock_tools", n.receipt.MockTools},
		{"knowledge_base_files", n.receipt.KnowledgeBaseFiles},
		{"dynamic_variables", n.receipt.DynamicVariables},
	} {
		if c.changes != nil {
			attrs = append(attrs, slog.Group(c.name,
				slog.Int("created", domain.Count(c.changes, domain.Created)),
				slog.Int("updated", domain.Count(c.changes, domain.Updated)),
				slog.Int("deleted", domain.Count(c.changes, domain.Deleted)),
				slog.Int("unchanged", domain.Count(c.changes, domain.Unchanged))))
		}
	}
	return attrs
}
