// Package platform is a client of the emulated API: of the real service, or of
// anything that claims to be like it. It sends no more requests a second than it
// may, waits where it is told to, and says in one line what went wrong. The key
// goes to the host that it was given for, and to no other.
package platform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"golang.org/x/time/rate"

	"github.com/cekura/mockserver/internal/pyjson"
)

// keyHeader holds the key.
const keyHeader = "X-CEKURA-API-KEY"

// Config is what New needs.
type Config struct {
	Base    string // such as https://api.example.com
	Key     string
	Rate    float64       // requests a second, retries included
	Timeout time.Duration // of one request
	Say     func(string)  // tells of waiting; nil: nobody

	// Retry5xx tries again after a 5xx, and after a connection that was cut. Who
	// compares answers does not want that; a 429 is waited for anyway.
	Retry5xx bool
}

// Client is a client of one service.
type Client struct {
	Config
	http *http.Client
	host string
	sent atomic.Int64
}

// New checks the address and gives a client.
func New(config Config) (*Client, error) {
	base, err := url.Parse(config.Base)
	switch {
	case err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "":
		return nil, fmt.Errorf("%q is no http or https URL", config.Base)
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("the URL is to have no user, no query and no fragment")
	}
	config.Base = strings.TrimSuffix(config.Base, "/")
	if config.Say == nil {
		config.Say = func(string) {}
	}
	c := &Client{Config: config, host: base.Host}
	c.http = &http.Client{Transport: explaining{&retryablehttp.RoundTripper{Client: c.retrying()}, c.Timeout}, CheckRedirect: noRedirect}
	return c, nil
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// retrying is the client beneath: each attempt of it takes its turn.
func (c *Client) retrying() *retryablehttp.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 2
	limit := rate.NewLimiter(rate.Limit(c.Rate), 1)
	r := retryablehttp.NewClient()
	r.HTTPClient = &http.Client{Transport: finishing{transport, c.Timeout}, Timeout: c.Timeout, CheckRedirect: noRedirect}
	r.Logger = nil
	r.RetryMax = mostRetries
	r.RetryWaitMin, r.RetryWaitMax = 500*time.Millisecond, 20*time.Second
	r.CheckRetry = c.again
	r.Backoff = c.wait
	r.ErrorHandler = lastAnswer
	r.RequestLogHook = func(_ retryablehttp.Logger, request *http.Request, _ int) {
		_ = limit.Wait(request.Context()) // it fails with the context, and then so does the request
		c.sent.Add(1)
	}
	return r
}

// lastAnswer gives the answer of the last attempt as the answer.
func lastAnswer(response *http.Response, err error, _ int) (*http.Response, error) {
	if err != nil && response != nil {
		return nil, errors.Join(err, response.Body.Close())
	}
	return response, err
}

// HTTP is the client for requests that others make; it adds no key.
func (c *Client) HTTP() *http.Client { return c.http }

// Sent is how many requests were sent, retries included.
func (c *Client) Sent() int64 { return c.sent.Load() }

// Answer is what came back, read to its end.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Get reads a path, or a URL of an answer, whatever its status.
func (c *Client) Get(ctx context.Context, target string) (Answer, error) {
	if strings.HasPrefix(target, "/") {
		target = c.Base + target
	}
	return c.follow(ctx, target, 0)
}

const mostRedirects = 5

// follow reads a URL and goes where it leads. The key is not taken along to
// another host.
func (c *Client) follow(ctx context.Context, target string, redirects int) (Answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return Answer{}, err
	}
	if request.URL.Host == c.host {
		request.Header.Set(keyHeader, c.Key)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	if next, err := response.Location(); err == nil && response.StatusCode < 400 && redirects < mostRedirects {
		return c.follow(ctx, next.String(), redirects+1)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return Answer{}, fmt.Errorf("GET %s: the answer broke off: %w", target, err)
	}
	return Answer{response.StatusCode, response.Header, body}, nil
}

// JSON reads a path whose answer is JSON. Another status than 200 is a *Status.
func (c *Client) JSON(ctx context.Context, path string) (pyjson.Value, error) {
	a, err := c.Get(ctx, path)
	if err != nil {
		return pyjson.Value{}, err
	}
	if a.Status != http.StatusOK {
		return pyjson.Value{}, &Status{Path: path, Code: a.Status, Text: brief(a)}
	}
	v, err := pyjson.Parse(string(a.Body))
	if err != nil {
		return v, fmt.Errorf("GET %s: the answer is %s where JSON is expected; is %s the address of the API?", path, kindOf(a), c.Base)
	}
	return v, nil
}

// Status is an answer that was not what was asked for.
type Status struct {
	Path string
	Code int
	Text string
}

func (s *Status) Error() string { return fmt.Sprintf("GET %s: %d %s", s.Path, s.Code, s.Text) }

// brief is an answer in a few words.
func brief(a Answer) string {
	if v, err := pyjson.Parse(string(a.Body)); err == nil {
		if detail := v.Member("detail"); detail != nil {
			return detail.Str()
		}
		return fmt.Sprintf("%.200s", a.Body)
	}
	return "(" + kindOf(a) + ")"
}

func kindOf(a Answer) string {
	mediaType, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
	switch {
	case len(a.Body) == 0:
		return "empty"
	case mediaType == "":
		return "of no type"
	default:
		return mediaType
	}
}

// ErrNotReached says that a request cannot have had any effect.
var ErrNotReached = errors.New("the server cannot be reached")

// explaining says what became of a request in the words of who sent it.
type explaining struct {
	next    http.RoundTripper
	timeout time.Duration
}

func (e explaining) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := e.next.RoundTrip(request)
	if err != nil {
		err = e.explain(err)
	}
	return response, err
}

func (e explaining) explain(err error) error {
	var dns *net.DNSError
	var slow net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Errorf("%w: there is no host %s", ErrNotReached, dns.Name)
	case errors.As(err, &slow) && slow.Timeout():
		return fmt.Errorf("no answer within %v", e.timeout)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Errorf("%w: nobody listens there", ErrNotReached)
	case isCut(err):
		return errors.New("the connection was cut before there was an answer")
	}
	return err
}
