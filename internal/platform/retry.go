package platform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// mostRetries of one request, with Retry-After or with growing pauses.
const mostRetries = 10

// longestWait is what a Retry-After may ask for.
const longestWait = 10 * time.Minute

// again decides whether a request is sent once more.
func (c *Client) again(ctx context.Context, response *http.Response, err error) (bool, error) {
	switch {
	case err != nil && ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil:
		return c.againAfter(err), nil
	}
	switch code := response.StatusCode; {
	case code == http.StatusTooManyRequests, c.Retry5xx && code == http.StatusServiceUnavailable:
		if asked := retryablehttp.DefaultBackoff(0, 0, 0, response); asked > longestWait {
			return false, fmt.Errorf("%d, and it asks to wait for %v", code, asked)
		}
		return true, nil
	default:
		return c.Retry5xx && code >= 500 && code != http.StatusNotImplemented, nil
	}
}

// againAfter is about a request without an answer. One that may have changed
// something is not sent twice.
func (c *Client) againAfter(err error) bool {
	var of *url.Error
	if !errors.As(err, &of) || of.Timeout() || !isCut(err) {
		return false
	}
	return of.Op == "Delete" || c.Retry5xx && of.Op == "Get"
}

func isCut(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET)
}

// wait is as long as the server asks for, or grows.
func (c *Client) wait(shortest, longest time.Duration, attempt int, response *http.Response) time.Duration {
	if response == nil { // a server that is gone for longer than some seconds is gone
		longest = time.Second
	}
	pause := retryablehttp.DefaultBackoff(shortest, longest, attempt, response)
	if response != nil && pause >= time.Second {
		c.Say(fmt.Sprintf("the server answers %d: waiting for %v", response.StatusCode, pause.Round(time.Second)))
	}
	return pause
}
