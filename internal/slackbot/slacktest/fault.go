// Misbehaviour on demand: what the real Slack does on its bad days.

package slacktest

import "time"

// RateLimit answers the next calls of a method (empty: of any) with 429 and
// that Retry-After, rounded up to seconds.
func (s *Slack) RateLimit(method string, times int, after time.Duration) {}

// FailCalls answers the next calls of a method (empty: of any) with that error.
func (s *Slack) FailCalls(method string, times int, slackError string) {}

// LoseAcks drops the next acknowledgements: the person is told that the app
// did not respond although it did.
func (s *Slack) LoseAcks(times int) {}

// Redeliver sends the next deliveries twice: the same envelope again, or over
// HTTP the same body again; events carry X-Slack-Retry-Num.
func (s *Slack) Redeliver(times int) {}

// SkewSignatures dates HTTP deliveries that much off, from now on.
func (s *Slack) SkewSignatures(by time.Duration) {}

// ForgetResponseURLs makes every response URL given so far expired.
func (s *Slack) ForgetResponseURLs() {}

// Disconnect tells every socket to reconnect (reason refresh_requested,
// warning or link_disabled) and closes it.
func (s *Slack) Disconnect(reason string) {}

// DropSockets cuts every socket without a word and tells how many.
func (s *Slack) DropSockets() int { return 0 }

// RefuseSockets refuses the next attempts to connect.
func (s *Slack) RefuseSockets(times int) {}
