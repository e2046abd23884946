// Command reference is what the benchmark holds the server against: the least
// that a Go program with chi does for a PATCH of JSON. It checks nothing and
// remembers nothing. With --no-json it does not even read the JSON: nothing that
// answers a PATCH over net/http does less.
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

// agent is a fixed answer; as JSON it takes 3 KB. It is as cheap to encode as an
// answer gets: plain fields, and a collection that is JSON already.
type agent struct {
	ID          int             `json:"id"`
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Language    string          `json:"language"`
	Inbound     bool            `json:"inbound"`
	Tools       json.RawMessage `json:"mock_tools"`
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address to listen on")
	noJSON := flag.Bool("no-json", false, "read the body as bytes, and write bytes")
	flag.Parse()
	answering := reference(fixed())
	if *noJSON {
		answering = bytesAlone(fixed())
	}
	router := chi.NewRouter()
	router.Patch("/test_framework/v2/aiagents/{id}/", answering)
	router.Patch("/answer/", answer)
	router.Patch("/validate/", decodeAndValidate)
	log.Fatal(http.ListenAndServe(*listen, router))
}

func fixed() agent {
	var tools []string
	for t := range 10 {
		var mappings []string
		for m := range 3 {
			mappings = append(mappings, fmt.Sprintf(`{"input":{"order_id":"A-%d"},"output":{"status":"shipped"}}`, m))
		}
		tools = append(tools, fmt.Sprintf(`{"id":%d,"name":"tool_%d","description":"Looks up an order by its number","mock_data":[%s]}`,
			500+t, t, strings.Join(mappings, ",")))
	}
	return agent{ID: 2142, Name: "Support Bot", Description: strings.Repeat("Answers the phone. ", 10), Language: "en", Inbound: true,
		Tools: json.RawMessage("[" + strings.Join(tools, ",") + "]")}
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

func bytesAlone(a agent) http.HandlerFunc {
	out, err := json.Marshal(a)
	if err != nil {
		log.Fatal(err)
	}
	return func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(out)
	}
}
