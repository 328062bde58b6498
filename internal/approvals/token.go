// Token: signing in with a bearer token, on a server that has no OpenID provider.

package approvals

import (
	"errors"
	"net/http"

	"govgroup/internal/signin"
)

// tokenForm is the page that asks for a token.
type tokenForm struct {
	layout
	Path string // where the person was going
	Why  string // the last token was no good, because
}

// askForToken shows the form. The token is sent in a form's body: addresses are
// kept in logs and histories.
func (s *Site) askForToken(w http.ResponseWriter, status int, path, why string) {
	s.render(w, status, "token", tokenForm{layout{Title: "Sign in"}, path, why})
}

// signInWithToken opens the session of whoever holds the token. Who sends the form
// from another site has another origin; that keeps people from being signed in as
// somebody else.
func (s *Site) signInWithToken(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Origin") != s.address().String() {
		s.fail(w, viewer{}, foreign)
		return
	}
	if err := r.ParseForm(); err != nil {
		s.fail(w, viewer{}, unread)
		return
	}
	to := flow{Path: r.PostForm.Get("path")}.back()
	caller, err := s.tokens.Authenticate(r, r.PostForm.Get("bearer"))
	var denied *signin.AuthError
	switch {
	case errors.As(err, &denied):
		s.askForToken(w, denied.Status, to, denied.Sentence)
	case err != nil:
		s.fail(w, viewer{}, err)
	default:
		caller.Surface, caller.Client = surface, Program
		s.startSession(w, r, caller)
		s.Log.Info("signed in to the approval page", "subject", caller.Subject)
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
}
