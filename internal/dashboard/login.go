package dashboard

import (
	"errors"
	"net/http"

	"github.com/cekura/mockserver/internal/access"
	"github.com/cekura/mockserver/internal/sandbox"
)

// guard lets through who may see what is in a world. Who has yet to show the
// token, or a key, is asked for it.
func (d *dashboard) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := d.Guard.MaySee(r)
		switch isUnknown := errors.Is(err, access.ErrToken) || errors.Is(err, access.ErrKey); {
		case isUnknown && r.Method == http.MethodGet:
			_, prefix := sandbox.Of(r)
			http.Redirect(w, r, prefix+"/_mock/ui/login", http.StatusSeeOther)
		case isUnknown:
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
	case errors.Is(err, access.ErrKey):
		d.show(w, r, "login", outcome{status: http.StatusUnauthorized, problem: "This is no key of this server."})
	case err != nil:
		d.show(w, r, "error", outcome{status: http.StatusForbidden, problem: err.Error()})
	default:
		http.SetCookie(w, cookie)
		_, prefix := sandbox.Of(r)
		http.Redirect(w, r, prefix+home, http.StatusSeeOther)
	}
}

// loginView says what people log in with.
type loginView struct{ Key bool }

func (d *dashboard) loginView(*sandbox.Sandbox, *http.Request) (any, error) {
	return loginView{d.Guard.WantsKey()}, nil
}
