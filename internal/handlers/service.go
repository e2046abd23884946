package handlers

import (
	"bytes"
	"mime"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/apierr"
)

// health is 200 once the world stands.
func (a *api) health(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		a.write(w, r, "GET, HEAD", refusal(&httpError{status: http.StatusMethodNotAllowed, detail: apierr.WrongMethod(r.Method)}))
		return
	}
	seeded, err := a.Store.Seeded(r.Context())
	if err != nil {
		a.write(w, r, "GET, HEAD", a.failure(r, err))
		return
	}
	status, text := http.StatusOK, "ok"
	if !seeded {
		status, text = http.StatusServiceUnavailable, "not seeded"
	}
	o := open(nil)
	o.text("status", text)
	o.text("version", a.Version)
	o.text("document_version", a.DocumentVersion)
	a.write(w, r, "GET, HEAD", answer{status: status, body: o.close()})
}

// serveFile gives the bytes of a knowledge base file to whoever has its URL,
// as the platform's storage does: no key is asked for.
func (a *api) serveFile(w http.ResponseWriter, r *http.Request) {
	agentID, agentErr := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	fileID, fileErr := strconv.ParseInt(chi.URLParam(r, "file"), 10, 64)
	missing := refusal(&httpError{status: http.StatusNotFound, detail: apierr.NotFound})
	if agentErr != nil || fileErr != nil {
		a.write(w, r, "", missing)
		return
	}
	file, err := a.Store.File(r.Context(), agentID, fileID)
	if err != nil || baseName(file.FileName) != chi.URLParam(r, "name") {
		a.write(w, r, "", missing)
		return
	}
	h := w.Header()
	h.Set("Content-Type", file.MediaType())
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": chi.URLParam(r, "name")}))
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", file.UpdatedAt, bytes.NewReader(file.Content))
}
