// Call: the record of what the app asked of the Web API.

package slacktest

import (
	"slices"
	"time"
)

// Call is one API call, or one use of a response URL.
type Call struct {
	At     time.Time
	Method string // chat.postMessage, …, or response_url
	Token  string // bot, app or none: the kind, never the token
	Scope  string // the scope that allowed it, if one was needed
	// Args are the arguments without the token, as they came: in forms,
	// objects are strings of JSON.
	Args map[string]any
	// Error is Slack's error string, or empty.
	Error  string
	Status int // of HTTP
}

// Calls gives every call so far, oldest first.
func (s *Slack) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// record keeps a call. The caller holds the lock.
func (s *Slack) record(c Call) {
	s.calls = append(s.calls, c)
	s.changed()
}
