// The record of what the app asked of the Web API.

package slacktest

import "time"

// Call is one API call, or one use of a response URL.
type Call struct {
	At     time.Time
	Method string // chat.postMessage, …, or response_url
	Token  string // bot, app or none: the kind, never the token
	Scope  string // the scope that allowed it, if one was needed
	// Args are the arguments without the token; objects stay objects.
	Args map[string]any
	// Error is Slack's error string, or empty.
	Error  string
	Status int // of HTTP
}

// Calls gives every call so far, oldest first.
func (s *Slack) Calls() []Call { return nil }
