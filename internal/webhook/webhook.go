// Package webhook sends the platform's events to the receivers that agents name.
// It asks nobody but this machine and the hosts that it is given, follows no
// redirect, and knows neither worlds nor handlers.
package webhook

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// Sender sends events. It is safe for concurrent use.
type Sender struct {
	hosts  []string
	client *http.Client
}

// New makes a sender that may ask these hosts, beside this machine.
func New(hosts []string) *Sender {
	s := &Sender{}
	for _, host := range hosts {
		s.hosts = append(s.hosts, plain(host))
	}
	s.client = &http.Client{
		Transport:     &http.Transport{DialContext: s.dial, DisableKeepAlives: true}, // no proxy
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return s
}

// ErrHost says that a sender may not ask a host.
var ErrHost = errors.New("webhooks go to this machine alone, and to the hosts of --webhook-host")

// Check says what is wrong with the URL of a receiver.
func (s *Sender) Check(receiver string) error {
	u, err := url.Parse(receiver)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return errors.New("the webhook_url is no http or https URL")
	}
	host := plain(u.Hostname())
	addr, err := netip.ParseAddr(host)
	isHere := err == nil && addr.IsLoopback() || host == "localhost" || strings.HasSuffix(host, ".localhost")
	if !isHere && !slices.Contains(s.hosts, host) {
		return fmt.Errorf("%s: %w", host, ErrHost)
	}
	return nil
}

func plain(host string) string { return strings.ToLower(strings.TrimSuffix(host, ".")) }

// dial connects to a host that was named, and to any other only if its address
// is on this machine.
func (s *Sender) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer net.Dialer
	if host, _, err := net.SplitHostPort(address); err != nil || !slices.Contains(s.hosts, plain(host)) {
		dialer.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
			if to, err := netip.ParseAddrPort(address); err != nil || !to.Addr().IsLoopback() {
				return ErrHost
			}
			return nil
		}
	}
	return dialer.DialContext(ctx, network, address)
}

// Delivery is an event on its way.
type Delivery struct {
	URL, Secret string
	Event       Event

	Timeout time.Duration // of each try
	Retries int
	Pause   time.Duration // before each retry
}

// Message is what a receiver is sent.
type Message struct {
	Header http.Header
	Body   []byte
}

// Try is one try to deliver an event, and what came of it.
type Try struct {
	Status int // 0: no answer came
	Header http.Header
	Body   []byte
	Err    error // why no answer came, or not all of it
	Took   time.Duration
}

// OK reports whether the receiver took the event.
func (t *Try) OK() bool { return t.Err == nil && t.Status/100 == 2 }

// Around carries out one try, which is to send once at most.
type Around func(ctx context.Context, message Message, send func(context.Context) Try) Try

// errFailed says that a try did not succeed.
var errFailed = errors.New("webhook: not taken")

// Deliver sends an event until the receiver takes it, as often as the delivery
// says. An error says that the context ended.
func (s *Sender) Deliver(ctx context.Context, d Delivery, around Around) (tries []Try, err error) {
	message := Message{Header: d.header(), Body: d.Event.text()}
	_, err = backoff.Retry(ctx, func() (struct{}, error) {
		of, cancel := context.WithTimeout(ctx, d.Timeout)
		defer cancel()
		start := time.Now()
		try := around(of, message, func(ctx context.Context) Try { return s.post(ctx, d.URL, message) })
		try.Took = time.Since(start)
		tries = append(tries, try)
		if !try.OK() {
			return struct{}{}, errFailed
		}
		return struct{}{}, nil
	}, backoff.WithBackOff(backoff.NewConstantBackOff(d.Pause)), backoff.WithMaxTries(uint(d.Retries)+1), backoff.WithMaxElapsedTime(0))
	if errors.Is(err, errFailed) {
		err = nil
	}
	return tries, cmp.Or(context.Cause(ctx), err)
}

// header is what comes with an event. [O]
func (d *Delivery) header() http.Header {
	header := http.Header{"Content-Type": {"application/json"}, "User-Agent": {"cekura-mock-server"}}
	if d.Secret != "" {
		header.Set("X-CEKURA-SECRET", d.Secret)
	}
	if key := d.Event.idempotencyKey(); key != "" {
		header.Set("X-CEKURA-IDEMPOTENCY-KEY", key)
	}
	return header
}

// maxAnswer is how much is read of what a receiver answers.
const maxAnswer = 64 << 10

func (s *Sender) post(ctx context.Context, receiver string, m Message) Try {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, receiver, bytes.NewReader(m.Body))
	if err != nil {
		return Try{Err: withoutURL(err)}
	}
	r.Header = m.Header.Clone()
	response, err := s.client.Do(r)
	if err != nil {
		return Try{Err: withoutURL(err)}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	return Try{Status: response.StatusCode, Header: response.Header, Body: body, Err: withoutURL(err)}
}

// withoutURL takes the URL off an error, which may hold a secret.
func withoutURL(err error) error {
	var of *url.Error
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}
