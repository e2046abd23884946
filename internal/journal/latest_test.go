package journal

import "testing"

// The newest entries are never ones that made room for them.
func TestLatestGivesWhatIsKept(t *testing.T) {
	const half = leastBytes / 8
	for name, j := range map[string]*Journal{"many": of(4), "long": of(100)} {
		for range 7 {
			entry := ofSize(half, half)
			if name == "many" {
				entry = Entry{}
			}
			addAll(j, entry)
			var latest []int64
			for _, e := range j.Latest(10) {
				latest = append(latest, e.ID)
			}
			wantIDs(t, name, latest, ids(j)...)
		}
	}
}
