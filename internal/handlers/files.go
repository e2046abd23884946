package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/store"
	"github.com/cekura/mockserver/internal/validate"
)

// serveFile gives the bytes of a knowledge base file to whoever has its URL,
// as the platform's storage does: no key is asked for.
func serveFile(x *exchange) (answer, error) {
	name := x.param("name")
	file, err := x.file()
	if err == nil && file.BaseName() != name {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		err = &httpError{status: http.StatusNotFound, detail: apierr.NoFile}
	}
	if err != nil {
		return answer{}, err
	}
	sum := sha256.Sum256(file.Content)
	var w recorder
	h := w.Header()
	h.Set("Content-Type", file.MediaType())
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	http.ServeContent(&w, x.Request, "", file.UpdatedAt, bytes.NewReader(file.Content))
	return w.answered(), nil
}

// file finds the file that the path names.
func (x *exchange) file() (domain.Item, error) {
	fileID, err := strconv.ParseInt(x.param("file"), 10, 64)
	if err != nil {
		return domain.Item{}, store.ErrNotFound
	}
	return x.world.Store.File(x.Context(), x.agentID, fileID)
}

func listFiles(x *exchange) (answer, error) {
	p, err := x.page()
	if err != nil {
		return answer{}, err
	}
	agent, err := x.world.Store.Agent(x.Context(), x.agentID)
	if err != nil {
		return answer{}, err
	}
	return sliceOf(p, agent.Items(domain.KnowledgeBaseFiles), func(b []byte, f *domain.Item) []byte {
		return x.appendItem(b, agent.ID, domain.KnowledgeBaseFiles, f)
	})
}

// uploadFiles adds files and answers with them.
func uploadFiles(x *exchange) (answer, error) {
	files, err := x.readFiles()
	if err != nil {
		return answer{}, err
	}
	agent, err := x.change(func(current domain.Agent, terms domain.Terms) (domain.Agent, domain.Receipt, *apierr.Fields) {
		return domain.Reconcile(current, domain.AddFiles(current, files), terms)
	})
	var fields *apierr.Fields
	if errors.As(err, &fields) {
		err = within(fields.Child("knowledge_base_files").Head(len(files)), "files")
	}
	if err != nil {
		return answer{}, err
	}
	created := []domain.Item{}
	isNew := domain.IDs(x.receipt.KnowledgeBaseFiles, domain.Created)
	for _, f := range agent.Items(domain.KnowledgeBaseFiles) {
		if isNew[f.ID] {
			created = append(created, f)
		}
	}
	return jsonAnswer(http.StatusCreated, x.appendItems(nil, agent.ID, domain.KnowledgeBaseFiles, created)), nil
}

// readFiles takes files from a multipart form, or from JSON by the rules of the
// agent's knowledge_base_files.
func (x *exchange) readFiles() ([]domain.SentItem, error) {
	payload, err := x.payload()
	if err != nil {
		return nil, err
	}
	if payload.form != nil {
		return uploads(*payload.form)
	}
	list, ok := payload.json.Get("files")
	switch {
	case payload.json.Kind == pyjson.Null:
		return nil, asWhole(apierr.NoData)
	case payload.json.Kind != pyjson.Object:
		return nil, asWhole(apierr.NotAnObject(payload.json.TypeName()))
	case !ok || list.Kind == pyjson.Array && len(list.Items) == 0:
		return nil, missing("files")
	}
	whole := wrapped("knowledge_base_files", list)
	sent, notices, errs := x.Validator.JSON(whole, validate.Request{Partial: true})
	x.note(notices...)
	if !errs.Empty() {
		return nil, within(errs.Child("knowledge_base_files"), "files")
	}
	return domain.NewItems(*sent.Collections[domain.KnowledgeBaseFiles]), nil
}

func uploads(data form.Data) ([]domain.SentItem, error) {
	var files []domain.SentItem
	for _, part := range data.All("files") {
		if part.File {
			files = append(files, domain.Upload(part.Text, append([]byte{}, part.Content...)))
		}
	}
	if len(files) == 0 {
		return nil, missing("files")
	}
	return files, nil
}

func deleteFiles(x *exchange) (answer, error) {
	_, err := x.change(func(current domain.Agent, terms domain.Terms) (domain.Agent, domain.Receipt, *apierr.Fields) {
		return domain.Reconcile(current, domain.RemoveFiles(), terms)
	})
	if err != nil {
		return answer{}, err
	}
	o := open(nil)
	o.integer("deleted_count", int64(domain.Count(x.receipt.KnowledgeBaseFiles, domain.Deleted)))
	return jsonAnswer(http.StatusOK, o.close()), nil
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
