package tests

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// receiver is a webhook receiver that keeps what it was sent.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	received []received
}

type received struct {
	header http.Header
	body   string
}

// newReceiver answers the nth event that it gets, from 1, with answer.
func newReceiver(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request)) *receiver {
	t.Helper()
	to := new(receiver)
	to.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		to.mu.Lock()
		to.received = append(to.received, received{r.Header, string(body)})
		n := len(to.received)
		to.mu.Unlock()
		answer(n, w, r)
	}))
	t.Cleanup(to.Close)
	return to
}

func (to *receiver) all() []received {
	to.mu.Lock()
	defer to.mu.Unlock()
	return to.received
}

func takes(int, http.ResponseWriter, *http.Request) {}

// delivery is what the control says of an event.
type delivery struct {
	Delivered bool
	To        string
	Event     json.RawMessage
	Tries     []struct {
		Status int
		Error  string
	}
}

const webhookPath = "/_mock/agents/2142/webhook"

// deliver sends an event, and gives the statuses of its tries.
func (s *server) deliver(t *testing.T, order string) (d delivery, statuses string) {
	t.Helper()
	a := s.want(t, http.StatusOK, http.MethodPost, webhookPath, order)
	if err := json.Unmarshal(a.body, &d); err != nil {
		t.Fatal(err)
	}
	var all []int
	for _, try := range d.Tries {
		all = append(all, try.Status)
	}
	return d, fmt.Sprint(all)
}

// sendTo gives the demo agent a webhook.
func (s *server) sendTo(t *testing.T, url string) {
	t.Helper()
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), fmt.Sprintf(`{"webhook_url":%q,"webhook_secret":"hush-hush"}`, url))
}

// A pre_trigger is tried until the receiver takes it, with one idempotency key.
// The journal has each try, without the secret.
func TestWebhookPreTrigger(t *testing.T) {
	t.Parallel()
	s := start(t, "--webhooks")
	to := newReceiver(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = io.WriteString(w, `{"n":`+fmt.Sprint(n)+`,"token":"hush-hush"}`)
	})
	s.sendTo(t, to.URL+"/hook?token=hush-hush")
	s.want(t, http.StatusOK, http.MethodPut, "/_mock/clock", `{"now":"2026-01-31T12:00:00Z","frozen":true}`)
	d, statuses := s.deliver(t, `{"event":"result.pre_trigger","data":{"label":"nightly"},"pause":"1ms"}`)
	if !d.Delivered || statuses != "[503 503 200]" || d.To != to.URL+"/hook" {
		t.Errorf("delivered %+v", d)
	}
	const want = `{"event_type":"result.pre_trigger","data":{"result_id":1,"label":"nightly","agent_id":"2142","timestamp":"2026-01-31T12:00:00Z","runs":[]}}`
	if string(d.Event) != want {
		t.Errorf("the event is %s", d.Event)
	}
	for i, got := range to.all() {
		if got.body != want || got.header.Get("X-CEKURA-SECRET") != "hush-hush" || got.header.Get("Content-Type") != "application/json" ||
			got.header.Get("X-CEKURA-IDEMPOTENCY-KEY") != "result_pre_trigger:1" {
			t.Errorf("try %d brings %s %v", i+1, got.body, got.header)
		}
	}
	kept := string(s.want(t, http.StatusOK, http.MethodGet, "/_mock/requests?operation=webhook-delivery&agent=2142", "").body)
	if strings.Count(kept, `"to":"`+to.URL+`/hook"`) != 3 || !strings.Contains(kept, `"n":3`) || !strings.Contains(kept, `"label":"nightly"`) || strings.Contains(kept, "hush-hush") {
		t.Errorf("the journal has %s", kept)
	}
	if s.journal.contains("hush-hush") {
		t.Error("the secret is in the log")
	}
	s.want(t, http.StatusOK, http.MethodPost, "/_mock/verify", `{"operation":"webhook-delivery","count":3}`)
	if verified := s.want(t, http.StatusOK, http.MethodPost, "/_mock/verify", `{"operation":"webhook-delivery","status":200,"count":1}`); verified.member(t, "verified") != "true" {
		t.Errorf("verified is %v", verified)
	}

	// The next event is another one, and has another key; after a reset they count
	// from the start.
	s.deliver(t, `{"event":"result.pre_trigger"}`)
	s.want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "")
	s.sendTo(t, to.URL)
	s.deliver(t, `{"event":"result.pre_trigger"}`)
	all := to.all()
	if a, b := all[3].header.Get("X-CEKURA-IDEMPOTENCY-KEY"), all[4].header.Get("X-CEKURA-IDEMPOTENCY-KEY"); a != "result_pre_trigger:2" || b != "result_pre_trigger:1" {
		t.Errorf("then the keys are %s and %s", a, b)
	}
}

// The other events are sent once, and bring no idempotency key. A PATCH sends
// none.
func TestWebhookEvents(t *testing.T) {
	t.Parallel()
	s := start(t, "--webhooks")
	to := newReceiver(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	s.sendTo(t, to.URL)
	for event, says := range map[string]string{
		"result.completed":   `"agent":2142,"status":"completed","met_expected_outcome_count":0`,
		"call_log.completed": `"agent_id":"2142","timestamp":"20`,
	} {
		d, statuses := s.deliver(t, `{"event":"`+event+`","data":{"runs":{"7":{"id":7}}}}`)
		if d.Delivered || statuses != "[500]" || !strings.Contains(string(d.Event), says) || !strings.Contains(string(d.Event), `"runs":{"7":{"id":7}}`) {
			t.Errorf("%s: %s, %s", event, statuses, d.Event)
		}
	}
	for _, got := range to.all() {
		if key := got.header.Get("X-CEKURA-IDEMPOTENCY-KEY"); key != "" {
			t.Errorf("%s has the key %s", got.body, key)
		}
	}
	if n := len(to.all()); n != 2 {
		t.Errorf("the receiver got %d events", n)
	}
}

// A receiver that does not answer in time, or sends elsewhere, has not taken the
// event.
func TestWebhookNotTaken(t *testing.T) {
	t.Parallel()
	s := start(t, "--webhooks")
	elsewhere := newReceiver(t, takes)
	moved := newReceiver(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
	})
	slow := newReceiver(t, func(_ int, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	for _, c := range []struct{ url, order, statuses, says string }{
		{moved.URL, `{"event":"result.completed"}`, "[307]", ""},
		{slow.URL, `{"event":"result.pre_trigger","timeout":"20ms","retries":1,"pause":"0s"}`, "[0 0]", "deadline exceeded"},
		{"http://" + unusedAddress(t), `{"event":"result.completed"}`, "[0]", "refused"},
	} {
		s.sendTo(t, c.url)
		d, statuses := s.deliver(t, c.order)
		if d.Delivered || statuses != c.statuses || !strings.Contains(d.Tries[0].Error, c.says) {
			t.Errorf("%s: %+v", c.url, d)
		}
	}
	if n := len(elsewhere.all()); n != 0 {
		t.Errorf("a redirect was followed %d times", n)
	}
}

// Faults come over deliveries as they do over requests.
func TestWebhookFaults(t *testing.T) {
	t.Parallel()
	s := start(t, "--webhooks")
	to := newReceiver(t, takes)
	s.sendTo(t, to.URL)
	for _, c := range []struct {
		rule, statuses string
		received       int
	}{
		{`"status":503,"times":2`, "[503 503 200]", 1},
		{`"drop":true,"times":1`, "[0 200]", 1},
		{`"phase":"after","drop":true,"times":1`, "[0 200]", 2},
		{`"phase":"after","status":500,"agent":2142`, "[500 500 500 500]", 4},
		{`"phase":"after","truncate":0,"times":1`, "[200 200]", 2},
	} {
		before := len(to.all())
		s.want(t, http.StatusNoContent, http.MethodDelete, "/_mock/faults", "")
		s.fault(t, `{"operation":"webhook-delivery",`+c.rule+`}`)
		_, statuses := s.deliver(t, `{"event":"result.pre_trigger","pause":"0s"}`)
		if got := len(to.all()) - before; statuses != c.statuses || got != c.received {
			t.Errorf("%s: %s, the receiver got %d", c.rule, statuses, got)
		}
	}
	if kept := string(s.want(t, http.StatusOK, http.MethodGet, "/_mock/requests?operation=webhook-delivery&limit=2", "").body); !strings.Contains(kept, `"faults":["5"]`) {
		t.Errorf("the journal has %s", kept)
	}
}

// A reset ends what is under way.
func TestWebhookReset(t *testing.T) {
	t.Parallel()
	s := start(t, "--webhooks")
	asked := make(chan struct{})
	to := newReceiver(t, func(_ int, _ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	})
	s.sendTo(t, to.URL)
	ended := make(chan answer, 1)
	go func() { ended <- s.ask(t, http.MethodPost, webhookPath, `{"event":"result.pre_trigger"}`) }()
	<-asked
	s.want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "")
	if a := <-ended; a.status != http.StatusConflict || !strings.Contains(string(a.body), "the world was reset") {
		t.Errorf("it ends with %v", a)
	}
	if kept := string(s.want(t, http.StatusOK, http.MethodGet, "/_mock/requests", "").body); strings.TrimSpace(kept) != `{"requests":[]}` {
		t.Errorf("the journal has %s", kept)
	}
}

// An agent that says no URL has that of its project in the seed.
func TestWebhookOfProject(t *testing.T) {
	t.Parallel()
	to := newReceiver(t, takes)
	seed := filepath.Join(t.TempDir(), "webhooks.yaml")
	writeFile(t, seed, `
version: 1
projects: [{id: 5, name: Five, webhook_url: "`+to.URL+`/project", webhook_secret: hush-hush}, {id: 6}]
agents:
- {id: 2142, name: a, description: d, project: 5}
- {id: 2143, name: b, description: d, project: 6}
`)
	s := start(t, "--webhooks", "--seed", seed)
	if d, _ := s.deliver(t, `{"event":"result.completed"}`); !d.Delivered || d.To != to.URL+"/project" || to.all()[0].header.Get("X-CEKURA-SECRET") != "hush-hush" {
		t.Errorf("%+v %v", d, to.all())
	}
	s.sendTo(t, to.URL+"/agent")
	if d, _ := s.deliver(t, `{"event":"result.completed"}`); d.To != to.URL+"/agent" {
		t.Errorf("with a URL of its own: %+v", d)
	}
	state := string(s.want(t, http.StatusOK, http.MethodGet, "/_mock/state", "").body)
	if !strings.Contains(state, `"webhook_url":"`+to.URL+`/project"`) || strings.Contains(state, "hush-hush") {
		t.Errorf("the state is %s", state)
	}
	if secrets := string(s.want(t, http.StatusOK, http.MethodGet, "/_mock/state?secrets=true", "").body); !strings.Contains(secrets, `"webhook_secret":"hush-hush"}`) {
		t.Errorf("the state with secrets is %s", secrets)
	}
	s.wantSays(t, http.StatusConflict, "no webhook_url", http.MethodPost, "/_mock/agents/2143/webhook", `{"event":"result.completed"}`)
	s.wantSays(t, http.StatusNotFound, "no agent 9", http.MethodPost, "/_mock/agents/9/webhook", `{"event":"result.completed"}`)
}

// Webhooks are off unless they are asked for, and go to this machine alone unless
// a host is named.
func TestWebhookHosts(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.wantSays(t, http.StatusForbidden, "--webhooks", http.MethodPost, webhookPath, `{"event":"result.completed"}`)

	s = start(t, "--webhooks")
	for _, url := range []string{"http://hooks.example.com/", "http://192.0.2.1/", "http://[2001:db8::1]/", "http://169.254.169.254/latest/", "http://0.0.0.0/", "http://localhost.example.com/"} {
		s.sendTo(t, url)
		s.wantSays(t, http.StatusForbidden, "--webhook-host", http.MethodPost, webhookPath, `{"event":"result.completed"}`)
	}
	for body, says := range map[string]string{
		`{}`: "event: must be one of", `{"event":"x"}`: "event: must be one of", `{"event":"result.completed","data":[]}`: "data: must be an object", `{"event":"result.completed","data":null}`: "data: must be an object",
		`{"event":"result.completed","timeout":"31s"}`: "timeout", `{"event":"result.completed","retries":11}`: "retries", `{"event":"result.completed","pause":"-1s"}`: "pause",
	} {
		s.sendTo(t, "http://localhost/")
		s.wantSays(t, http.StatusBadRequest, says, http.MethodPost, webhookPath, body)
	}

	// An address of this machine that is not loopback stands for another one.
	listener, address := listenOutside(t)
	to := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	go func() { _ = to.Serve(listener) }()
	t.Cleanup(func() { _ = to.Close() })
	s.sendTo(t, "http://"+address)
	s.wantSays(t, http.StatusForbidden, "--webhook-host", http.MethodPost, webhookPath, `{"event":"result.completed"}`)
	host, _, _ := net.SplitHostPort(address)
	s = start(t, "--webhooks", "--webhook-host", host)
	s.sendTo(t, "http://"+address)
	if d, _ := s.deliver(t, `{"event":"result.completed"}`); !d.Delivered {
		t.Errorf("to a host that was named: %+v", d)
	}
}

// listenOutside listens on an address of this machine that is not loopback.
func listenOutside(t *testing.T) (net.Listener, string) {
	t.Helper()
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		if of, is := a.(*net.IPNet); is && of.IP.IsGlobalUnicast() && of.IP.To4() != nil {
			listener, err := net.Listen("tcp", net.JoinHostPort(of.IP.String(), "0"))
			if err != nil {
				t.Fatal(err)
			}
			return listener, listener.Addr().String()
		}
	}
	t.Skip("this machine has loopback addresses alone: nobody tried a host that was named")
	return nil, ""
}
