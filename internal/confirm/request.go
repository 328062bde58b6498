// Requests to change: the durable record of what was asked, by whom, who approved
// it, and what became of it.

package confirm

import (
	"encoding/json"
	"time"

	"govgroup/internal/policy"
	"govgroup/internal/tools"
)

// State is where a request stands.
type State string

// The states: Pending → Executing → Done | PartlyDone | Failed | Unknown, or
// Pending → Declined | Expired | Stale.
const (
	Pending    State = "pending"
	Executing  State = "executing"
	Done       State = "done"
	PartlyDone State = "partly_done"
	Failed     State = "failed"
	Unknown    State = "unknown" // written, and reading the tenant did not settle whether it took effect
	Declined   State = "declined"
	Expired    State = "expired"
	Stale      State = "stale" // the tenant changed between question and answer
)

// States are all the states that there are.
func States() []State {
	return []State{Pending, Executing, Done, PartlyDone, Failed, Unknown, Declined, Expired, Stale}
}

// Final reports whether nobody works on the request any more. What failed or was done
// in part may still turn out to have been done, where an answer was lost.
func (s State) Final() bool { return s != Pending && s != Executing }

// Level is the kind of approval that a request needs or got.
type Level = policy.Level

// The levels, weakest first.
const (
	None   = policy.None
	Client = policy.Client
	Typed  = policy.Typed
	Person = policy.Person
	Second = policy.Second
)

// Approval is one person's or client's yes, and whose it was.
type Approval struct {
	By    tools.Caller `json:"by"`
	Level Level        `json:"level"`
	At    time.Time    `json:"at"`
}

// Request is one request to change. The plan's items carry the outcomes as far
// as they are known.
type Request struct {
	ID        tools.RequestID `json:"id"` // 128 random bits
	Plan      tools.Plan      `json:"plan"`
	Digest    string          `json:"digest"` // over tool, resolved arguments and tenant
	Tenant    string          `json:"tenant"`
	Requester tools.Caller    `json:"requester"`
	Purpose   string          `json:"purpose,omitempty"` // why, in the requester's own words; a model may have written it
	Level     Level           `json:"level"`
	Typed     bool            `json:"typed,omitempty"`      // something has to be typed with the approval
	LookAlike bool            `json:"look_alike,omitempty"` // another group's name cannot be told from this one's, so the id is typed
	Approvers []string        `json:"approvers,omitempty"`  // roles that may decide in the requester's place
	Policy    string          `json:"policy"`               // version of the policy that chose the level
	Undoes    tools.RequestID `json:"undoes,omitempty"`     // the request that this one undoes
	State     State           `json:"state"`
	Created   time.Time       `json:"created"`
	Expires   time.Time       `json:"expires"`
	Approvals []Approval      `json:"approvals,omitempty"`
	Snapshot  json.RawMessage `json:"kept,omitempty"` // what is needed to go back
	Reason    string          `json:"reason,omitempty"`
	Trace     string          `json:"trace,omitempty"` // names the span of the call that made it, as a traceparent

	// Announced is when those who may decide were told, where someone else than
	// the requester has to.
	Announced time.Time `json:"announced,omitzero"`

	// DeclinedBy is who said no; nil: nobody did. Told is when whoever made the
	// request was told how it ended, where they did not decide it themselves.
	DeclinedBy *tools.Caller `json:"declined_by,omitempty"`
	Told       time.Time     `json:"told,omitzero"`

	// Ask is the hash of the only token with which the open question may be
	// answered, and Call the digest of the call that the answer must come with.
	Ask  string `json:"ask,omitempty"`
	Call string `json:"call,omitempty"`

	Finished time.Time `json:"finished,omitzero"`

	// Lost are the plan's items whose answer was lost and whose effect does not show,
	// by their index, and LookAt is when the tenant is read for them again; zero: not
	// any more. Late says that the outcome became known when whoever made the request
	// had been answered.
	Lost   []int     `json:"lost,omitempty"`
	LookAt time.Time `json:"look_at,omitzero"`
	Late   bool      `json:"late,omitempty"`

	// Lease is until when whoever executes is taken to be at work, and Fence counts
	// who took the lease: the store keeps both. LastSent is when something was last
	// sent to the tenant; zero: nothing was.
	Lease    time.Time `json:"-"`
	Fence    int64     `json:"-"`
	LastSent time.Time `json:"-"`

	// Begun is the request's place in the order in which changes began to be carried
	// out, which the store keeps, too; 0: it has not begun.
	Begun int64 `json:"-"`

	// Version counts the updates; the store compares it.
	Version int `json:"version"`
}

// SamePerson reports whether the caller is the person who made the request, on
// whichever surface: compared by ISC identity where both are known.
func (r Request) SamePerson(c tools.Caller) bool {
	return r.By(c) || (c.Identity != "" && c.Identity == r.Requester.Identity)
}

// By reports whether the caller is who made the request: the same subject on the
// same surface. Someone without a subject is nobody.
func (r Request) By(c tools.Caller) bool {
	return c.Subject != "" && surfaceOf(r.Requester) == surfaceOf(c) && r.Requester.Subject == c.Subject
}

// surfaceOf is where a subject counts: the two ways over HTTP know people by the
// same sign-in.
func surfaceOf(c tools.Caller) string {
	if c.Surface == "sse" {
		return "http"
	}
	return c.Surface
}
