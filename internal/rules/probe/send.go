package probe

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/rules"
)

// answer is what came back for a step, read to its end.
type answer struct {
	status int
	header http.Header
	text   string
	json   *pyjson.Value // nil where the text is none
}

// maxAnswer is more than any answer of a probe needs.
const maxAnswer = 16 << 20

func (r *run) send(s rules.Step) (answer, error) {
	request, err := r.request(s)
	if err != nil {
		return answer{}, err
	}
	client := *r.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	a := answer{status: response.StatusCode, header: response.Header, text: string(content)}
	if v, parseErr := pyjson.Parse(a.text); parseErr == nil {
		a.json = &v
	}
	return a, err
}

func (r *run) request(s rules.Step) (*http.Request, error) {
	base, err := url.Parse(r.Base)
	if err != nil {
		return nil, err
	}
	target := r.fillPath(s.Path)
	if !strings.Contains(target, "://") { // an answer's URL is whole
		target = strings.TrimSuffix(r.Base, "/") + target
	}
	content, mediaType := r.content(s)
	request, err := http.NewRequestWithContext(r.ctx, s.Method, target, content)
	if err != nil {
		return nil, err
	}
	if request.URL.Host == base.Host { // nobody else gets the key
		request.Header.Set(KeyHeader, r.Key)
	}
	if mediaType != "" {
		request.Header.Set("Content-Type", mediaType)
	}
	for name, value := range s.Headers {
		if value == nil {
			request.Header.Del(name)
			continue
		}
		request.Header.Set(name, r.fillText(*value))
	}
	return request, nil
}

// content gives the body of a step and its media type.
func (r *run) content(s rules.Step) (io.Reader, string) {
	switch {
	case s.Body != nil:
		return bytes.NewReader(r.fill(*s.Body).Append(nil)), "application/json"
	case s.Raw != nil:
		return strings.NewReader(r.fillText(*s.Raw)), s.Type
	default:
		return nil, ""
	}
}
