package pyjson

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// toolsBody is the body of a request that creates ten tools with mock data.
func toolsBody() []byte {
	tools := make([]string, 10)
	for i := range tools {
		tools[i] = fmt.Sprintf(`{
  "id": %d, "name": "lookup_order_%d", "enabled": true, "timeout": 2.5, "owner": null,
  "description": "Looks up an order by its number, and tells the customer when it will arrive.",
  "parameters": {"type": "object", "required": ["order_id", "zip"], "properties": {
    "order_id": {"type": "string", "description": "The number printed on the receipt"},
    "zip": {"type": "string", "pattern": "^\\d{5}$"}}},
  "mock_data": [
    {"input": {"order_id": "A-%d", "zip": "94110"},
     "output": {"status": "shipped", "items": [{"sku": "X1", "count": 2, "price": 19.99}, {"sku": "X2", "count": 1, "price": 5.0}],
                "note": "Left at the door \u2014 “signed”", "eta": "2024-05-01T10:00:00Z"}},
    {"input": {"order_id": "A-0", "zip": ""}, "output": {"error": "not found", "code": 404, "retry": false}}
  ]
}`, 1000+i, i, i)
	}
	return []byte("[" + strings.Join(tools, ",\n") + "]")
}

func BenchmarkParse(b *testing.B) {
	body := toolsBody()
	b.Run("pyjson", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			text, err := Decode(body, "")
			if err != nil {
				b.Fatal(err)
			}
			if _, err := Parse(text); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			var v any
			if err := json.Unmarshal(body, &v); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	body := toolsBody()
	v, err := Parse(string(body))
	if err != nil {
		b.Fatal(err)
	}
	var decoded any
	if err := json.Unmarshal(body, &decoded); err != nil {
		b.Fatal(err)
	}
	buf := make([]byte, 0, 2*len(body))
	b.Run("pyjson", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			buf = v.Append(buf[:0])
		}
	})
	b.Run("canonical", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			buf = v.AppendCanonical(buf[:0])
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := json.Marshal(decoded); err != nil {
				b.Fatal(err)
			}
		}
	})
}
