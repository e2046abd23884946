package admin

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/store"
	"github.com/cekura/mockserver/internal/webhook"
)

// WebhookDelivery is what the journal and faults call each try to deliver an
// event. It is no operation of the emulated API.
var WebhookDelivery = openapi.Operation{ID: "webhook-delivery", Method: http.MethodPost, Path: "/_mock/agents/{id}/webhook"}

// webhookOrder asks for an event to be sent.
type webhookOrder struct {
	Event   string          `json:"event"`
	Data    json.RawMessage `json:"data"`    // a merge patch of what the event has anyway
	Timeout fault.Duration  `json:"timeout"` // of each try
	Retries *int            `json:"retries"`
	Pause   *fault.Duration `json:"pause"` // before each retry
}

// What the platform does, unless an order says otherwise. [O, A the pause and the
// other events] (PF-22)
const (
	webhookTimeout = fault.Duration(30 * time.Second)
	webhookPause   = fault.Duration(time.Second)
	webhookRetries = 3 // of a pre_trigger; other events are sent once
	mostRetries    = 10
)

func (o *webhookOrder) complete() error {
	if o.Data != nil {
		var object map[string]json.RawMessage
		if err := json.Unmarshal(o.Data, &object); err != nil || object == nil {
			return badRequest("data: must be an object")
		}
	}
	retries, pause := 0, webhookPause
	if o.Event == webhook.PreTrigger {
		retries = webhookRetries
	}
	o.Timeout = cmp.Or(o.Timeout, webhookTimeout)
	o.Retries, o.Pause = cmp.Or(o.Retries, &retries), cmp.Or(o.Pause, &pause)
	switch {
	case o.Timeout < 0 || o.Timeout > webhookTimeout:
		return badRequest("timeout: must be positive and at most %v", time.Duration(webhookTimeout))
	case *o.Pause < 0 || *o.Pause > webhookTimeout:
		return badRequest("pause: must not be negative, and at most %v", time.Duration(webhookTimeout))
	case *o.Retries < 0 || *o.Retries > mostRetries:
		return badRequest("retries: must be 0 to %d", mostRetries)
	}
	return nil
}

// webhookTry is a try as the answer tells of it. The journal has more.
type webhookTry struct {
	Status     int     `json:"status"` // 0: no answer came
	Error      string  `json:"error,omitempty"`
	DurationMS float64 `json:"duration_ms"`
}

// sendWebhook sends an event to the webhook of an agent, and waits for it to be
// taken or given up.
func (a *admin) sendWebhook(s *sandbox.Sandbox, r *http.Request) (any, error) {
	var want webhookOrder
	if err := decode(r, &want); err != nil {
		return nil, err
	}
	if err := want.complete(); err != nil {
		return nil, err
	}
	id, to, err := a.receiver(s, r)
	if err != nil {
		return nil, err
	}
	event, err := webhook.NewEvent(want.Event, webhook.About{Agent: id, ID: s.NextEvent(), Now: s.Clock.Now()}, want.Data)
	if err != nil {
		return nil, badRequest("%v", err)
	}
	ctx, cancel := a.untilOver(s, r)
	defer cancel(nil)
	delivery := delivering{admin: a, world: s, agent: id, to: withoutSecrets(to.URL)}
	tries, err := a.Webhooks.Deliver(ctx, webhook.Delivery{
		URL: to.URL, Secret: to.Secret, Event: event,
		Timeout: time.Duration(want.Timeout), Retries: *want.Retries, Pause: time.Duration(*want.Pause),
	}, delivery.try)
	if err != nil {
		return nil, problemf(http.StatusConflict, "the event was not delivered: %v", err)
	}
	shown := make([]webhookTry, len(tries))
	for i, t := range tries {
		shown[i] = webhookTry{Status: t.Status, DurationMS: float64(t.Took.Microseconds()) / 1000}
		if t.Err != nil {
			shown[i].Error = t.Err.Error()
		}
	}
	return struct {
		Delivered bool          `json:"delivered"`
		To        string        `json:"to"`
		Event     webhook.Event `json:"event"`
		Tries     []webhookTry  `json:"tries"`
	}{tries[len(tries)-1].OK(), delivery.to, event, shown}, nil
}

// receiver finds the agent of the path, and where its events go.
func (a *admin) receiver(s *sandbox.Sandbox, r *http.Request) (id int64, to domain.Webhook, err error) {
	if a.Webhooks == nil {
		return 0, to, problemf(http.StatusForbidden, "this server sends no webhooks: start it with --webhooks")
	}
	if id, err = strconv.ParseInt(chi.URLParam(r, "id"), 10, 64); err != nil {
		return 0, to, notFound("there is no agent %s", chi.URLParam(r, "id"))
	}
	agent, err := s.Store.Agent(r.Context(), id)
	if errors.Is(err, store.ErrNotFound) {
		return 0, to, notFound("there is no agent %d", id)
	}
	projects, errProjects := s.Store.Projects(r.Context())
	if err := errors.Join(err, errProjects); err != nil {
		return 0, to, err
	}
	if to = domain.WebhookOf(&agent, projects); to.URL == "" {
		return 0, to, problemf(http.StatusConflict, "agent %d has no webhook_url, and its project has none in the seed", id)
	}
	if err := a.Webhooks.Check(to.URL); err != nil {
		return 0, to, problemf(http.StatusForbidden, "%v", err)
	}
	return id, to, nil
}

// untilOver gives a context that ends with the request, and with the world that
// the event is of.
func (a *admin) untilOver(s *sandbox.Sandbox, r *http.Request) (context.Context, context.CancelCauseFunc) {
	ctx, cancel := context.WithCancelCause(r.Context())
	reset := s.UntilReset()
	go func() {
		select {
		case <-reset:
			cancel(errors.New("the world was reset"))
		case <-s.Gone():
			cancel(errors.New("the sandbox was deleted"))
		case <-a.Done:
			cancel(errors.New("the server ends"))
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// withoutSecrets is a URL without a password and a query.
func withoutSecrets(receiver string) string {
	u, err := url.Parse(receiver)
	if err != nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
