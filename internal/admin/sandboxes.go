package admin

import (
	"crypto/rand"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/sandbox"
)

// sandboxJSON is a sandbox as the list shows it.
type sandboxJSON struct {
	Name      string    `json:"name"`
	Path      string    `json:"path"` // to be put behind the server's address
	CreatedAt time.Time `json:"created_at"`
}

func showSandbox(s *sandbox.Sandbox) sandboxJSON {
	path := "/s/" + s.Name
	if s.Name == sandbox.Default {
		path = ""
	}
	return sandboxJSON{s.Name, path, s.Created}
}

func (a *admin) listSandboxes(*sandbox.Sandbox, *http.Request) (any, error) {
	all := []sandboxJSON{}
	for _, s := range a.Sandboxes.List() {
		all = append(all, showSandbox(s))
	}
	return struct {
		Sandboxes []sandboxJSON `json:"sandboxes"`
	}{all}, nil
}

// createSandbox makes one of the server's seed, or of a snapshot of the sandbox
// that the request is in.
func (a *admin) createSandbox(from *sandbox.Sandbox, r *http.Request) (any, error) {
	var want struct {
		Name     string `json:"name"`
		Snapshot string `json:"from_snapshot"`
	}
	if err := decode(r, &want); err != nil {
		return nil, err
	}
	if want.Name == "" {
		want.Name = "s-" + strings.ToLower(rand.Text()[:12])
	}
	var image []byte
	if want.Snapshot != "" {
		var err error
		if image, err = from.Snapshot(r.Context(), want.Snapshot); err != nil {
			return nil, err
		}
	}
	s, err := a.Sandboxes.Create(want.Name, image)
	if err != nil {
		return nil, err
	}
	if want.Snapshot != "" {
		s.KeepStates(from.SentStates())
	}
	return created{showSandbox(s)}, nil
}

func (a *admin) deleteSandbox(own *sandbox.Sandbox, r *http.Request) (any, error) {
	return nil, a.Sandboxes.Delete(chi.URLParam(r, "name"), own)
}

func (a *admin) reset(s *sandbox.Sandbox, r *http.Request) (any, error) {
	return nil, s.Reset(r.Context())
}

func (a *admin) listSnapshots(s *sandbox.Sandbox, _ *http.Request) (any, error) {
	names, err := s.Snapshots()
	if names == nil {
		names = []string{}
	}
	return struct {
		Snapshots []string `json:"snapshots"`
	}{names}, err
}

func (a *admin) deleteSnapshot(s *sandbox.Sandbox, r *http.Request) (any, error) {
	return nil, s.DeleteSnapshot(chi.URLParam(r, "name"))
}

func (a *admin) restoreSnapshot(s *sandbox.Sandbox, r *http.Request) (any, error) {
	return nil, s.RestoreSnapshot(r.Context(), chi.URLParam(r, "name"))
}

// takeSnapshot keeps the state as it is, or one that was saved elsewhere and is
// sent as the body.
func (a *admin) takeSnapshot(s *sandbox.Sandbox, r *http.Request) (any, error) {
	image, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return nil, badBody(err)
	}
	name := chi.URLParam(r, "name")
	if len(image) > 0 {
		return nil, s.KeepSnapshot(r.Context(), name, image)
	}
	return nil, s.TakeSnapshot(r.Context(), name)
}

// getSnapshot gives a snapshot as a file that another server takes.
func (a *admin) getSnapshot(w http.ResponseWriter, r *http.Request) {
	s, _ := sandbox.Of(r)
	if !a.Guard.MayHaveSecrets(r) {
		a.refuse(w, r, errSecrets)
		return
	}
	image, err := s.Snapshot(r.Context(), chi.URLParam(r, "name"))
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.sqlite3")
	_, _ = w.Write(image) // a client that went away is no concern of ours
}

var errSecrets = problemf(http.StatusForbidden,
	"this holds write-only values, and is given out off this machine, through a proxy or under a name that is not its own, only with an admin token: start the server with --admin-token")
