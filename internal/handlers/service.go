package handlers

import "net/http"

// document serves the description of this server, without a key.
func (a *api) document(mediaType string, at func(base string) ([]byte, error)) http.HandlerFunc {
	const allow = "GET, HEAD"
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			a.write(w, r, allow, refusal(wrongMethod(r.Method)))
			return
		}
		body, err := at(a.call(r).urls().base)
		if err != nil {
			a.write(w, r, allow, a.failure(r, err))
			return
		}
		a.write(w, r, allow, answer{status: http.StatusOK, body: body, mediaType: mediaType})
	}
}
