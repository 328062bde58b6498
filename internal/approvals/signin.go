// Sign-in: the way in and out, for a team.

package approvals

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"govgroup/internal/tools"
)

// signIn sends someone to the provider. Where they come back to is the page that
// they asked for; no address is ever taken from what they sent.
func (s *Site) signIn(w http.ResponseWriter, r *http.Request) {
	f := flow{
		State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(),
		Path: r.URL.Path, Until: s.Now().Add(flowLifetime),
	}
	s.cookies().Set(w, flowName(f.State), s.flows.seal(f), flowLifetime)
	http.Redirect(w, r, s.provider.start(f, s.callbackURL()), http.StatusSeeOther)
}

// The reasons for which a sign-in fails. What the provider sent is for the log.
var (
	unasked = tools.Unchanged(tools.Errorf(tools.NotAllowed, "This sign-in was not begun in this browser, or took too long. Open the request again."))
	refused = tools.Unchanged(tools.Errorf(tools.NotAllowed, "The sign-in was not completed. Open the request again to try once more."))
)

// callback takes someone back from the provider and opens their session.
func (s *Site) callback(w http.ResponseWriter, r *http.Request) {
	answer := r.URL.Query()
	f, err := s.flowOf(r, answer.Get("state"))
	if err != nil {
		s.fail(w, viewer{}, unasked)
		return
	}
	s.cookies().Drop(w, flowName(f.State)) // once
	if answer.Has("error") {
		s.Log.Info("a sign-in to the approval page was refused", "error", tools.Clean(answer.Get("error")))
		s.fail(w, viewer{}, refused)
		return
	}
	caller, err := s.provider.finish(r.Context(), f, answer.Get("code"), s.callbackURL())
	if err != nil {
		s.Log.Warn("a sign-in to the approval page failed", "error", err)
		s.fail(w, viewer{}, refused)
		return
	}
	s.startSession(w, r, caller)
	s.Log.Info("signed in to the approval page", "subject", caller.Subject)
	http.Redirect(w, r, f.back(), http.StatusSeeOther)
}

// flowOf finds the sign-in that this very browser began with that state.
func (s *Site) flowOf(r *http.Request, state string) (flow, error) {
	sealed := s.cookies().Values(r, flowName(state))
	if len(sealed) == 0 {
		return flow{}, errFlow
	}
	f, err := s.flows.open(sealed[0], s.Now())
	if err != nil || subtle.ConstantTimeCompare([]byte(f.State), []byte(state)) != 1 {
		return flow{}, errFlow
	}
	return f, nil
}

// flowName keeps the sign-ins of several tabs apart. Only what a state consists
// of gets into it.
func flowName(state string) string {
	return "-" + strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '2' && r <= '7' {
			return r
		}
		return -1
	}, state[:min(8, len(state))])
}

func (s *Site) signOut(w http.ResponseWriter, r *http.Request, _ viewer) {
	s.endSession(r)
	s.cookies().Drop(w, "")
	s.render(w, http.StatusOK, "left", layout{Title: "Signed out"})
}

func (s *Site) callbackURL() string {
	return s.address().ResolveReference(&url.URL{Path: Root + "callback"}).String()
}
