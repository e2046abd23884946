package validate

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/spec"
)

// benchBodies are the bodies that people push: one field, and tools with five
// mappings each.
func benchBodies() map[string]string {
	return map[string]string{
		"tiny":     `{"name":"x"}`,
		"tools10":  toolsBody(10),
		"tools200": toolsBody(200),
	}
}

func toolsBody(n int) string {
	var tools []string
	for t := range n {
		var mappings []string
		for m := range 5 {
			mappings = append(mappings, fmt.Sprintf(
				`{"input":{"order_id":"A-%d","region":"eu","priority":%d},"output":{"status":"shipped","carrier":"DHL","days":%d,"items":[{"sku":"S-%d","quantity":2}]}}`,
				m, m, m, m))
		}
		tools = append(tools, fmt.Sprintf(
			`{"name":"tool_%d","description":"Looks up an order by its number","mock_data":[%s],"freetext_params":["notes"],"served_via":{"type":"direct"}}`,
			t, strings.Join(mappings, ",")))
	}
	return `{"name":"Support Bot","mock_tools":[` + strings.Join(tools, ",") + `]}`
}

func BenchmarkDecodeAndValidate(b *testing.B) {
	v, err := New(spec.Document)
	if err != nil {
		b.Fatal(err)
	}
	req := Request{Partial: true, IsProject: func(int64) bool { return true }}
	for name, body := range benchBodies() {
		b.Run(name+"/unmarshal", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var into any
				if err := json.Unmarshal([]byte(body), &into); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/validate", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				text, _ := pyjson.Decode([]byte(body), "")
				value, err := pyjson.Parse(text)
				if err != nil {
					b.Fatal(err)
				}
				if _, errs := v.JSON(value, req); !errs.Empty() {
					b.Fatal(errs)
				}
			}
		})
	}
}
