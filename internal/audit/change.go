// One change as a reader wants it: the entries of one request joined into one.

package audit

import (
	"time"

	"govgroup/internal/tools"
)

// Change is everything the log says about one request to change. Something
// refused stands on its own, with an empty State, even where it was an attempt
// on a request.
type Change struct {
	Request  tools.RequestID // empty where a refusal came before any request
	Undoes   tools.RequestID
	Time     time.Time // of the newest entry
	Tenant   string
	Tool     string
	Actor    tools.Caller // who asked, or tried
	Level    string       // reached; before a decision, needed
	Approver *tools.Caller
	State    string
	Code     tools.Code // why it was refused or failed
	Reason   string
	Groups   []tools.Ref
	Fields   []tools.FieldChange // old and new values
	Items    []tools.Item        // with outcomes as far as they are known
}

// change is a Change in the making.
type change struct {
	Change
	decided bool // the level is the one reached
}

// older fills in what newer entries left open. Who asked for what is told by the
// oldest entry, how it ended by the newest.
func (c *change) older(e Entry) {
	c.Tenant, c.Tool, c.Actor = e.Tenant, e.Tool, e.Actor
	if len(c.Groups) == 0 { // the newest has the ids of what was created
		c.Groups = e.Groups
	}
	if len(c.Fields) == 0 {
		c.Fields = e.Fields
	}
	if e.Kind == Decided && !c.decided && e.Level != "" {
		c.Level, c.decided = e.Level, true // other kinds carry the level needed
	}
	keep(&c.Level, e.Level)
	keep(&c.Undoes, e.Undoes)
	keep(&c.Code, tools.Code(e.Code))
	keep(&c.Reason, e.Reason)
	if e.Kind != Refused { // the request that a refusal met goes on without it
		keep(&c.State, e.State)
		if c.Approver == nil {
			c.Approver = e.Approver
		}
	}
	if c.Items == nil {
		c.Items = e.Items // every entry has them all, as they stood
	}
}

// keep sets what is not set yet.
func keep[T ~string](field *T, value T) {
	if *field == "" {
		*field = value
	}
}
