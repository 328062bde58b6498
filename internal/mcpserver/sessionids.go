// Session ids: those of Streamable HTTP before 2026-07-28.

package mcpserver

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/mark3labs/mcp-go/server"
)

// maxSessions is how many sessions are open at the same time. Clients that come
// and go without a good-bye leave theirs until the sweeper finds them idle; the
// bound keeps a busy loop from filling the memory before that.
const maxSessions = 1000

// sessionIDs issues ids and knows the open ones, and who opened them. The
// library's own manager remembers closed ones for ever.
type sessionIDs struct {
	mu   sync.Mutex
	open map[string]string // who opened a session, by its id
}

// ResolveSessionIdManager gives the ids as the sender of a request uses them. The
// request is nil where the library tidies up.
func (s *sessionIDs) ResolveSessionIdManager(r *http.Request) server.SessionIdManager {
	if r == nil {
		return idsOf{s, ""}
	}
	return idsOf{s, subjectOf(r.Context())}
}

// belongs says whether the session is open, and whether this caller opened it.
func (s *sessionIDs) belongs(id, subject string) (open, own bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	owner, open := s.open[id]
	return open, open && owner == subject
}

// idsOf are the session ids for one caller.
type idsOf struct {
	*sessionIDs
	subject string
}

var errNoSession = errors.New("no such session")

// errTooManySessions is read by people, hence a sentence.
var errTooManySessions = fmt.Errorf("%s", "The server has as many open sessions as it takes (1000). Close one, or try again in some minutes.")

// Generate opens a session. With too many open it gives no id, and
// [refuseWithoutID] refuses the client.
func (s idsOf) Generate() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) >= maxSessions {
		return ""
	}
	id := rand.Text()
	s.open[id] = s.subject
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
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, id)
	return false, nil
}
