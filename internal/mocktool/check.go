package mocktool

import (
	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Check says what is wrong with a tool's mock data, or "": first of a mapping
// by itself, then of two that have equal inputs, which the live API refuses.
// [O]
func Check(mockData pyjson.Value) string {
	if mockData.Kind != pyjson.Array {
		return apierr.MappingsNotAList
	}
	for i, mapping := range mockData.Items {
		if wrong := checkMapping(i, mapping); wrong != "" {
			return wrong
		}
	}
	first := make(map[string]int, len(mockData.Items))
	var canonical []byte
	for j, mapping := range mockData.Items {
		input, _ := mapping.Get("input")
		canonical = input.AppendCanonical(canonical[:0])
		if i, ok := first[string(canonical)]; ok {
			return apierr.SameInput(i, j)
		}
		first[string(canonical)] = j
	}
	return ""
}

func checkMapping(i int, mapping pyjson.Value) string {
	for _, key := range []string{"input", "output"} {
		if _, ok := mapping.Get(key); !ok {
			return apierr.MappingNotAnObject(i)
		}
	}
	response, _ := mapping.Get("response")
	if _, wrong := readResponse(response); wrong != "" {
		return apierr.OfMapping(i, wrong)
	}
	return ""
}
