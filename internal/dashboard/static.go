package dashboard

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"time"

	"github.com/cekura/mockserver/internal/sandbox"
)

//go:embed static
var static embed.FS

// serveStatic serves what pages load. It is the same for everybody and needs no
// token.
func (*dashboard) serveStatic(w http.ResponseWriter, r *http.Request) {
	content, err := static.ReadFile("static/" + r.PathValue("file"))
	if errors.Is(err, fs.ErrNotExist) { // what is large is kept as every browser takes it
		content, err = static.ReadFile("static/" + r.PathValue("file") + ".gz")
		w.Header().Set("Content-Encoding", "gzip")
	}
	if err != nil {
		w.Header().Del("Content-Encoding")
		http.NotFound(w, r)
		return
	}
	sum := sha256.Sum256(content)
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	w.Header().Set("Cache-Control", "no-cache") // ask each time: another version may be at this address
	http.ServeContent(w, r, r.PathValue("file"), time.Time{}, bytes.NewReader(content))
}

// docsView is the documentation of the API, or of the controls.
type docsView struct {
	Controls bool
	Document string // its path in the world
}

func (d *dashboard) docs(_ *sandbox.Sandbox, r *http.Request) (any, error) {
	if r.URL.Query().Get("of") == "controls" {
		return docsView{true, "/_mock/openapi.json"}, nil
	}
	return docsView{false, "/_mock/docs/openapi.json"}, nil
}

// document is /openapi.json for the address that the browser uses, whatever
// --public-url says, and without a trace in the journal.
func (d *dashboard) document(w http.ResponseWriter, r *http.Request) {
	_, prefix := sandbox.Of(r)
	if prefix == "" {
		prefix = "/"
	}
	body, err := d.Document.JSON(prefix)
	if err != nil {
		d.Logger.Error("document failed", "error", err)
		http.Error(w, "The document cannot be shown; the log says more.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // a client that went away is no concern of ours
}
