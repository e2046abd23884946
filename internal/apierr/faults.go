package apierr

import (
	"net/http"
	"strconv"
)

// OfStatus is what the API says with an error status, as far as it is known:
// with 429 in how many seconds to come again.
func OfStatus(status int, retryAfter string) string {
	switch status {
	case http.StatusUnauthorized:
		return WrongKey
	case http.StatusNotFound:
		return NotFound
	case http.StatusInternalServerError:
		return ServerError
	case http.StatusTooManyRequests:
		return throttled(retryAfter)
	default:
		return http.StatusText(status) + "."
	}
}

func throttled(retryAfter string) string {
	const text = "Request was throttled."
	switch _, err := strconv.Atoi(retryAfter); {
	case err != nil:
		return text
	case retryAfter == "1":
		return text + " Expected available in 1 second."
	default:
		return text + " Expected available in " + retryAfter + " seconds."
	}
}

// FaultDoesNotApply is about a fault that was to change an answer, or what is
// stored, and cannot.
func FaultDoesNotApply(why error) string { return "The fault does not apply: " + why.Error() }
