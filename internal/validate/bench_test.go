package validate

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/pyjson"
)

// BenchmarkDecodeAndValidate prints what decoding and validating a body costs
// beside json.Unmarshal of it into any, both timed in turn in one run.
func BenchmarkDecodeAndValidate(b *testing.B) {
	v := published(b)
	req := Request{Partial: true, IsProject: func(int64) bool { return true }}
	for _, body := range []struct{ name, text string }{
		{"tiny", `{"name":"x"}`},
		{"10 tools", toolsBody(10)},
		{"200 tools", toolsBody(200)},
	} {
		b.Run(body.name, func(b *testing.B) {
			content := []byte(body.text)
			repeat := max(1, 20_000/len(content)) // a clock reading must cost nothing beside it
			var ours, plain time.Duration
			for b.Loop() {
				ours += timed(repeat, func() error { return decodeAndValidate(v, content, req) })
				plain += timed(repeat, func() error { return json.Unmarshal(content, new(any)) })
			}
			b.ReportMetric(float64(ours)/float64(plain), "x-Unmarshal")
			b.ReportMetric(float64(ours.Nanoseconds())/float64(b.N*repeat), "ns/body")
			b.ReportMetric(0, "ns/op") // the time of both means nothing
		})
	}
}

func decodeAndValidate(v *Validator, content []byte, req Request) error {
	text, err := pyjson.Decode(content, "")
	if err != nil {
		return err
	}
	value, err := pyjson.Parse(text)
	if err != nil {
		return err
	}
	if _, _, errs := v.JSON(value, req); !errs.Empty() {
		return errs
	}
	return nil
}

func timed(repeat int, do func() error) time.Duration {
	start := time.Now()
	for range repeat {
		if err := do(); err != nil {
			panic(err)
		}
	}
	return time.Since(start)
}

// toolsBody has n tools with five mappings each.
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
