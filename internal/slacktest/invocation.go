// Invocations: one thing a person did and what became of it.

package slacktest

import (
	"encoding/json"
	"time"
)

// Invocation is a command, a click or a form that was sent to the app.
type Invocation struct {
	// EnvelopeID identifies the delivery (Socket Mode only).
	EnvelopeID string
	TriggerID  string
	// ResponseURL is empty for forms.
	ResponseURL string
	// Acked tells whether the app acknowledged in time; AckAfter is how long
	// it took, in real time.
	Acked    bool
	AckAfter time.Duration
	// AckBody is what came with the acknowledgement.
	AckBody json.RawMessage
	// Failure is Slack's word for what went wrong: operation_timeout (no
	// acknowledgement in time), dispatch_failed (nobody to deliver to),
	// http_client_error, http_service_error, dispatch_unknown_error (an
	// acknowledgement that makes no sense). Empty when all went well.
	Failure string
	// Deliveries counts how often it was sent.
	Deliveries int
}

// Values are what a person enters into a form: by action_id, or by
// block_id/action_id where one action_id occurs twice. Typed text is one
// value; selects take the values of options, or IDs of users or channels.
type Values map[string][]string

// Suggestion is what a type-ahead showed.
type Suggestion struct {
	Options []Option
	Invocation
}
