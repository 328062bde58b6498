// Connections: the one operation on them, which the API only lists.

package sandbox

// listConnections shows only the uses that the API knows of. Settings and
// workflows may name a group too, so an empty list does not prove disuse.
func (t *Tenant) listConnections(c *call) (reply, error) {
	rules := listRules[placed[Connection]]{maxLimit: maxMemberPage}
	sorts := placedSorters(func(x Connection) string { return x.ObjectName })
	return listOfGroup(t, c, rules, sorts, func(g *Group) []Connection { return g.Connections }, Connection.show)
}
