// Names: what the operations are called on every surface.

package tools

// Prefix begins every tool name; what follows are the words of the Slack
// sub-command, joined by underscores.
const Prefix = "govgroup_"

// The names of the operations. They are part of the contract with users, and
// written here only: everywhere else the constants stand.
const (
	NameList            = Prefix + "list"
	NameGet             = Prefix + "get"
	NameCreate          = Prefix + "create"
	NameUpdate          = Prefix + "update"
	NameDelete          = Prefix + "delete"
	NameBulkDelete      = Prefix + "bulk_delete"
	NameMembersList     = Prefix + "members_list"
	NameMembersAdd      = Prefix + "members_add"
	NameMembersRemove   = Prefix + "members_remove"
	NameConnectionsList = Prefix + "connections_list"
	NameMembersSet      = Prefix + "members_set"
	NameHandover        = Prefix + "handover"
	NamePeopleFind      = Prefix + "people_find"
	NameWhoami          = Prefix + "whoami"
	NameConfirmation    = Prefix + "confirmation"
	NameHistory         = Prefix + "history"
	NameUndo            = Prefix + "undo"
)
