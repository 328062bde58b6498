// The policy as it is in force: one file, checked and compiled.

package policy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"

	"govgroup/internal/tools"
)

// compiled is a policy that was found sound. It does not change.
type compiled struct {
	version   string
	protected *selection
	roles     map[string]role
	rules     []rule
	levels    []levelRule
	limits    []limit
	approvers []approver
	expires   map[Level]time.Duration

	ownersApart bool // a change of owner needs a rule that allows just that
}

// compile compiles a policy for the tools that there are. Every mistake is named
// with its line. The order of the parts does not matter: what a policy says must
// not depend on where somebody pasted a line.
func compile(text []byte, known []tools.Tool) (*compiled, error) {
	f, err := decode(text)
	if err != nil {
		return nil, err
	}
	if found := f.check(known); len(found) > 0 {
		return nil, found
	}
	// The version is noted on requests and in the audit, where it lets someone find
	// the very text that a decision was made by.
	digest := sha256.Sum256(text)
	c := &compiled{version: hex.EncodeToString(digest[:6]), roles: map[string]role{}, protected: newSelection(&f.Protected), expires: newExpiry(f.Expires), ownersApart: f.tellsOwnersApart()}
	for name, r := range f.Roles {
		c.roles[name] = newRole(name, r.value)
	}
	for _, r := range f.Rules {
		c.rules = append(c.rules, newRule(r.value, known))
	}
	for _, l := range f.Levels {
		c.levels = append(c.levels, newLevelRule(l.value, known))
	}
	for _, l := range f.Limits {
		c.limits = append(c.limits, newLimit(l.value, known))
	}
	for _, a := range f.Approvers {
		c.approvers = append(c.approvers, newApprover(a.value, known))
	}
	return c, nil
}

// isProtected reports whether the policy protects the group, or one that people may
// take it for: else a twin in another script could be made without an approval.
// Groups whose members get a role are protected without being listed: who may add
// to such a group hands out rights.
func (c *compiled) isProtected(t target) bool {
	if c.protected.lists(t) || c.protected.resembles(t) {
		return true
	}
	return c.drawnBy(t) != ""
}

// drawnBy names a role that is given to the members of the group; "" if none is.
// A group that looks like one of that name counts as well, so that nobody gets a
// role by a name.
func (c *compiled) drawnBy(t target) string {
	for _, name := range c.roleNames() {
		for _, ref := range c.roles[name].membersOf {
			if drawnFrom(ref, t) {
				return name
			}
		}
	}
	return ""
}

// drawnFrom reports whether a role's group is, or looks like, the target. What has
// the form of an id is never a name.
func drawnFrom(ref string, t target) bool {
	if groupID.MatchString(ref) {
		return sameID(ref, t.id)
	}
	return t.name != "" && looksLike(ref, t.name)
}

// holds finds the first of the roles that the caller has for the group concerned.
// An error counts only if none of the others is held.
func (c *compiled) holds(ctx context.Context, inv *tools.Invocation, roles []string, about subject) (roleMatch, error) {
	var unknown error
	for _, name := range roles {
		why, err := c.roles[name].matches(ctx, inv, about)
		if err != nil {
			unknown = err
		} else if why != "" {
			return roleMatch{name, why}, nil
		}
	}
	return roleMatch{}, unknown
}

// roleMatch is a role that somebody has, and why; zero if they have none.
type roleMatch struct{ role, why string }

func (h roleMatch) some() bool { return h.role != "" }

func (h roleMatch) String() string { return fmt.Sprintf("%s (%s)", h.role, h.why) }

// roleNames are in a fixed order.
func (c *compiled) roleNames() []string { return slices.Sorted(maps.Keys(c.roles)) }
