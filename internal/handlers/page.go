package handlers

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/store"
)

const (
	defaultPageSize = 50
	maxPageSize     = 200
)

// page is the part of a list that a client asks for.
type page struct {
	number, size int64
	last         bool // the last page, whatever its number
	query        url.Values
	base         string // the list's URL without its query
}

func (x *exchange) page() (page, error) {
	p := page{number: 1, size: defaultPageSize, query: x.URL.Query(), base: x.urls().base + x.URL.EscapedPath()}
	switch text := last(p.query["page"]); text {
	case "":
	case "last": // (NB-09)
		p.last = true
	default:
		number, ok := integerOf(text)
		if !ok || number < 1 {
			return p, invalidPage()
		}
		p.number = number
	}
	if size, ok := integerOf(last(p.query["page_size"])); ok && size > 0 {
		p.size = min(size, maxPageSize)
	}
	return p, nil
}

// integerOf reads a number of a query as Python's int does, with white space
// around it. [F] (NB-10) One that is too large is the largest.
func integerOf(text string) (int64, bool) {
	digits, ok := pyjson.ParseInt(text)
	if !ok {
		return 0, false
	}
	n, _ := strconv.ParseInt(digits, 10, 64) // the nearest, where it is out of range
	return n, true
}

// settle finds the number of the last page, once it is known how many items
// there are.
func (p *page) settle(total int64) {
	if p.last {
		p.number = max(1, (total+p.size-1)/p.size)
	}
}

func invalidPage() error { return &httpError{status: http.StatusNotFound, detail: apierr.InvalidPage} }

// offset is how many items stand before the page. A page number that is absurd
// is past any end.
func (p page) offset() int64 {
	const far = 1 << 40
	return (min(p.number, far) - 1) * p.size
}

// link is the URL of another page, or null.
func (p page) link(number, total int64) string {
	if number < 1 || (number-1)*p.size >= total {
		return "null"
	}
	query := url.Values{}
	for key, values := range p.query {
		query[key] = values
	}
	query.Set("page", strconv.FormatInt(number, 10))
	if number == 1 {
		query.Del("page")
	}
	link := p.base
	if len(query) > 0 {
		link += "?" + query.Encode()
	}
	return string(pyjson.AppendString(nil, link))
}

// envelope answers with one page of a list.
func envelope[T any](p page, total int64, items []T, item func([]byte, *T) []byte) (answer, error) {
	if p.offset() >= total && p.number > 1 {
		return answer{}, invalidPage()
	}
	o := open(nil)
	o.integer("count", total)
	o.raw("next", p.link(p.number+1, total))
	o.raw("previous", p.link(p.number-1, total))
	list(o, "results", items, item)
	return jsonAnswer(http.StatusOK, o.close()), nil
}

// sliceOf answers with one page of a list that is all there.
func sliceOf[T any](p page, all []T, item func([]byte, *T) []byte) (answer, error) {
	total := int64(len(all))
	p.settle(total)
	first := min(p.offset(), total)
	return envelope(p, total, all[first:min(first+p.size, total)], item)
}

func listAgents(x *exchange) (answer, error) {
	p, err := x.page()
	if err != nil {
		return answer{}, err
	}
	q := store.Query{Search: last(p.query["q"])}
	if text := last(p.query["project_id"]); text != "" {
		project, ok := integerOf(text)
		if !ok {
			errs := new(apierr.Fields)
			errs.Field("project_id").Add(apierr.NotInteger)
			return answer{}, errs
		}
		q.Project = &project
	}
	if p.last {
		_, total, err := x.world.Store.List(x.Context(), q)
		if err != nil {
			return answer{}, err
		}
		p.settle(total)
	}
	q.Offset, q.Limit = p.offset(), p.size
	agents, total, err := x.world.Store.List(x.Context(), q)
	if err != nil {
		return answer{}, err
	}
	return envelope(p, total, agents, func(b []byte, agent *domain.Agent) []byte {
		return append(b, x.fields.apply(x.appendAgent(nil, agent))...)
	})
}
