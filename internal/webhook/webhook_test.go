package webhook_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/webhook"
)

func TestCheck(t *testing.T) {
	s := webhook.New([]string{"Hooks.Example.com.", "192.0.2.7"})
	for receiver, good := range map[string]bool{
		"http://127.0.0.1:9000/a": true, "http://127.9.9.9/": true, "http://[::1]:9000/": true, "https://LOCALHOST/": true, "http://app.localhost./": true,
		"https://hooks.example.com/x?y": true, "http://HOOKS.example.com.:8080": true, "http://192.0.2.7": true,
		"http://example.com/": false, "http://localhost.example.com/": false, "http://192.0.2.8/": false, "http://10.0.0.1/": false, "http://0.0.0.0/": false,
		"http://[::]/": false, "ftp://localhost/": false, "http://": false, "/path": false, "": false, "http://a b/": false,
	} {
		if err := s.Check(receiver); (err == nil) != good {
			t.Errorf("%s: %v", receiver, err)
		}
	}
}

// A host that was not named is asked only at an address of this machine, whatever
// its name resolves to.
func TestDial(t *testing.T) {
	outside := ""
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		if of, is := a.(*net.IPNet); is && of.IP.IsGlobalUnicast() && of.IP.To4() != nil {
			outside = of.IP.String()
		}
	}
	if outside == "" {
		t.Skip("this machine has loopback addresses alone")
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(outside, "0"))
	if err != nil {
		t.Fatal(err)
	}
	to := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	to.Listener = listener
	to.Start()
	defer to.Close()
	for hosts, want := range map[string]bool{"": false, outside: true} {
		tries, err := webhook.New([]string{hosts}).Deliver(t.Context(), webhook.Delivery{URL: to.URL, Timeout: time.Minute}, plainly)
		if err != nil || len(tries) != 1 || tries[0].OK() != want || errors.Is(tries[0].Err, webhook.ErrHost) == want {
			t.Errorf("with %q: %+v %v", hosts, tries, err)
		}
	}
}

func plainly(ctx context.Context, _ webhook.Message, send func(context.Context) webhook.Try) webhook.Try {
	return send(ctx)
}

// A context that ends stops the tries, and says why.
func TestDeliverEnds(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	tries, err := webhook.New(nil).Deliver(ctx, webhook.Delivery{Timeout: time.Minute, Retries: 9, Pause: time.Minute},
		func(context.Context, webhook.Message, func(context.Context) webhook.Try) webhook.Try {
			cancel(why)
			return webhook.Try{Status: http.StatusServiceUnavailable}
		})
	if len(tries) != 1 || !errors.Is(err, why) {
		t.Errorf("%+v %v", tries, err)
	}
}

func TestNewEvent(t *testing.T) {
	about := webhook.About{Agent: 7, ID: 3, Now: time.Date(2026, 1, 31, 12, 0, 0, 120_000_000, time.UTC)}
	for _, test := range []struct{ kind, patch, want string }{
		{webhook.PreTrigger, ``, `{"event_type":"result.pre_trigger","data":{"result_id":3,"label":"","agent_id":"7","timestamp":"2026-01-31T12:00:00.120000Z","runs":[]}}`},
		{webhook.PreTrigger, `{"result_id":"r-1","runs":[{"id":1}],"label":null,"more":1}`, `{"event_type":"result.pre_trigger","data":{"result_id":"r-1","agent_id":"7","timestamp":"2026-01-31T12:00:00.120000Z","runs":[{"id":1}],"more":1}}`},
	} {
		var patch json.RawMessage
		if test.patch != "" {
			patch = json.RawMessage(test.patch)
		}
		event, err := webhook.NewEvent(test.kind, about, patch)
		text, _ := json.Marshal(event)
		if err != nil || string(text) != test.want {
			t.Errorf("%s: %s %v", test.patch, text, err)
		}
	}
	if _, err := webhook.NewEvent("result.started", about, nil); err == nil {
		t.Error("an event that the platform does not have is taken")
	}
}
