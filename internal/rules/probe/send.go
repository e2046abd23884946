package probe

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/rules"
)

// Exchange is a step that was sent, and what came back, read to its end.
type Exchange struct {
	Method string
	Path   string // as the probe has it, with {names}
	Target string // as it was sent
	Status int
	Header http.Header
	Text   string
	JSON   *pyjson.Value // nil where the text is none

	// Shared: the answer is about more than the agents of this run, such as a list
	// of all, and is not to be shown.
	Shared bool
}

// maxAnswer is more than any answer of a probe needs.
const maxAnswer = 16 << 20

func (r *run) send(s rules.Step) (Exchange, error) {
	request, err := r.request(s)
	if err != nil {
		return Exchange{}, err
	}
	client := *r.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	if err != nil {
		return Exchange{}, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		err = fmt.Errorf("%s %s: the answer broke off: %w", s.Method, request.URL.Path, err)
	}
	a := Exchange{
		Method: s.Method, Path: s.Path, Target: request.URL.RequestURI(),
		Status: response.StatusCode, Header: response.Header, Text: r.read(string(content)),
	}
	if v, parseErr := pyjson.Parse(a.Text); parseErr == nil {
		a.JSON = &v
	}
	r.remember(s, a)
	isAgent := makesAgent(s) || r.owns(a.Target) || strings.Contains(s.Path, "{url}")
	a.Shared = !isAgent && a.Status < 300 && s.Method != http.MethodOptions
	return a, err
}

// read takes what is the run's own off an answer: its mark, and the key should
// the server repeat it.
func (r *run) read(content string) string {
	if r.Mark != "" {
		content = strings.ReplaceAll(content, r.Mark, "")
	}
	if len(r.Key) > 3 {
		content = strings.ReplaceAll(content, r.Key, "***")
	}
	return content
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
		return bytes.NewReader(r.marked(s, r.fill(*s.Body)).Append(nil)), "application/json"
	case s.Raw != nil:
		return strings.NewReader(r.fillText(*s.Raw)), s.Type
	default:
		return nil, ""
	}
}
