// Rules: who may do what with which groups. What a rule denies, no other allows;
// what no rule allows is denied.

package policy

import (
	"context"
	"slices"
	"strings"

	"govgroup/internal/tools"
)

// rule allows tools to roles, or denies them.
type rule struct {
	name   string
	denies bool
	roles  []string
	tools  toolset
	groups *selection // nil: all, and what concerns no group
}

// newRule needs no check of its own: a file that has both lists, or none, was
// refused before.
func newRule(f ruleForm, known []tools.Tool) rule {
	r := rule{name: f.Name.value, denies: len(f.Deny) > 0, roles: texts(f.Roles), groups: newSelection(f.Groups)}
	r.tools = newToolset(append(f.Allow, f.Deny...), known)
	if r.groups != nil {
		r.tools.keep(known, changes) // reading is not judged group by group
	}
	return r
}

// denied is an error if a rule denies the tool to the caller for the group. A role
// that cannot be told denies: a tenant in trouble must not open what was closed.
func (c *compiled) denied(ctx context.Context, inv *tools.Invocation, tool string, t target) error {
	for _, r := range c.rules {
		if !r.denies || !r.tools[tool] || !r.groups.matches(c, t) {
			continue
		}
		h, err := c.holds(ctx, inv, r.roles, subject{target: t})
		if err != nil {
			return err
		}
		if h.some() {
			return tools.Errorf(tools.NotAllowed, "The policy's rule “%s” denies %s%s to the role %s.",
				tools.Clean(r.name), tool, on(t), h)
		}
	}
	return nil
}

// allowance is why something is allowed.
type allowance struct {
	rule string
	roleMatch
}

// allowed finds the rule that allows the tool to the caller for the group
// concerned, or for some group. An error says that there is none. A role that
// cannot be told does not matter if another rule allows it, and is the reason
// for the refusal if none does.
func (c *compiled) allowed(ctx context.Context, inv *tools.Invocation, tool string, about subject) (allowance, error) {
	var unknown error
	var meant []string
	for _, r := range c.rules {
		if r.denies || !r.tools[tool] || !(about.some || r.groups.matches(c, about.target)) {
			continue
		}
		h, err := c.holds(ctx, inv, r.roles, about)
		if err != nil {
			unknown = err
		} else if h.some() {
			return allowance{r.name, h}, nil
		}
		meant = append(meant, r.roles...)
	}
	if unknown != nil {
		return allowance{}, unknown
	}
	return allowance{}, refusal(tool, about, meant)
}

// refusal says who might instead, so that people know whom to ask.
func refusal(tool string, about subject, meant []string) error {
	slices.Sort(meant)
	meant = slices.Compact(meant)
	if len(meant) == 0 {
		return tools.Errorf(tools.NotAllowed, "No rule of the policy allows %s%s to anyone.", tool, on(about.target))
	}
	return tools.Errorf(tools.NotAllowed, "The policy does not allow you %s%s. It is for %s, which you are not here.",
		tool, on(about.target), strings.Join(meant, ", "))
}

// on names the group in a sentence about a tool, if it is about one.
func on(t target) string {
	if t.name == "" {
		return ""
	}
	return " on " + t.String()
}

// toolset is the tools that something is about.
type toolset map[string]bool

// newToolset finds the tools that patterns name; no patterns name all.
func newToolset(patterns []word, known []tools.Tool) toolset {
	set := toolset{}
	for _, t := range known {
		fits := func(w word) bool { return newPattern(w.value).matches(t.Name) }
		set[t.Name] = len(patterns) == 0 || slices.ContainsFunc(patterns, fits)
	}
	set[ownerWord] = slices.ContainsFunc(patterns, func(w word) bool { return newPattern(w.value).matches(ownerWord) })
	return set
}

// keep leaves those out that are not of the kind.
func (set toolset) keep(known []tools.Tool, kind func(tools.Tool) bool) {
	for _, t := range known {
		set[t.Name] = set[t.Name] && kind(t)
	}
}

// changes reports whether a tool is judged group by group.
func changes(t tools.Tool) bool { return !t.ReadOnly() }
