package sandbox

// This file is the two identity listings. Search is in search.go.

func (t *Tenant) listPublicIdentities(c *call) (reply, error) {
	rules := listRules[*Person]{publicIdentityFilters(), maxPersonPage}
	return listTable(t, c, &t.dir.people, rules, t.dir.publicIdentity)
}

func (t *Tenant) listIdentities(c *call) (reply, error) {
	rules := listRules[*Person]{identityFilters(), maxPersonPage}
	return listTable(t, c, &t.dir.people, rules, t.dir.identity)
}
