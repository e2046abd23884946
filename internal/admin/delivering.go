package admin

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/webhook"
)

// delivering is an event on its way, seen from its world.
type delivering struct {
	*admin
	world *sandbox.Sandbox
	agent int64
	to    string
}

// try sends an event once as the faults of the world allow, and keeps that in the
// journal.
func (d *delivering) try(ctx context.Context, message webhook.Message, send func(context.Context) webhook.Try) webhook.Try {
	began, start := d.world.Journal.Mark(), time.Now()
	path := "/_mock/agents/" + strconv.FormatInt(d.agent, 10) + "/webhook"
	run, err := d.world.Faults.Begin(fault.Asked{
		Operation: WebhookDelivery.ID, Template: WebhookDelivery.Path, Method: WebhookDelivery.Method, Path: path, Agent: d.agent,
	})
	if err != nil {
		return webhook.Try{Err: err}
	}
	try, faults := broken(ctx, run, send)
	took := time.Since(start)
	d.world.Journal.Add(began, journal.Entry{
		Time: start.UTC(), Duration: took, Operation: WebhookDelivery.ID, Template: WebhookDelivery.Path, Method: WebhookDelivery.Method, Path: path, To: d.to,
		Agent: d.agent, Status: try.Status, Faults: faults,
		Request: journal.Message{Header: message.Header, Body: message.Body, Size: len(message.Body)},
		Answer:  journal.Message{Header: try.Header, Body: try.Body, Size: len(try.Body)},
	})
	attrs := []slog.Attr{
		slog.String("sandbox", d.world.Name), slog.Int64("agent", d.agent), slog.Int("status", try.Status), slog.Duration("duration", took),
	}
	if try.Err != nil {
		attrs = append(attrs, slog.String("error", try.Err.Error()))
	}
	d.Logger.LogAttrs(ctx, slog.LevelInfo, "webhook", attrs...)
	return try
}

// broken sends an event unless a fault is in the way.
func broken(ctx context.Context, run *fault.Run, send func(context.Context) webhook.Try) (try webhook.Try, fired []string) {
	if run == nil {
		return send(ctx), nil
	}
	defer run.End()
	effect := run.Before(ctx)
	if effect == nil {
		try = send(ctx)
		effect = run.After(ctx)
	}
	switch {
	case effect == nil:
	case effect.Drop:
		try = webhook.Try{Err: errors.New("a fault dropped the connection")}
	case effect.Truncate != nil:
		try.Err = errors.New("a fault cut the answer")
		try.Body = try.Body[:min(len(try.Body), *effect.Truncate)]
	default:
		try.Status, try.Err = cmp.Or(effect.Status, try.Status), nil
		if effect.Lies() {
			try.Body, try.Err = effect.Rewrite(try.Body)
		}
	}
	return try, run.Fired()
}
