package handlers

import (
	"net/http"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/form"
)

// negotiate checks that the client takes JSON, as REST framework's negotiation
// with its JSON renderer alone does: q values are not looked at.
func negotiate(r *http.Request) error {
	if format := last(r.URL.Query()["format"]); format != "" && format != "json" {
		return &httpError{status: http.StatusNotFound, detail: apierr.NotFound}
	}
	accept, sent := r.Header["Accept"]
	if !sent {
		return nil
	}
	for _, media := range strings.Split(strings.Join(accept, ","), ",") {
		if mediaMatches("application/json", media) {
			return nil
		}
	}
	return &httpError{status: http.StatusNotAcceptable, detail: apierr.NotAcceptable}
}

// mediaMatches reports whether a media type or range of a header means ours.
func mediaMatches(ours, header string) bool {
	media, _ := form.ParseHeader(header)
	mainType, subtype, _ := strings.Cut(media, "/")
	ourMain, ourSubtype, _ := strings.Cut(ours, "/")
	return (mainType == "*" || mainType == ourMain) && (subtype == "*" || subtype == ourSubtype)
}

func last(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}
