package handlers

import "net/http"

// health is 200 once the world stands.
func (a *api) health(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		a.write(w, r, "GET, HEAD", refusal(wrongMethod(r.Method)))
		return
	}
	seeded, err := a.Store.Seeded(r.Context())
	if err != nil {
		a.write(w, r, "GET, HEAD", a.failure(r, err))
		return
	}
	status, text := http.StatusOK, "ok"
	if !seeded {
		status, text = http.StatusServiceUnavailable, "not seeded"
	}
	o := open(nil)
	o.text("status", text)
	o.text("version", a.Version)
	o.text("document_version", a.DocumentVersion)
	a.write(w, r, "GET, HEAD", answer{status: status, body: o.close()})
}

// document serves the description of this server, without a key.
func (a *api) document(mediaType string, at func(base string) ([]byte, error)) http.HandlerFunc {
	const allow = "GET, HEAD"
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			a.write(w, r, allow, refusal(wrongMethod(r.Method)))
			return
		}
		body, err := at(a.urls(r).base)
		if err != nil {
			a.write(w, r, allow, a.failure(r, err))
			return
		}
		a.write(w, r, allow, answer{status: http.StatusOK, body: body, mediaType: mediaType})
	}
}
