// Session ids: those of Streamable HTTP before 2026-07-28.

package mcpserver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/mark3labs/mcp-go/server"
)

// What is open at the same time. Clients that come and go without a good-bye leave
// their sessions until the sweeper finds them idle; the bounds keep a busy loop from
// filling the memory before that.
const (
	maxSessions = 50     // of one caller; the one that was idle for longest makes room
	allSessions = 10_000 // of all
)

// sessionIDs issues ids and knows the open ones, and who opened them. The
// library's own manager remembers closed ones for ever.
type sessionIDs struct {
	seal seal

	mu   sync.Mutex
	open map[string]*openSession
}

// openSession is what is known of one by its id.
type openSession struct {
	subject string // who opened it
	version string // of the protocol
	used    time.Time
	busy    int // requests not yet answered
}

// versionKey is where the protocol's version travels to where the id is made.
type versionKey struct{}

func withVersion(ctx context.Context, version string) context.Context {
	return context.WithValue(ctx, versionKey{}, version)
}

// ResolveSessionIdManager gives the ids as the sender of a request uses them. The
// request is nil where the library tidies up.
func (s *sessionIDs) ResolveSessionIdManager(r *http.Request) server.SessionIdManager {
	if r == nil {
		return idsOf{sessionIDs: s}
	}
	version, _ := r.Context().Value(versionKey{}).(string)
	return idsOf{s, subjectOf(r.Context()), version}
}

// belongs says whether the session is open, and whether this caller opened it. One that
// another process opened is taken over. What its client said it can do is not known
// here: its user is asked elsewhere until it connects anew.
func (s *sessionIDs) belongs(id, subject string) (open, own bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	session, open := s.open[id]
	if version, known := s.seal.knows(id, subject); !open && known && s.room(subject) {
		session, open = &openSession{subject: subject, version: version, used: time.Now()}, true
		s.open[id] = session
	}
	return open, open && session.subject == subject
}

// version is the one that the session was opened with.
func (s *sessionIDs) version(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if session, open := s.open[id]; open {
		return session.version
	}
	return ""
}

// use notes that a request of the session is being handled, until the function it
// gives is called.
func (s *sessionIDs) use(id string) (done func()) {
	s.note(id, 1)
	return func() { s.note(id, -1) }
}

func (s *sessionIDs) note(id string, requests int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if session, open := s.open[id]; open {
		session.busy += requests
		session.used = time.Now()
	}
}

// surplus is the session of the caller that has to go before another is opened:
// of too many the one that was idle for longest. Empty: none has to, or none is
// idle.
func (s *sessionIDs) surplus(subject string) (oldest string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := 0
	for id, session := range s.open {
		if session.subject != subject {
			continue
		}
		own++
		if session.busy == 0 && (oldest == "" || session.used.Before(s.open[oldest].used)) {
			oldest = id
		}
	}
	if own < maxSessions {
		return ""
	}
	return oldest
}

// forget drops a session, whoever has it.
func (s *sessionIDs) forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, id)
}

// room reports whether the caller may open one more.
func (s *sessionIDs) room(subject string) bool {
	own := 0
	for _, session := range s.open {
		if session.subject == subject {
			own++
		}
	}
	return own < maxSessions && len(s.open) < allSessions
}

// idsOf are the session ids for one caller.
type idsOf struct {
	*sessionIDs
	subject string
	version string // of the session that is opened
}

var errNoSession = errors.New("no such session")

// errTooManySessions is read by people, hence a sentence.
var errTooManySessions = fmt.Errorf("%s", "As many of your sessions as may be open (50) are in use, or the server has as many as it takes. Close one, or try again in some minutes.")

// Generate opens a session. With too many open it gives no id, and
// [refuseWithoutID] refuses the client.
func (s idsOf) Generate() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.room(s.subject) {
		return ""
	}
	id := s.seal.id(s.subject, s.version)
	s.open[id] = &openSession{subject: s.subject, version: s.version, used: time.Now()}
	return id
}

// Validate says whether the session is open and the caller's.
func (s idsOf) Validate(id string) (terminated bool, err error) {
	if _, own := s.belongs(id, s.subject); !own {
		return false, errNoSession
	}
	return false, nil
}

// Terminate closes the session. Whose it is was asked before: the library also
// closes those that were idle for too long.
func (s idsOf) Terminate(id string) (notAllowed bool, err error) {
	s.forget(id)
	return false, nil
}
