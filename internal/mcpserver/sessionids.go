// The session ids of Streamable HTTP before 2026-07-28.

package mcpserver

import (
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
)

// maxSessions is how many sessions are open at the same time. Clients that come
// and go without a good-bye leave theirs until the sweeper finds them idle; the
// bound keeps a busy loop from filling the memory before that.
const maxSessions = 1000

// sessionIDs issues ids and knows the open ones. The library's own manager
// remembers closed ones for ever.
type sessionIDs struct {
	mu   sync.Mutex
	open map[string]struct{}
}

var errNoSession = errors.New("no such session")

// errTooManySessions is read by people, hence a sentence.
var errTooManySessions = fmt.Errorf("%s", "The server has as many open sessions as it takes (1000). Close one, or try again in some minutes.")

// Generate opens a session. With too many open it gives no id, and
// [refuseWithoutID] refuses the client.
func (s *sessionIDs) Generate() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) >= maxSessions {
		return ""
	}
	id := rand.Text()
	s.open[id] = struct{}{}
	return id
}

// Validate says whether the session is open.
func (s *sessionIDs) Validate(id string) (terminated bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.open[id]; !ok {
		return false, errNoSession
	}
	return false, nil
}

// Terminate closes the session.
func (s *sessionIDs) Terminate(id string) (notAllowed bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, id)
	return false, nil
}
