// Command reference is what the benchmark holds the server against: the least
// that a Go program with chi does for a PATCH of JSON. It checks nothing and
// remembers nothing.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
)

// agent is a fixed answer; as JSON it takes 3 KB.
type agent struct {
	ID          int    `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Language    string `json:"language"`
	Inbound     bool   `json:"inbound"`
	Tools       []tool `json:"mock_tools"`
}

type tool struct {
	ID          int       `json:"id"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Mappings    []mapping `json:"mock_data"`
}

type mapping struct {
	Input  map[string]string `json:"input"`
	Output map[string]string `json:"output"`
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address to listen on")
	flag.Parse()
	router := chi.NewRouter()
	router.Patch("/test_framework/v2/aiagents/{id}/", reference(fixed()))
	router.Patch("/answer/", answer)
	router.Patch("/validate/", decodeAndValidate)
	log.Fatal(http.ListenAndServe(*listen, router))
}

func fixed() agent {
	a := agent{ID: 2142, Name: "Support Bot", Description: strings.Repeat("Answers the phone. ", 10), Language: "en", Inbound: true}
	for t := range 10 {
		made := tool{ID: 500 + t, Name: fmt.Sprintf("tool_%d", t), Description: "Looks up an order by its number"}
		for m := range 3 {
			made.Mappings = append(made.Mappings, mapping{
				Input:  map[string]string{"order_id": fmt.Sprintf("A-%d", m)},
				Output: map[string]string{"status": "shipped"},
			})
		}
		a.Tools = append(a.Tools, made)
	}
	return a
}

func reference(a agent) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var sent map[string]any
		if err := json.Unmarshal(body, &sent); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		out, err := json.Marshal(a)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(out)
	}
}
