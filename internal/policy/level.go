// Levels: how strong an approval is, and which one a change needs. The built-in rules
// are the baseline; a policy only raises.

package policy

import (
	"fmt"
	"slices"

	"govgroup/internal/tools"
)

// Level is the kind of approval that a request needs or got, weakest first.
type Level string

// The levels. Client is the approval of an MCP client or of the requester's own
// click; nobody calls it a human's.
const (
	None   Level = "none" // no approval needed
	Client Level = "client"
	Typed  Level = "typed"  // as Client, and the name typed
	Person Level = "person" // a person known to us
	Second Level = "second" // a known person who is not the requester
)

var strength = []Level{None, Client, Typed, Person, Second}

// Meets reports whether an approval of this level is enough where the other is
// needed. A level that is not known meets nothing and is met by nothing.
func (l Level) Meets(needed Level) bool {
	have, want := slices.Index(strength, l), slices.Index(strength, needed)
	return have >= 0 && want >= 0 && have >= want
}

// fewMembers is up to how many members may be removed without typing the name.
const fewMembers = 10

// requirement is a level and why it is needed, and whether the name has to be
// typed. Typing is asked for by what the change is: a stricter level adds a
// person, and takes no typing away.
type requirement struct {
	level Level
	why   string
	typed bool
}

// String is a sentence.
func (n requirement) String() string {
	if n.level == None {
		return "It needs no approval."
	}
	return fmt.Sprintf("It needs an approval of the level %q, because %s.", n.level, n.why)
}

// atLeast raises the requirement.
func (n requirement) atLeast(level Level, why func() string) requirement {
	n.typed = n.typed || level == Typed
	if !n.level.Meets(level) {
		n.level, n.why = level, why()
	}
	return n
}

// baseline is what a change needs without a policy: the strongest of all that it does.
func baseline(plan tools.Plan) requirement {
	removed, deleted := plan.Pending(tools.RemoveMember), plan.Pending(tools.DeleteGroup)
	n := requirement{level: None}
	for _, asks := range []struct {
		when  bool
		level Level
		why   string
	}{
		{changesOwner(plan), Client, "it changes who owns the group"},
		{plan.Effect == tools.Changes && len(plan.LookAlikes) > 0, Client, "another group has this name, or one that looks like it"},
		{removed > 0, Client, "it removes members"},
		{deleted > 0 || plan.Effect == tools.Destroys && removed == 0, Typed, "it deletes"},
		{deleted == 0 && removed > fewMembers, Typed, fmt.Sprintf("it removes more than %d members", fewMembers)},
		{plan.Typed != "", Typed, plan.Typed},
	} {
		if asks.when {
			n = n.atLeast(asks.level, func() string { return asks.why })
		}
	}
	return n
}

// levelRule is a level that some changes need.
type levelRule struct {
	level  Level
	tools  toolset
	groups *selection
	over   int // items; 0 means any number
}

// newLevelRule compiles a level of the file.
func newLevelRule(f levelForm, known []tools.Tool) levelRule {
	r := levelRule{level: Level(f.Level.value), tools: newToolset(f.Tools, known), groups: newSelection(f.Groups)}
	if f.MoreThan != nil {
		r.over = f.MoreThan.value
	}
	return r
}

// requirement is the strongest level that the floor and the policy ask for.
func (c *compiled) requirement(plan tools.Plan, all []target) requirement {
	strongest := baseline(plan)
	for _, t := range all {
		if by := c.drawnBy(t); by != "" {
			strongest = strongest.atLeast(Second, func() string { return t.String() + " gives its members the role " + by })
		}
	}
	for _, r := range c.levels {
		if !r.tools.concerns(plan) || plan.Pending() <= r.over {
			continue
		}
		for _, t := range all {
			if r.groups.matches(c, t) {
				strongest = strongest.atLeast(r.level, func() string { return r.why(c, plan, t) })
				break
			}
		}
	}
	return strongest
}

// why tells the person who is asked what made the level necessary; they are more
// careful when they know.
func (r levelRule) why(c *compiled, plan tools.Plan, t target) string {
	why := "the policy asks for it for " + plan.Tool
	switch {
	case r.groups != nil && c.isProtected(t):
		why = t.String() + " is protected"
	case r.groups != nil:
		why = "the policy asks for it for " + t.String()
	}
	if r.over > 0 {
		why += fmt.Sprintf(" and more than %d groups or members", r.over)
	}
	return why
}
