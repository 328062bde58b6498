// Roles: whose they are.

package policy

import (
	"context"
	"fmt"
	"slices"

	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// role is held by everyone whom any of its criteria fits.
type role struct {
	name       string
	emails     []string
	identities []string
	subjects   []string
	attributes []string // as [tools.Caller] has them
	membersOf  []string // ids or exact names of governance groups
	owner      bool     // whoever owns the group concerned
	anyone     bool
}

// newRole writes Slack groups and claims as front ends write what they know of a
// caller, so that comparing is all there is to do.
func newRole(name string, f roleForm) role {
	r := role{
		name: name, emails: texts(f.Emails), identities: texts(f.Identities), subjects: texts(f.Subjects),
		membersOf: texts(f.MembersOf), owner: f.OwnerOfGroup, anyone: f.Anyone,
	}
	for _, id := range f.SlackGroups {
		r.attributes = append(r.attributes, "slack_group:"+id.value)
	}
	for claim, values := range f.Claims {
		for _, value := range values {
			r.attributes = append(r.attributes, "claim:"+claim+"="+value.value)
		}
	}
	return r
}

// subject is the group that a role is asked about.
type subject struct {
	target
	some bool // any group at all, perhaps one of the caller's own
}

// matches says why the caller has the role for the group concerned; "" means that
// they have not. An error means that it could not be found out. What costs a
// request to the tenant is tried last.
func (r role) matches(ctx context.Context, inv *tools.Invocation, about subject) (string, error) {
	if why := r.matchesCaller(inv.Caller); why != "" {
		return why, nil
	}
	if why := r.owned(inv.Caller, about); why != "" {
		return why, nil
	}
	for _, group := range r.membersOf {
		in, err := directory.MemberOf(ctx, inv, group)
		if err != nil {
			return "", r.unknown(group, err)
		}
		if in {
			return "member of governance group " + tools.Quoted(group), nil
		}
	}
	return "", nil
}

// matchesCaller is what the caller alone says, without asking the tenant.
func (r role) matchesCaller(c tools.Caller) string {
	same := func(own string) func(string) bool {
		return func(listed string) bool { return own != "" && sameID(listed, own) }
	}
	switch {
	case r.anyone:
		return "anyone"
	case slices.ContainsFunc(r.emails, same(c.Email)):
		return "e-mail " + tools.Clean(c.Email)
	case slices.ContainsFunc(r.identities, same(c.Identity)):
		return "identity " + c.Identity
	case c.Subject != "" && slices.Contains(r.subjects, c.Subject):
		return "subject " + tools.Clean(c.Subject)
	}
	for _, attribute := range r.attributes {
		if slices.Contains(c.Attributes, attribute) {
			return tools.Clean(attribute)
		}
	}
	return ""
}

// owned compares identities and never names or e-mails, which two people may
// share.
func (r role) owned(c tools.Caller, about subject) string {
	switch {
	case !r.owner || c.Identity == "":
		return ""
	case about.some:
		return "for the groups that they own"
	case sameID(about.owner, c.Identity):
		return "owner of " + about.target.String()
	}
	return ""
}

// unknown says that the tenant does not tell whether the role is held. A tenant
// that does not answer now may later; a group that is not there will not.
func (r role) unknown(group string, cause error) error {
	failure := tools.AsError(cause)
	code := tools.NotAllowed
	if failure.Code == tools.Unavailable || failure.Code == tools.RateLimited {
		code = failure.Code
	}
	return &tools.Error{Code: code, Cause: cause, Message: fmt.Sprintf(
		"It is not clear who holds the role %q, which the policy gives to the members of governance group %s.",
		r.name, tools.Quoted(group))}
}
