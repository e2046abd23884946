package verify

import "github.com/cekura/mockserver/internal/journal"

// checkOrder looks for each expectation in its own stretch of the journal: from
// the first of its requests, after the one before it came often enough, until
// the next one takes over. What comes after the first that does not hold is not
// looked for.
func (v *Verification) checkOrder(entries []journal.Entry) Report {
	report := Report{Verified: true}
	from := 0
	for i, w := range v.wanted {
		r := Result{Requests: []int64{}}
		if report.Verified {
			to := len(entries)
			enough, came := w.often(entries, from)
			if i+1 < len(v.wanted) {
				to = v.wanted[i+1].first(entries, enough)
			}
			r = w.find(entries[from:to])
			r.Verified = came && !w.count.exceeded(r.Count)
			if !r.Verified {
				if from > 0 {
					r.After = entries[from-1].ID
				}
				w.explain(&r, entries[from:])
			}
			if from = to; to == len(entries) {
				from = enough // the next one is missing there
			}
		}
		if !r.Verified {
			report.Verified, r.Wanted = false, w.count.String()
		}
		report.Expectations = append(report.Expectations, r)
	}
	return report
}

// often gives the end of the shortest stretch in which there is enough.
func (w wanted) often(entries []journal.Entry, from int) (to int, came bool) {
	n := 0
	for to = from; to < len(entries) && n < w.count.least(); to++ {
		n += w.weight(entries[to])
	}
	return to, n >= w.count.least()
}

// first gives the place of the first request that counts, or of the end.
func (w wanted) first(entries []journal.Entry, from int) int {
	for from < len(entries) && w.weight(entries[from]) == 0 {
		from++
	}
	return from
}
