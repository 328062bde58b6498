// Package groups is the catalogue: the operations on governance groups, each
// declared once. The MCP tool, the Slack sub-command, the schema file and the
// documentation are all derived from the declaration.
package groups

import "govgroup/internal/tools"

// Tools gives the operations on the tenant, in the order in which they are listed
// everywhere. Those on govgroup's own records (confirmation, history, undo) are
// declared where the records are.
func Tools() []tools.Tool {
	return []tools.Tool{
		groupsList(), groupsGet(), groupsCreate(), groupsUpdate(), groupsDelete(), groupsBulkDelete(),
		membersList(), membersAdd(), membersRemove(),
		connectionsList(), peopleFind(), whoami(),
	}
}
