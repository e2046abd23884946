package dashboard

import (
	"errors"
	"net/http"

	"github.com/cekura/mockserver/internal/access"
	"github.com/cekura/mockserver/internal/sandbox"
)

// guard lets through what the guard of all controls does. Who has yet to show
// the token is asked for it.
func (d *dashboard) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := d.Guard.Check(r)
		switch {
		case errors.Is(err, access.ErrToken) && r.Method == http.MethodGet:
			_, prefix := sandbox.Of(r)
			http.Redirect(w, r, prefix+"/_mock/ui/login", http.StatusSeeOther)
		case errors.Is(err, access.ErrToken):
			d.show(w, r, "login", outcome{status: http.StatusUnauthorized})
		case err != nil:
			d.show(w, r, "error", outcome{status: http.StatusForbidden, problem: err.Error()})
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func (d *dashboard) loginForm(w http.ResponseWriter, r *http.Request) {
	d.show(w, r, "login", outcome{})
}

func (d *dashboard) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	cookie, err := d.Guard.Login(r, r.PostFormValue("token"))
	switch {
	case errors.Is(err, access.ErrToken):
		d.show(w, r, "login", outcome{status: http.StatusUnauthorized, problem: "This is not the token."})
	case err != nil:
		d.show(w, r, "error", outcome{status: http.StatusForbidden, problem: err.Error()})
	default:
		http.SetCookie(w, cookie)
		_, prefix := sandbox.Of(r)
		http.Redirect(w, r, prefix+home, http.StatusSeeOther)
	}
}
