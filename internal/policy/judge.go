// Package policy says who may do what, and which yes it needs. It is asked
// twice: when a change is asked for and again when it is about to happen.
package policy

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"govgroup/internal/tools"
)

// Judge judges by the policy in force. Make one with [BuiltIn] or [Load]. It is
// safe for concurrent use.
type Judge struct {
	Options
	path string
	book atomic.Pointer[book] // nil: the built-in rules
}

// Options are what judging by a file needs.
type Options struct {
	Tools []tools.Tool     // all there are; a policy that names others is refused
	Usage Usage            // nil: what a limit per day concerns is refused
	Now   func() time.Time // nil: time.Now
	Log   *slog.Logger     // nil: slog.Default()
}

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

// always is the tool that everyone may use: it tells callers where they stand
// and nothing else.
const always = "govgroup_whoami"

// May says whether the caller may ever use a tool: nil, or a fault NotAllowed
// with the reason. Tools that a caller may never use are not listed to them. A
// tool that changes is one they may use if some group would allow it.
func (j *Judge) May(ctx context.Context, s *tools.Session, t tools.Tool) error {
	_, err := j.Use(ctx, s, t)
	return err
}

// Use is [Judge.May] with the rule that allows the tool. For a tool that reads
// that is all there is to judge.
func (j *Judge) Use(ctx context.Context, s *tools.Session, t tools.Tool) (Ruling, error) {
	b := j.book.Load()
	if b == nil {
		return Ruling{Level: None, Rule: "built-in", Reason: "There is no policy file.", Version: builtIn}, nil
	}
	ruling := Ruling{Level: None, Rule: "built-in", Reason: "Everyone may ask who they are.", Version: b.version}
	if t.Name == always {
		return ruling, nil
	}
	if err := b.denied(ctx, s, t.Name, target{}); err != nil {
		return ruling, err
	}
	g, err := b.allowed(ctx, s, t.Name, concern{some: changes(t)})
	if err == nil {
		ruling.Rule, ruling.Reason = grounds([]grant{g})
	}
	return ruling, err
}

// Rule judges a change that the session's caller asks for. A fault NotAllowed
// says why it may not be; any other error means that it could not be judged, and
// so may not be either.
func (j *Judge) Rule(ctx context.Context, s *tools.Session, p tools.Plan) (Ruling, error) {
	b := j.book.Load()
	if b == nil {
		n := floor(p)
		return Ruling{Level: n.level, Rule: "built-in", Reason: "There is no policy file. " + n.String(), Version: builtIn}, nil
	}
	refused := Ruling{Level: Second, Version: b.version} // whatever is made of it, it is not lenient
	all, err := targets(ctx, s, p)                       // one book for the whole ruling: a new one may come meanwhile
	if err != nil {
		return refused, err
	}
	grants, err := b.permit(ctx, s, p.Tool, all)
	if err != nil {
		return refused, err
	}
	if err := b.within(ctx, s, p, all, j.today(ctx, s.Caller, p)); err != nil {
		return refused, err
	}
	n := b.need(p, all)
	rules, reasons := grounds(grants)
	return Ruling{Level: n.level, Rule: rules, Reason: reasons + " " + n.String(), Version: b.version}, nil
}

// permit judges group by group, so that a call about many groups is worth no more
// than one call for each. It gives what allows the tool for each of the groups.
func (b *book) permit(ctx context.Context, s *tools.Session, tool string, all []target) ([]grant, error) {
	var grants []grant
	for _, t := range all {
		if err := b.denied(ctx, s, tool, t); err != nil {
			return nil, err
		}
		g, err := b.allowed(ctx, s, tool, concern{target: t})
		if err != nil {
			return nil, err
		}
		grants = append(grants, g)
	}
	return grants, nil
}

// grounds tells which rules allow a change, and why, each once.
func grounds(grants []grant) (rules, reasons string) {
	var names, sentences []string
	for _, g := range grants {
		sentence := fmt.Sprintf("Rule “%s” allows it to the role %s.", tools.Clean(g.rule), g.holding)
		if !slices.Contains(names, g.rule) {
			names = append(names, g.rule)
			sentences = append(sentences, sentence)
		}
	}
	return strings.Join(names, ", "), strings.Join(sentences, " ")
}

// MayDecide says whether the session's caller may say yes in place of the
// requester, at the given level: nil, or a fault NotAllowed with the reason.
// That the requester never decides at level Second is not its business.
func (j *Judge) MayDecide(ctx context.Context, s *tools.Session, p tools.Plan, _ Level) error {
	b := j.book.Load()
	if b == nil {
		return tools.Faultf(tools.NotAllowed, "This request was made by someone else. Without a policy only the requester can decide. Nothing was changed.")
	}
	all, err := targets(ctx, s, p)
	if err != nil {
		return err
	}
	return b.decides(ctx, s, p, all)
}
