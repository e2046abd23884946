package mocktool

import (
	"strconv"
	"testing"
	"time"
)

// Eight times the keys, free text and mappings take some eight times as long,
// not sixty-four times.
func TestLinear(t *testing.T) {
	const few, times, limit = 5_000, 8, 40
	keys := func(n int) (string, []string) {
		names := make([]string, n/2)
		for i := range names {
			names[i] = "parameter_" + strconv.Itoa(i)
		}
		return mockData(manyKeys(n, func(i int) string { return `"value ` + strconv.Itoa(i) + `"` })), names
	}
	mappings := func(n int) (string, []string) { return manyOrders(n), []string{"note"} }
	calls := map[string]string{"equal": order(7), "closest": `{"address":"12 Oak Street, Apartment 3, Springfield, third floor"}`, "no_match": `{"x":1}`}
	for name, data := range map[string]func(int) (string, []string){"keys": keys, "mappings": mappings} {
		took := func(n int) time.Duration {
			best := time.Hour
			text, freetext := data(n)
			arguments := manyKeys(n, func(i int) string { return `"vague ` + strconv.Itoa(i) + `"` })
			for range 2 {
				start := time.Now()
				m := Parse(text, freetext)
				_ = m.InputSchema()
				_ = Check(parse(t, text))
				_, _ = m.Match(parse(t, arguments))
				for _, call := range calls {
					_, _ = m.Match(parse(t, call))
				}
				best = min(best, time.Since(start))
			}
			return best
		}
		short, long := took(few), took(few*times)
		if long > limit*short {
			t.Errorf("%s: %v for %d, %v for %d", name, short, few, long, few*times)
		}
		t.Logf("%s: %v for %d, %v for %d", name, short, few, long, few*times)
	}
}
