package mocktool

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

var streets = strings.Fields("Oak Elm Maple Cedar Pine Birch Walnut Chestnut Spruce Willow Poplar Ash")

// order is one of many inputs that resemble each other.
func order(i int) string {
	return fmt.Sprintf(`{"order_id":"A-%06d","customer":"%s %s","address":"%d %s Street, Apartment %d, Springfield, second floor, ring twice","phone":"+1 (864) 523-%04d"}`,
		i, streets[i%12], streets[i/12%12], i%977, streets[i/7%12], i%31, i%10000)
}

func manyOrders(n int) string {
	inputs := make([]string, n)
	for i := range inputs {
		inputs[i] = order(i)
	}
	return mockData(inputs...)
}

func BenchmarkParse20000Mappings(b *testing.B) {
	data := manyOrders(20_000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Parse(data, nil)
	}
}

func BenchmarkCall20000Mappings(b *testing.B) {
	m := Parse(manyOrders(20_000), nil)
	for name, arguments := range map[string]string{
		"equal":    order(15_000),
		"shared":   `{"order_id":"a-015000"}`,
		"closest":  strings.NewReplacer("A-0", "A0", "ring twice", "ring two times", "523-", "524-").Replace(order(15_000)),
		"no_match": `{"order_id":{"x":"?"},"z":1,"y":2,"x":3}`,
	} {
		b.Run(name, func(b *testing.B) {
			call := parse(b, arguments)
			for b.Loop() {
				if match, _ := m.Match(call); string(match.Step) != name || match.Cut {
					b.Fatal(match, match.Cut)
				}
			}
		})
	}
}

func Benchmark40000Keys(b *testing.B) {
	data := mockData(manyKeys(40_000, func(i int) string { return `"value ` + strconv.Itoa(i) + `"` }))
	names := make([]string, 5_000)
	for i := range names {
		names[i] = "parameter_" + strconv.Itoa(i)
	}
	b.Run("parse", func(b *testing.B) {
		for b.Loop() {
			Parse(data, names)
		}
	})
	b.Run("schema", func(b *testing.B) {
		for b.Loop() {
			inputSchema(data)
		}
	})
	m := Parse(data, names)
	for name, value := range map[string]func(i int) string{
		"equal":   func(i int) string { return `"value ` + strconv.Itoa(i) + `"` },
		"shared":  func(i int) string { return `"Value ` + strconv.Itoa(i) + `"` },
		"closest": func(i int) string { return `"vague ` + strconv.Itoa(i) + `"` },
	} {
		b.Run(name, func(b *testing.B) {
			call := parse(b, manyKeys(40_000, value))
			for b.Loop() {
				if match, _ := m.Match(call); string(match.Step) != name || match.Cut {
					b.Fatal(match, match.Cut)
				}
			}
		})
	}
}
