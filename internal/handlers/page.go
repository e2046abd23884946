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
	query        url.Values
	base         string // the list's URL without its query
}

func (x *exchange) page() (page, error) {
	p := page{number: 1, size: defaultPageSize, query: x.URL.Query(), base: x.urls().base + x.URL.EscapedPath()}
	if text := last(p.query["page"]); text != "" {
		number, err := strconv.ParseInt(text, 10, 64)
		if err != nil || number < 1 {
			return p, invalidPage()
		}
		p.number = number
	}
	if size, err := strconv.ParseInt(last(p.query["page_size"]), 10, 64); err == nil && size > 0 {
		p.size = min(size, maxPageSize)
	}
	return p, nil
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
	first := min(p.offset(), total)
	return envelope(p, total, all[first:min(first+p.size, total)], item)
}

func listAgents(x *exchange) (answer, error) {
	p, err := x.page()
	if err != nil {
		return answer{}, err
	}
	q := store.Query{Search: last(p.query["q"]), Offset: p.offset(), Limit: p.size}
	if text := last(p.query["project_id"]); text != "" {
		project, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			errs := new(apierr.Fields)
			errs.Field("project_id").Add(apierr.NotInteger)
			return answer{}, errs
		}
		q.Project = &project
	}
	agents, total, err := x.world.Store.List(x.Context(), q)
	if err != nil {
		return answer{}, err
	}
	return envelope(p, total, agents, func(b []byte, agent *domain.Agent) []byte {
		return append(b, x.fields.apply(x.appendAgent(nil, agent))...)
	})
}
