package domain

import (
	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// checkMappings says what is wrong with a tool's mock data, or "". Two
// mappings of equal input are refused, as the live API does. [O]
func checkMappings(data string) string {
	mappings, err := pyjson.Parse(data)
	if err != nil || mappings.Kind != pyjson.Array {
		return apierr.MappingsNotAList
	}
	for i, m := range mappings.Items {
		if _, ok := m.Get("input"); !ok {
			return apierr.MappingNotAnObject(i)
		}
		if _, ok := m.Get("output"); !ok {
			return apierr.MappingNotAnObject(i)
		}
	}
	first := make(map[string]int, len(mappings.Items))
	var canonical []byte
	for j, m := range mappings.Items {
		input, _ := m.Get("input")
		canonical = input.AppendCanonical(canonical[:0])
		if i, ok := first[string(canonical)]; ok {
			return apierr.SameInput(i, j)
		}
		first[string(canonical)] = j
	}
	return ""
}
