// Package policy says who may do what, and which yes it needs. It is asked
// twice: when a change is asked for and again when it is about to happen.
package policy

import (
	"context"

	"govgroup/internal/tools"
)

// Judge judges by the policy in force. It is safe for concurrent use.
type Judge struct{}

// Ruling is what the policy says of one change.
type Ruling struct {
	Level   Level  // the yes that is needed
	Rule    string // the rule that decided
	Reason  string // in words
	Version string // of the policy
}

// BuiltIn judges without a policy file: everyone who gets in may read and
// change; deleting wants the name typed, and so does removing more than a few
// members.
func BuiltIn() *Judge { return &Judge{} }

// builtIn is the version noted on requests judged by the built-in rules.
const builtIn = "built-in 1"

// fewMembers is up to how many members may be removed with a plain yes.
const fewMembers = 10

// May says whether the caller may ever use a tool: nil, or a fault NotAllowed
// with the reason. Tools that a caller may never use are not listed to them.
func (j *Judge) May(context.Context, *tools.Session, tools.Tool) error { return nil }

// Rule judges a change that the session's caller asks for. A fault NotAllowed
// says why it may not be.
func (j *Judge) Rule(_ context.Context, _ *tools.Session, p tools.Plan) (Ruling, error) {
	ruling := Ruling{Level: Typed, Rule: "built-in", Version: builtIn}
	switch {
	case p.Effect == tools.Changes:
		ruling.Level = None
	case p.Tool == "govgroup_members_remove" && p.Pending() <= fewMembers:
		ruling.Level = Client
	}
	return ruling, nil
}

// MayDecide says whether the session's caller may say yes in place of the
// requester, at the given level: nil, or a fault NotAllowed with the reason.
// That the requester never decides at level Second is not its business.
func (j *Judge) MayDecide(context.Context, *tools.Session, tools.Plan, Level) error {
	return tools.Faultf(tools.NotAllowed, "Without a policy only the requester can decide. Nothing was changed.")
}
