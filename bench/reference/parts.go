package main

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"sync"

	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
	"github.com/cekura/mockserver/spec"
)

// answers are the bodies that were written, by their size: making one is not
// what is measured.
var answers sync.Map

// answer writes an answer of the size that the query asks for, and does nothing
// else.
func answer(w http.ResponseWriter, r *http.Request) {
	size, err := strconv.Atoi(r.URL.Query().Get("size"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	body, ok := answers.Load(size)
	if !ok {
		body, _ = answers.LoadOrStore(size, bytes.Repeat([]byte("a"), size))
	}
	_, _ = w.Write(body.([]byte))
}

// validator is made by the first that needs it: the reference needs none.
var validator = sync.OnceValues(func() (*validate.Validator, error) {
	source, err := openapi.Read(spec.Document)
	if err != nil {
		return nil, err
	}
	return validate.New(openapi.OfAgents(source))
})

// decodeAndValidate reads a body as the server does, holds it against the
// document, and answers with nothing.
func decodeAndValidate(w http.ResponseWriter, r *http.Request) {
	v, err := validator()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	text, err := pyjson.Decode(body, "")
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	value, err := pyjson.Parse(text)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	request := validate.Request{Partial: true, IsProject: func(int64) bool { return true }}
	if _, _, errs := v.JSON(value, request); !errs.Empty() {
		http.Error(w, "the body is wrong", http.StatusBadRequest)
	}
}
