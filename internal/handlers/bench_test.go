package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkPatch is a whole PATCH in this process: HTTP handler, validation,
// reconciliation, SQLite in memory, rendering.
func BenchmarkPatch(b *testing.B) {
	for _, bench := range []struct {
		name string
		body func(i int) string
	}{
		{"name", func(i int) string { return fmt.Sprintf(`{"name":"n%d"}`, i) }},
		{"10 tools, unchanged", func(int) string { return tools(0) }},
		{"10 tools, one changed", tools},
	} {
		b.Run(bench.name, func(b *testing.B) {
			server := newServer(b, nil)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				r := httptest.NewRequest(http.MethodPatch, agentPath, strings.NewReader(bench.body(i)))
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("X-CEKURA-API-KEY", "k")
				w := httptest.NewRecorder()
				server.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Code, w.Body)
				}
			}
		})
	}
}

// tools is a body of ten tools with five mappings each, one output of which is
// changed.
func tools(changed int) string {
	var all []string
	for t := range 10 {
		var mappings []string
		for m := range 5 {
			output := 0
			if t == 0 && m == 0 {
				output = changed
			}
			mappings = append(mappings, fmt.Sprintf(`{"input":{"order_id":"A-%d"},"output":{"status":"shipped","days":%d}}`, m, output))
		}
		all = append(all, fmt.Sprintf(`{"name":"tool_%d","description":"Looks up an order","mock_data":[%s]}`, t, strings.Join(mappings, ",")))
	}
	return `{"mock_tools":[` + strings.Join(all, ",") + `]}`
}
