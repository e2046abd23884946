package mocktool

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// The limits of a mapping's response. [O]
const (
	maxHeaders = 20
	maxDelay   = 30_000 // ms
)

// readResponse reads how a mapping answers beside its output, or says what is
// wrong with that. Null is as if it were not there. [A]
func readResponse(v pyjson.Value) (answer Answer, wrong string) {
	answer.Status = http.StatusOK
	if v.Kind == pyjson.Null {
		return answer, ""
	}
	if v.Kind != pyjson.Object {
		return answer, apierr.ResponseNotAnObject
	}
	for i, key := range v.Keys {
		item := v.Items[i]
		switch key {
		case "status_code":
			answer.Status, wrong = readStatus(item)
		case "headers":
			answer.Header, wrong = readHeaders(item)
		case "delay_ms":
			var ms int
			ms, wrong = readDelay(item)
			answer.Delay = time.Duration(ms) * time.Millisecond
		default:
			wrong = apierr.UnknownInResponse(key)
		}
		if wrong != "" {
			return answer, wrong
		}
	}
	return answer, ""
}

func readStatus(v pyjson.Value) (int, string) {
	status, ok := integer(v)
	switch {
	case !ok || status == http.StatusNoContent || status == http.StatusResetContent:
	case 200 <= status && status <= 299, 400 <= status && status <= 599:
		return status, ""
	}
	return 0, apierr.ResponseStatus
}

func readDelay(v pyjson.Value) (int, string) {
	if ms, ok := integer(v); ok && 0 <= ms && ms <= maxDelay {
		return ms, ""
	}
	return 0, apierr.ResponseDelay(maxDelay)
}

func integer(v pyjson.Value) (int, bool) {
	n, err := strconv.Atoi(v.Text)
	return n, v.Kind == pyjson.Int && err == nil
}

// notForMappings are the headers that the server decides on. [O]
var notForMappings = []string{"Content-Type", "Content-Length", "Content-Encoding", "Transfer-Encoding",
	"Connection", "Set-Cookie", "Strict-Transport-Security"}

func readHeaders(v pyjson.Value) (http.Header, string) {
	if v.Kind != pyjson.Object || len(v.Keys) > maxHeaders {
		return nil, apierr.ResponseHeaders(maxHeaders)
	}
	header := make(http.Header, len(v.Keys))
	for i, key := range v.Keys {
		name := http.CanonicalHeaderKey(key)
		switch {
		case key == "" || strings.Trim(key, tokenCharacters) != "":
			return nil, apierr.NoHeaderName(key)
		case slices.Contains(notForMappings, name) || header[name] != nil:
			return nil, apierr.HeaderNotAllowed(key)
		case v.Items[i].Kind != pyjson.String || strings.ContainsFunc(v.Items[i].Text, isControl):
			return nil, apierr.BadHeaderValue(key)
		}
		header[name] = []string{v.Items[i].Text}
	}
	return header, ""
}

// tokenCharacters are those of a header's name.
const tokenCharacters = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }
