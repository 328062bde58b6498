// The catalogue: which operations there are, in the order in which they are
// listed everywhere.

package tools

// Catalogue gives the operations on the tenant. Those on govgroup's own records
// (confirmation, history, undo) are declared where the records are.
func Catalogue() []Tool {
	return []Tool{
		groupsList(), groupsGet(), groupsCreate(), groupsUpdate(), groupsDelete(), groupsBulkDelete(),
		membersList(), membersAdd(), membersRemove(),
		connectionsList(), peopleFind(), whoami(),
	}
}
