// Routes: which address leads where, and what every answer carries.

package approvals

import (
	_ "embed"
	"net/http"

	"govgroup/internal/tools"
)

//go:embed pages/style.css
var style []byte

// longest is how many bytes a form may have.
const longest = 16 << 10

// Handler serves everything beneath [Root], and /approvals itself. Host and
// Origin of requests to a team's site are also the server's to check.
func (s *Site) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Root+"{$}", s.signedIn(s.waiting))
	mux.HandleFunc("GET "+Root+"decided", s.signedIn(s.decided))
	mux.HandleFunc("GET "+Root+"requests/{id}", s.signedIn(s.request))
	mux.HandleFunc("POST "+Root+"requests/{id}", s.posted(s.decide))
	mux.HandleFunc("GET "+Root+"style.css", serveStyle)
	mux.HandleFunc(Root, s.nothingHere)
	switch {
	case s.desktop != nil:
		mux.HandleFunc("GET "+Root+"enter", s.enter)
	case s.tokens != nil:
		mux.HandleFunc("POST "+Root+"sign-in", s.signInWithToken)
	default:
		mux.HandleFunc("GET "+Root+"callback", s.callback)
	}
	if s.desktop == nil {
		mux.HandleFunc("POST "+Root+"sign-out", s.posted(s.signOut))
	}
	return secured(mux)
}

// secured sets the headers of every answer: nothing but our own style is loaded,
// no other page may frame ours, nothing is kept by browsers or proxies, and no
// address is told to others. The referrer policy is not the strictest one, under
// which browsers send no Origin with a form.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("X-Frame-Options", "DENY")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		r.Body = http.MaxBytesReader(w, r.Body, longest)
		next.ServeHTTP(w, r)
	})
}

func serveStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(style)
}

func (s *Site) nothingHere(w http.ResponseWriter, _ *http.Request) {
	s.fail(w, viewer{}, tools.Errorf(tools.NotFound, "There is no page at this address."))
}

// signedIn lets through who is signed in; anyone else is taken to sign in first.
func (s *Site) signedIn(next func(http.ResponseWriter, *http.Request, viewer)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := s.viewer(r)
		switch {
		case err != nil:
			s.fail(w, v, err)
		case v.session != nil:
			next(w, r, v)
		case s.provider != nil:
			s.signIn(w, r)
		case s.tokens != nil:
			s.askForToken(w, http.StatusOK, r.URL.Path, "")
		default:
			s.fail(w, v, notOpened)
		}
	}
}

// posted lets a form through only from a page of ours, sent by who is signed in.
func (s *Site) posted(next func(http.ResponseWriter, *http.Request, viewer)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := s.viewer(r)
		if err == nil {
			err = s.verifyForm(r, v)
		}
		if err != nil {
			s.fail(w, v, err)
			return
		}
		next(w, r, v)
	}
}

// The reasons for which a form is not taken.
var (
	foreign   = tools.Unchanged(tools.Errorf(tools.NotAllowed, "This form did not come from this site's own page."))
	signedOff = tools.Unchanged(tools.Errorf(tools.NotAllowed, "You are not signed in any more. Open the request again, sign in, and decide there."))
	forged    = tools.Unchanged(tools.Errorf(tools.NotAllowed, "This form was not made for you, or is from an earlier sign-in. Open the request again and decide there."))
	unread    = tools.Unchanged(tools.Errorf(tools.InvalidInput, "The form could not be read."))
)

// verifyForm checks where a form comes from, twice: browsers tell the origin, and
// only our pages know the session's token.
func (s *Site) verifyForm(r *http.Request, v viewer) error {
	base := s.address()
	switch {
	case base == nil || r.Header.Get("Origin") != base.String():
		return foreign
	case v.session == nil:
		return signedOff
	case r.ParseForm() != nil:
		return unread
	case !v.session.knows(r.PostForm.Get("token")):
		return forged
	}
	return nil
}
