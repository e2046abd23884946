package main

import (
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
	options := fhttp.HTTPRunnerOptions{
		RunnerOptions: periodic.RunnerOptions{
			QPS:         -1, // as fast as it answers
			NumThreads:  connections,
			Duration:    long,
			Percentiles: []float64{50, 99},
			Resolution:  10e-6,
			Out:         io.Discard,
		},
		HTTPOptions: fhttp.HTTPOptions{
			URL:            p.url + agentPath,
			MethodOverride: http.MethodPatch,
			ContentType:    "application/json",
			Payload:        []byte(body),
		},
	}
	if err := options.AddAndValidateExtraHeader(keyHeader + ": k"); err != nil {
		return load{}, err
	}
	before, err := p.cpu()
	if err != nil {
		return load{}, err
	}
	result, err := fhttp.RunHTTPTest(&options)
	if err != nil {
		return load{}, err
	}
	after, err := p.cpu()
	histogram := result.DurationHistogram
	if result.RetCodes[http.StatusOK] != histogram.Count {
		return load{}, fmt.Errorf("%s did not answer every request with 200: %v", p.name, result.RetCodes)
	}
	return load{result.ActualQPS, histogram.Percentiles[0].Value, histogram.Percentiles[1].Value,
		(after - before) / float64(histogram.Count)}, err
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
