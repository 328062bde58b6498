// People: the two listings of identities, and one of them alone. Search is in
// search.go.

package sandbox

import (
	"net/http"
	"slices"
)

func (t *Tenant) listPublicIdentities(c *call) (reply, error) {
	core, err := yes(c.query, "add-core-filters")
	if err != nil {
		return reply{}, err
	}
	rules := listRules[*Person]{filters: publicIdentityFilters(), sorters: publicIdentitySorters(), maxLimit: maxPersonPage}
	if core {
		rules.only = func(p *Person) bool { return p.Email != "" && p.LastName != "" && p.Alias != "" }
	}
	return listTable(t, c, &t.dir.people, rules, t.dir.publicIdentity)
}

// listIdentities knows of no identity that is not correlated, so both default
// filters give the same.
func (t *Tenant) listIdentities(c *call) (reply, error) {
	if c.query.Has("defaultFilter") && !slices.Contains([]string{"CORRELATED_ONLY", "NONE"}, c.query.Get("defaultFilter")) {
		return reply{}, bad(codeIllegal, "The parameter %q must be CORRELATED_ONLY or NONE.", "defaultFilter")
	}
	rules := listRules[*Person]{filters: identityFilters(), sorters: personSorters(), maxLimit: maxPersonPage}
	return listTable(t, c, &t.dir.people, rules, t.dir.identity)
}

func (t *Tenant) getIdentity(c *call) (reply, error) {
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	p := t.dir.people.get(c.route.id)
	if p == nil {
		return reply{}, notFound()
	}
	return reply{status: http.StatusOK, body: t.dir.identity(p)}, nil
}
