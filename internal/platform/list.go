package platform

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// List gives the items of a list, page after page.
func (c *Client) List(ctx context.Context, path string) iter.Seq2[pyjson.Value, error] {
	return func(yield func(pyjson.Value, error) bool) {
		for seen := map[string]bool{}; path != ""; {
			if seen[path] { // a server that leads in a circle
				yield(pyjson.Value{}, fmt.Errorf("GET %s: the next page is one that was read", path))
				return
			}
			seen[path] = true
			page, err := c.JSON(ctx, path)
			results := page.Member("results")
			if err == nil && (results == nil || results.Kind != pyjson.Array) {
				err = fmt.Errorf("GET %s: the answer is no page of a list", path)
			}
			if err != nil {
				yield(pyjson.Value{}, err)
				return
			}
			for _, item := range results.Items {
				if !yield(item, nil) {
					return
				}
			}
			path = c.nextOf(page)
		}
	}
}

// nextOf is the path of the next page, on our own address whatever host it names:
// behind a proxy a service may know itself by another.
func (c *Client) nextOf(page pyjson.Value) string {
	next := page.Member("next")
	if next == nil || next.Kind != pyjson.String {
		return ""
	}
	u, err := url.Parse(next.Text)
	if err != nil || u.RawQuery == "" {
		return ""
	}
	base, _ := url.Parse(c.Base) // New has read it
	return strings.TrimPrefix(u.EscapedPath(), base.EscapedPath()) + "?" + u.RawQuery
}

// Delete sends a DELETE and gives its status.
func (c *Client) Delete(ctx context.Context, path string) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodDelete, c.Base+path, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set(keyHeader, c.Key)
	response, err := c.http.Do(request)
	if err != nil {
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}
