// Sessions: who is looking, kept here. The browser has only a random name for
// its session, which works in no other place.

package approvals

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"sync"
	"time"

	"govgroup/internal/tools"
	"govgroup/internal/web"
)

// session is one signed-in browser.
type session struct {
	caller tools.Caller // without an identity; that is looked up each time
	token  string       // what forms must carry
	until  time.Time
}

func (s *session) knows(token string) bool {
	return subtle.ConstantTimeCompare([]byte(s.token), []byte(token)) == 1
}

// sessions are those open, by the hash of their names: what is read out of
// memory opens nothing.
type sessions struct {
	lifetime time.Duration
	now      func() time.Time

	mu   sync.Mutex
	open map[[sha256.Size]byte]*session
}

func newSessions(lifetime time.Duration, now func() time.Time) *sessions {
	return &sessions{lifetime: lifetime, now: now, open: map[[sha256.Size]byte]*session{}}
}

// begin opens a session under a new name. A name that came from a browser is
// never taken over, so that nobody can choose it for someone else.
func (s *sessions) begin(caller tools.Caller) (name string) {
	name = rand.Text()
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, old := range s.open {
		if now.After(old.until) {
			delete(s.open, key)
		}
	}
	s.open[sha256.Sum256([]byte(name))] = &session{caller: caller, token: rand.Text(), until: now.Add(s.lifetime)}
	return name
}

// find gives the session of that name; nil if it is not open any more.
func (s *sessions) find(name string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.open[sha256.Sum256([]byte(name))]
	if found == nil || s.now().After(found.until) {
		return nil
	}
	return found
}

func (s *sessions) end(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, sha256.Sum256([]byte(name)))
}

// viewer is who is looking at a page; session is nil for someone unknown.
type viewer struct {
	session *session
	caller  tools.Caller
}

// viewer finds out who sent a request. An error means that the tenant could not
// be asked who that is. One that lets govgroup look up nobody knows nobody: then
// rules and approvals by identity fit nobody.
func (s *Site) viewer(r *http.Request) (viewer, error) {
	v := viewer{session: s.sessionOf(r)}
	if v.session == nil {
		return viewer{}, nil
	}
	var err error
	v.caller, err = s.Identify(r.Context(), v.session.caller)
	if err != nil && tools.AsError(err).Code == tools.NotAllowed {
		return viewer{v.session, v.session.caller}, nil
	}
	return v, err
}

// sessionOf gives the session of a browser. Cookies that open nothing do not
// count. If two open something, one was planted there; nobody can tell which.
func (s *Site) sessionOf(r *http.Request) *session {
	var found *session
	for _, name := range s.cookies().Values(r, "") {
		opened := s.sessions.find(name)
		if opened != nil && found != nil {
			return nil
		}
		found = cmp.Or(opened, found)
	}
	return found
}

// startSession opens a session for a person and gives it to the browser. What the
// browser had before is closed.
func (s *Site) startSession(w http.ResponseWriter, r *http.Request, caller tools.Caller) {
	s.endSession(r)
	s.cookies().Set(w, "", s.sessions.begin(caller), s.sessions.lifetime)
}

// endSession closes what a browser has open here.
func (s *Site) endSession(r *http.Request) {
	for _, name := range s.cookies().Values(r, "") {
		s.sessions.end(name)
	}
}

func (s *Site) cookies() web.Cookies { return web.CookiesOf(s.address()) }
