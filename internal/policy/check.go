// Checking a policy beyond its form: everything that it names must exist, and
// everything that it says must have an effect. People are about to rely on it; a
// line that does nothing is a mistake.

package policy

import (
	"regexp"
	"slices"
	"strings"

	"govgroup/internal/tools"
)

// checker gathers what is wrong. It does not stop at the first, because whoever
// mends a policy wants to do so once.
type checker struct {
	form
	known []tools.Tool
	found diagnostics
}

// check names every mistake.
func (f form) check(known []tools.Tool) diagnostics {
	c := &checker{form: f, known: known}
	if f.Protected.Protected != nil {
		c.wrong(0, `"protected" within "protected" says nothing; list names or ids`)
	}
	c.patterns(f.Protected)
	for name, r := range f.Roles {
		c.role(name, r)
	}
	c.rules()
	for _, l := range f.Levels {
		c.level(l)
	}
	for _, l := range f.Limits {
		c.limit(l)
	}
	c.expiry()
	for _, a := range f.Approvers {
		if len(a.value.Roles) == 0 {
			c.wrong(a.line, `an approver needs "roles"`)
		}
		c.scope(a.value.Roles, a.value.Tools, a.value.Groups, a.line)
	}
	return c.found
}

func (c *checker) wrong(line int, format string, args ...any) {
	c.found = append(c.found, wrong(line, format, args...))
}

// The forms of what can be recognised. Whether there is such a person or group is
// the tenant's to say, and changes while the file does not.
var (
	mailAddress = regexp.MustCompile(`^\S+@\S+$`)
	identityID  = regexp.MustCompile(`^[0-9a-fA-F]{32}$`)
	groupID     = regexp.MustCompile(`^([0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$`)
)

// role checks that a role can be held.
func (c *checker) role(name string, r at[roleForm]) {
	f := r.value
	listed := slices.Concat(f.Emails, f.Identities, f.Subjects, f.MembersOf, f.SlackGroups)
	for _, values := range f.Claims {
		listed = append(listed, values...)
	}
	if name == "" || (len(listed) == 0 && !f.Anyone && !f.OwnerOfGroup) {
		c.wrong(r.line, "the role %q needs a name and at least one of emails, identities, subjects, members_of, slack_groups, claims, owner_of_group and anyone", name)
	}
	for _, w := range listed {
		c.filled(w)
	}
	c.formed(f.Emails, mailAddress, "an e-mail address")
	c.formed(f.Identities, identityID, "the id of an identity, which has 32 hex digits")
}

func (c *checker) formed(words []word, form *regexp.Regexp, what string) {
	for _, w := range words {
		if !form.MatchString(w.value) {
			c.wrong(w.line, "%q is not %s", w.value, what)
		}
	}
}

// filled refuses what nobody could see was wrong when it does not match.
func (c *checker) filled(w word) {
	if strings.TrimSpace(w.value) != w.value || w.value == "" {
		c.wrong(w.line, "%q is empty or has blanks around it", w.value)
	}
}

// rules checks that each rule says one thing.
func (c *checker) rules() {
	if len(c.Rules) == 0 {
		c.wrong(0, `there are no "rules", so nothing would be allowed to anyone`)
	}
	names := map[string]bool{}
	for _, r := range c.Rules {
		f := r.value
		c.filled(at[string]{f.Name.value, max(f.Name.line, r.line)})
		if names[f.Name.value] {
			c.wrong(r.line, "another rule has the name %q", f.Name.value)
		}
		names[f.Name.value] = true
		if (len(f.Allow) == 0) == (len(f.Deny) == 0) {
			c.wrong(r.line, `the rule %q needs "allow" or "deny", one of the two, with tools`, f.Name.value)
		}
		if len(f.Roles) == 0 {
			c.wrong(r.line, `the rule %q needs "roles"`, f.Name.value)
		}
		c.scope(f.Roles, append(f.Allow, f.Deny...), f.Groups, r.line)
		if f.Groups != nil {
			c.noReading(append(f.Allow, f.Deny...))
		}
	}
}

// noReading refuses what would look like a narrower right than it is: reading is
// not judged group by group.
func (c *checker) noReading(patterns []word) {
	for _, w := range patterns {
		for _, t := range c.known {
			if t.Name == w.value && t.ReadOnly() {
				c.wrong(w.line, "%s reads, and reading cannot be limited to some groups; give it in a rule without \"groups\"", t.Name)
			}
		}
	}
}

// level refuses "none": the built-in rules are the floor, and a line that could
// not lower them would only look as if it did.
func (c *checker) level(l at[levelForm]) {
	f := l.value
	switch Level(f.Level.value) {
	case Client, Typed, Person, Second:
	default:
		c.wrong(max(f.Level.line, l.line), "%q is not a level; client, typed, person and second are", f.Level.value)
	}
	if f.MoreThan != nil && f.MoreThan.value < 1 {
		c.wrong(f.MoreThan.line, `"more_than" is 1 or more; leave it out for any number`)
	}
	c.scope(nil, f.Tools, f.Groups, l.line)
}

// limit takes 0, which is a way to say never.
func (c *checker) limit(l at[limitForm]) {
	f := l.value
	some := false
	for _, n := range []*at[int]{f.MembersPerCall, f.GroupsPerCall, f.MembersPerDay, f.GroupsPerDay} {
		some = some || n != nil
		if n != nil && n.value < 0 {
			c.wrong(n.line, "a limit is 0 or more")
		}
	}
	if !some {
		c.wrong(l.line, "a limit needs one of members_per_call, groups_per_call, members_per_day and groups_per_day")
	}
	c.scope(f.Roles, f.Tools, nil, l.line)
}

// scope checks what rules, levels, limits and approvers have in common.
func (c *checker) scope(roles, patterns []word, groups *groupsForm, line int) {
	for _, w := range roles {
		if _, there := c.Roles[w.value]; !there {
			c.wrong(w.line, "there is no role %q%s", w.value, c.nearRole(w.value))
		}
	}
	for _, w := range patterns {
		c.tool(w)
	}
	if groups == nil {
		return
	}
	if len(groups.Names)+len(groups.IDs) == 0 && groups.Protected == nil {
		c.wrong(line, `"groups" needs names, ids or protected; leave it out for all groups`)
	}
	c.patterns(*groups)
}

// patterns checks the names and ids of groups.
func (c *checker) patterns(f groupsForm) {
	for _, w := range f.Names {
		c.filled(w)
	}
	c.formed(f.IDs, groupID, "the id of a governance group; names go under \"names\"")
}

// tool checks that a pattern fits at least one tool.
func (c *checker) tool(w word) {
	names := []string{ownerWord}
	for _, t := range c.known {
		names = append(names, t.Name)
	}
	if slices.ContainsFunc(names, newPattern(w.value).matches) {
		return
	}
	c.wrong(w.line, "there is no tool %q%s", w.value, near(w.value, names))
}

func (c *checker) nearRole(name string) string {
	var names []string
	for known := range c.Roles {
		names = append(names, known)
	}
	return near(name, names)
}

func near(word string, words []string) string {
	if found := tools.Nearest(word, words); found != "" && len(word) < 100 {
		return "; did you mean \"" + found + "\"?"
	}
	return ""
}
