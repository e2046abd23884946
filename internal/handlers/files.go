package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/store"
	"github.com/cekura/mockserver/internal/validate"
)

// serveFile gives the bytes of a knowledge base file to whoever has its URL,
// as the platform's storage does: no key is asked for.
func (a *api) serveFile(w http.ResponseWriter, r *http.Request) {
	const allow = "GET, HEAD, OPTIONS"
	if r.Method == http.MethodOptions {
		a.write(w, r, allow, answer{status: http.StatusOK, body: []byte(metadata)})
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		a.write(w, r, allow, refusal(wrongMethod(r.Method)))
		return
	}
	name := chi.URLParam(r, "name")
	file, err := a.call(r).file()
	if err == nil && file.BaseName() != name {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		err = &httpError{status: http.StatusNotFound, detail: apierr.NoFile}
	}
	if err != nil {
		a.write(w, r, allow, a.failure(r, err))
		return
	}
	sum := sha256.Sum256(file.Content)
	h := w.Header()
	h.Set("Content-Type", file.MediaType())
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	http.ServeContent(w, r, "", file.UpdatedAt, bytes.NewReader(file.Content))
}

// file finds the file that the path names.
func (c *call) file() (domain.KnowledgeBaseFile, error) {
	agentID, agentErr := strconv.ParseInt(chi.URLParam(c.Request, "id"), 10, 64)
	fileID, fileErr := strconv.ParseInt(chi.URLParam(c.Request, "file"), 10, 64)
	if agentErr != nil || fileErr != nil {
		return domain.KnowledgeBaseFile{}, store.ErrNotFound
	}
	return c.world.Store.File(c.Context(), agentID, fileID)
}

func (a *api) listFiles(c *call) (answer, error) {
	p, err := a.page(c)
	if err != nil {
		return answer{}, err
	}
	agent, err := c.world.Store.Agent(c.Context(), c.agentID)
	if err != nil {
		return answer{}, err
	}
	files := agent.KnowledgeBaseFiles
	total := int64(len(files))
	first := min(p.offset(), total)
	to := c.urls()
	return envelope(p, total, files[first:min(first+p.size, total)], func(b []byte, f domain.KnowledgeBaseFile) []byte {
		return appendFile(b, agent.ID, f, to)
	})
}

// uploadFiles adds files and answers with them.
func (a *api) uploadFiles(c *call) (answer, error) {
	files, err := a.readFiles(c)
	if err != nil {
		return answer{}, err
	}
	agent, receipt, err := a.change(c, func(current domain.Agent) domain.Body {
		return domain.AddFiles(current, files)
	})
	var fields *apierr.Fields
	if errors.As(err, &fields) {
		err = within(fields.Child("knowledge_base_files").Head(len(files)), "files")
	}
	if err != nil {
		return answer{}, err
	}
	to := c.urls()
	created := []domain.KnowledgeBaseFile{}
	isNew := domain.IDs(receipt.KnowledgeBaseFiles, domain.Created)
	for _, f := range agent.KnowledgeBaseFiles {
		if isNew[f.ID] {
			created = append(created, f)
		}
	}
	return answer{status: http.StatusCreated, body: array(created, func(b []byte, f domain.KnowledgeBaseFile) []byte {
		return appendFile(b, agent.ID, f, to)
	})}, nil
}

// readFiles takes files from a multipart form, or from JSON by the rules of the
// agent's knowledge_base_files.
func (a *api) readFiles(c *call) ([]domain.FileItem, error) {
	payload, err := a.read(c.Request)
	if err != nil {
		return nil, err
	}
	if payload.form != nil {
		return uploads(*payload.form)
	}
	list, ok := payload.json.Get("files")
	switch {
	case payload.json.Kind == pyjson.Null:
		return nil, wholly(apierr.NoData)
	case payload.json.Kind != pyjson.Object:
		return nil, wholly(apierr.NotAnObject(payload.json.TypeName()))
	case !ok || list.Kind == pyjson.Array && len(list.Items) == 0:
		return nil, missing("files")
	}
	whole := wrapped("knowledge_base_files", list)
	note(c.Request).notices = a.Validator.Notices(whole)
	body, errs := a.Validator.JSON(whole, validate.Request{Partial: true})
	if !errs.Empty() {
		return nil, within(errs.Child("knowledge_base_files"), "files")
	}
	items := body.KnowledgeBaseFiles.Value
	for i := range items { // an upload is always new
		items[i].ID = domain.Opt[string]{}
	}
	return items, nil
}

func uploads(data form.Data) ([]domain.FileItem, error) {
	var files []domain.FileItem
	for _, part := range data.All("files") {
		if part.File {
			files = append(files, domain.FileItem{FileName: domain.Some(part.Text), Content: append([]byte{}, part.Content...)})
		}
	}
	if len(files) == 0 {
		return nil, missing("files")
	}
	return files, nil
}

func (a *api) deleteFiles(c *call) (answer, error) {
	_, receipt, err := a.change(c, func(domain.Agent) domain.Body { return domain.RemoveFiles() })
	if err != nil {
		return answer{}, err
	}
	o := open(nil)
	o.integer("deleted_count", int64(domain.Count(receipt.KnowledgeBaseFiles, domain.Deleted)))
	return answer{status: http.StatusOK, body: o.close()}, nil
}

// wrapped is a body of one field.
func wrapped(name string, v pyjson.Value) pyjson.Value {
	return pyjson.Value{Kind: pyjson.Object, Keys: []string{name}, Items: []pyjson.Value{v}}
}

// within puts errors under another name.
func within(errs *apierr.Fields, name string) error {
	under := new(apierr.Fields)
	under.Field(name).Replace(errs)
	return under
}

func missing(name string) error {
	errs := new(apierr.Fields)
	errs.Field(name).Add(apierr.Required)
	return errs
}
