package verify

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/journal"
)

// requests are entries whose methods are the letters of a text.
func requests(text string) (entries []journal.Entry) {
	for i, method := range text {
		entries = append(entries, journal.Entry{ID: int64(i + 1), Method: string(method)})
	}
	return entries
}

// ordered wants methods in an order, each with how often: "A:1-1 B:1-2 C".
func ordered(t *testing.T, text string) *Verification {
	t.Helper()
	var all []Expectation
	for _, part := range strings.Fields(text) {
		method, bounds, bounded := strings.Cut(part, ":")
		e := Expectation{Selection: Selection{Method: method}}
		if bounded {
			var least, most int
			if _, err := fmt.Sscanf(bounds, "%d-%d", &least, &most); err != nil {
				t.Fatal(err)
			}
			e.Count = Between(least, most)
		}
		all = append(all, e)
	}
	v, err := New(nil, all, true)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestOrder(t *testing.T) {
	for _, row := range []struct{ came, wanted, found string }{
		{"AB", "A B", "[1] [2]"},
		{"AB", "A:1-1 B:1-1", "[1] [2]"},
		{"xAxAxBxBx", "A B", "[2 4] [6 8]"},
		{"xAxAxBxBx", "A:2-2 B:1-3", "[2 4] [6 8]"},
		{"ABA", "A:1-1 B:1-1 A:1-1", "[1] [2] [3]"},
		{"ABAB", "A:2-2 B", "[1 3] [4]"},
		{"ABAB", "A:1-1 B:2-2", "[1] [2 4]"},
		{"AAA", "A A A", "[1] [2] [3]"},
		{"BAB", "A B:1-1", "[2] [3]"},
		{"AAAB", "A A:2-2 B", "[1] [2 3] [4]"},
		{"ACB", "A:1-1 C B", "[1] [2] [3]"},
	} {
		report := ordered(t, row.wanted).checkOrder(requests(row.came))
		var found []string
		for _, e := range report.Expectations {
			found = append(found, fmt.Sprint(e.Requests))
		}
		if got := strings.Join(found, " "); got != row.found || !report.Verified || report.String() != "" {
			t.Errorf("%s in %s: %v, %s, want %s", row.wanted, row.came, report.Verified, got, row.found)
		}
	}
}

func TestBrokenOrder(t *testing.T) {
	for _, row := range []struct{ came, wanted, told string }{
		{"", "A B", "expectations[0]: wanted at least 1, found 0; expectations[1]: wanted at least 1, found 0"},
		{"BxA", "A B", "expectations[1]: wanted at least 1 after request 3, found 0"},
		{"BA", "A B C", "expectations[1]: wanted at least 1 after request 2, found 0; expectations[2]: wanted at least 1, found 0"},
		{"AAB", "A:1-1 B", "expectations[0]: wanted exactly 1, found 2; expectations[1]: wanted at least 1, found 0"},
		{"ABB", "A B:1-1", "expectations[1]: wanted exactly 1 after request 1, found 2"},
		{"ABAB", "A:1-1 B:1-1", "expectations[1]: wanted exactly 1 after request 1, found 2"},
		{"AB", "A:2-3 B", "expectations[0]: wanted 2 to 3, found 1"},
		{"AA", "A A:2-2", "expectations[1]: wanted exactly 2 after request 1, found 1"},
	} {
		report := ordered(t, row.wanted).checkOrder(requests(row.came))
		if got := report.String(); report.Verified || !strings.HasPrefix(got, row.told) {
			t.Errorf("%s in %s: %v, %s\nwant %s", row.wanted, row.came, report.Verified, got, row.told)
		}
	}
}
