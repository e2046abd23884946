package dashboard

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/cekura/mockserver/internal/sandbox"
)

// perPage is how many rows a page shows.
const perPage = 50

// pager is where a page is in a list.
type pager struct {
	Total          int
	Number, Last   int // of pages, from 1
	Previous, Next string
}

// pagerOf reads the number of the page from the query's parameter; one that
// is out of range is the nearest that there is.
func pagerOf(r *http.Request, parameter string, total int) pager {
	_, prefix := sandbox.Of(r)
	here, query := prefix+r.URL.Path, r.URL.Query()
	p := pager{Total: total, Last: max(1, (total+perPage-1)/perPage)}
	number, _ := strconv.Atoi(query.Get(parameter)) // 0: the first
	p.Number = min(max(1, number), p.Last)
	if p.Number > 1 {
		p.Previous = here + withPage(query, parameter, p.Number-1)
	}
	if p.Number < p.Last {
		p.Next = here + withPage(query, parameter, p.Number+1)
	}
	return p
}

func (p pager) first() int { return (p.Number - 1) * perPage }

func withPage(query url.Values, parameter string, number int) string {
	query.Del("done")
	query.Set(parameter, strconv.Itoa(number))
	return "?" + query.Encode()
}

// paged gives the page of a list that a request asks for.
func paged[T any](r *http.Request, parameter string, all []T) ([]T, pager) {
	p := pagerOf(r, parameter, len(all))
	return all[p.first():min(p.first()+perPage, len(all))], p
}
