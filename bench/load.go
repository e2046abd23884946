package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"fortio.org/fortio/fhttp"
	"fortio.org/fortio/periodic"
)

// load is what some connections got out of a program, each sending its next
// request when the last one is answered. cpu is the program's for a request,
// which other work on the machine changes least.
type load struct{ perSecond, p50, p99, cpu float64 }

// drive sends the body for a while; each {uuid} in it is another one in every
// request. Fortio's own client takes a third of the CPU that net/http's would,
// which is a third that the program under load has.
func drive(p *program, body string, connections int, long time.Duration) (load, error) {
	runner := periodic.NewPeriodicRunner(&periodic.RunnerOptions{
		QPS:         -1, // as fast as it answers
		NumThreads:  connections,
		Duration:    long,
		Percentiles: []float64{50, 99},
		Resolution:  10e-6,
		Out:         io.Discard,
	})
	all := make([]*connection, connections)
	for i := range all {
		var err error
		if all[i], err = connect(p, body); err != nil {
			return load{}, err
		}
		defer all[i].client.Close()
		runner.Options().Runners[i] = all[i]
	}
	before, err := p.cpu()
	if err != nil {
		return load{}, err
	}
	result := runner.Run()
	after, err := p.cpu()
	for _, c := range all {
		if c.wrong != 0 {
			return load{}, fmt.Errorf("%s answered with %d", p.name, c.wrong)
		}
	}
	histogram := result.DurationHistogram
	return load{result.ActualQPS, histogram.Percentiles[0].Value, histogram.Percentiles[1].Value,
		(after - before) / float64(histogram.Count)}, err
}

// connection is one of the clients. Each has a body of its own to write into:
// fortio's runner shares one, and the first client takes the {uuid} out of it.
type connection struct {
	client fhttp.Fetcher
	wrong  int // a status that is not 200
}

func connect(p *program, body string) (*connection, error) {
	options := fhttp.HTTPOptions{
		URL:            p.url + agentPath,
		MethodOverride: http.MethodPatch,
		ContentType:    "application/json",
		Payload:        []byte(body),
	}
	if err := options.AddAndValidateExtraHeader(keyHeader + ": k"); err != nil {
		return nil, err
	}
	client, err := fhttp.NewClient(&options)
	return &connection{client: client}, err
}

// Run sends one request.
func (c *connection) Run(ctx context.Context, _ periodic.ThreadID) (bool, string) {
	status, _, _ := c.client.StreamFetch(ctx)
	if status != http.StatusOK {
		c.wrong = status
	}
	return status == http.StatusOK, ""
}

const keyHeader = "X-CEKURA-API-KEY"

// send makes one request, which must be answered with a 2xx, and writes the
// answer to w.
func send(method, url, body string, w io.Writer) error {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(keyHeader, "k")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(w, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %s", method, url, answer.Status)
	}
	return nil
}
