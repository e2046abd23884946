package platform

import (
	"context"
	"io"
	"net/http"
	"time"
)

// finishing does not cancel a POST that is under way: nobody would know what it
// made.
type finishing struct {
	next    http.RoundTripper
	timeout time.Duration
}

func (f finishing) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method != http.MethodPost {
		return f.next.RoundTrip(request)
	}
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(request.Context()), f.timeout)
	response, err := f.next.RoundTrip(request.WithContext(ctx))
	if err != nil {
		cancel()
		return nil, err
	}
	response.Body = lastBody{response.Body, cancel}
	return response, nil
}

// lastBody is the body of an answer, with what is to be done when it is read.
type lastBody struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (b lastBody) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
}
