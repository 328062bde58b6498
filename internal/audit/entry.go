// Package audit keeps what was asked, decided and done: append-only and
// hash-chained, so that a changed, missing or reordered entry is found.
package audit

import (
	"context"
	"encoding/json"
	"time"

	"govgroup/internal/tools"
)

// Kind says what an entry records.
type Kind string

// The kinds of entry, in the order in which one change writes them.
const (
	Asked    Kind = "asked"    // a request to change was made
	Decided  Kind = "decided"  // a person or client approved or declined, or time ran out
	Refused  Kind = "refused"  // someone tried what they may not; nothing happened
	Intent   Kind = "intent"   // about to be applied
	Outcome  Kind = "outcome"  // what the tenant answered
	Settling Kind = "settling" // an execution was found abandoned and settled by reading

	// These concern no request.
	RolledBack   Kind = "rolled_back"   // the state was found to be an older copy, or another one
	TokenMade    Kind = "token_made"    // somebody was given a bearer token
	TokenRevoked Kind = "token_revoked" // a bearer token was ended
)

// Entry is one line of the audit. It holds no secret, and no free text but the
// requester's purpose: names come from the tenant, sentences from govgroup.
type Entry struct {
	Seq  int64     `json:"seq"` // 1, 2, 3 … without gaps
	Time time.Time `json:"time"`
	Kind Kind      `json:"kind"`

	Request   tools.RequestID `json:"request,omitempty"` // id of the request to change
	Undoes    tools.RequestID `json:"undoes,omitempty"`  // id of the request it undoes
	Tenant    string          `json:"tenant"`
	Actor     tools.Caller    `json:"actor"`
	Tool      string          `json:"tool"`
	Arguments json.RawMessage `json:"arguments,omitempty"` // resolved to ids
	Digest    string          `json:"digest,omitempty"`
	Groups    []tools.Ref     `json:"groups,omitempty"`

	// Names are those that groups get, and People whom the change concerns beside the
	// members among the items: owners, old and new. Fields are old and new values; a
	// description's is its length.
	Names  []tools.Ref         `json:"names,omitempty"`
	People []tools.Ref         `json:"people,omitempty"`
	Fields []tools.FieldChange `json:"fields,omitempty"`

	Level    string        `json:"level,omitempty"` // needed, or for a decision reached
	Approver *tools.Caller `json:"approver,omitempty"`
	State    string        `json:"state,omitempty"` // the request's, after this entry
	Code     string        `json:"code,omitempty"`  // of the fault, if there was one
	Reason   string        `json:"reason,omitempty"`
	Purpose  string        `json:"purpose,omitempty"` // why, in the requester's own words
	Items    []tools.Item  `json:"items,omitempty"`
	Tracking []string      `json:"tracking,omitempty"` // the tenant's tracking ids
	Call     string        `json:"call,omitempty"`     // id of the call that wrote this, as in the log
	Duration time.Duration `json:"duration,omitempty"` // nanoseconds
}

// Record is an entry as it is kept: the exact bytes, and the chain.
type Record struct {
	Seq  int64
	Body []byte // the entry as JSON, byte for byte what was hashed
	Prev string // hash of the record before; "" for the first
	Hash string // over Prev and Body

	Index Index // by what it is found; only while it is appended
}

// Store keeps records. Several processes append to it.
type Store interface {
	// Append calls next with what the head records (its Seq and Hash; the zero
	// Record if nothing was kept yet) and keeps what next returns, all in one
	// transaction: no two appends see the same head. The head is kept apart from
	// the records and chained from, so that records taken away at the end stay
	// missed. A record of the same number that is there already is an error.
	Append(ctx context.Context, next func(newest Record) (Record, error)) error

	// Head is the newest seq and hash as kept apart; zero if nothing was kept.
	Head(ctx context.Context) (seq int64, hash string, err error)

	// Each calls visit for every record in order of seq, from the given seq on,
	// until visit gives an error, which Each returns.
	Each(ctx context.Context, from int64, visit func(Record) error) error

	// Find gives the changes that fit, the one with the newest entry first, each as its
	// records, newest first; and how many fit, whatever the limit.
	Find(ctx context.Context, l Lookup) (found [][]Record, total int, err error)

	// Named gives the ids of the groups of a tenant that had the name, as [tools.Folded] has
	// it, at any time.
	Named(ctx context.Context, tenant, folded string) (ids []string, err error)

	// Names gives the names of a group of a tenant, the latest first.
	Names(ctx context.Context, tenant, id string) ([]Naming, error)
}
