package handlers

import (
	"net/http"
	"slices"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/form"
)

// What is told here are slips in how a request is sent, which the API answers as
// if they were meant.

// note adds notices. Those that are there may be shared with the next request of
// the same body, and are not written over.
func (x *exchange) note(notices ...domain.Notice) {
	x.notices = append(slices.Clip(x.notices), notices...)
}

// noteMoved is about a redirect of a request that most clients do not repeat as
// it was.
func (x *exchange) noteMoved() {
	switch x.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
	default:
		x.note(domain.NoticeRedirect(x.Method))
	}
}

// noteBody is about a body as a whole. One that is JSON in a form is told by
// that alone: what the form has for keys would be pieces of JSON, secrets
// perhaps.
func (x *exchange) noteBody(content []byte, mediaType string, isPatch bool) {
	switch {
	case len(content) == 0 && isPatch:
		x.note(domain.NoticeEmptyBody())
	case isJSONAsForm(content, mediaType):
		x.notices = []domain.Notice{domain.NoticeJSONAsForm()}
	}
}

// isJSONAsForm reports whether a body is JSON under the media type of a form,
// which is what curl sends unless it is told otherwise. (FO-21) Whether the JSON is good
// is not looked at.
func isJSONAsForm(content []byte, mediaType string) bool {
	return form.LooksLikeJSON(content) && mediaMatches(urlEncoded, mediaType)
}

// noteVariables is about variables that an agent's description names and that
// the agent does not have, after what may have changed either. (AG-34)
func (x *exchange) noteVariables(sent *domain.Sent, agent *domain.Agent) {
	if !sent.MayMissVariables() {
		return
	}
	if missing := agent.MissingVariables(); len(missing) > 0 {
		x.note(domain.NoticeVariables(missing))
	}
}
