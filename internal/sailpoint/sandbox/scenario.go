// Scenario: the notable groups and people by name, so that tests and documents need
// no ids of their own.

package sandbox

// GroupRef points to a group of the scenario.
type GroupRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// PersonRef points to a person of the scenario. Email is empty where it is null.
type PersonRef struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Alias string `json:"alias"`
	Email string `json:"email,omitempty"`
}

// Scenario is what every tenant has whatever its seed and sizes. It tells how
// things were at the start; what is done later does not show here.
type Scenario struct {
	// DBAccess is named "DB Access": owner Jane Doe, twelve members, no
	// connections, so it can be deleted.
	DBAccess GroupRef `json:"dbAccess"`
	// PaymentsApprovers is named "Payments Approvers": used by an access
	// profile, so it cannot.
	PaymentsApprovers GroupRef `json:"paymentsApprovers"`
	// Sixty and SixHundred have so many members and no connections.
	Sixty      GroupRef `json:"sixty"`
	SixHundred GroupRef `json:"sixHundred"`
	// One group for each kind of object that can use one.
	AccessProfile GroupRef `json:"accessProfile"` // as reviewer
	Role          GroupRef `json:"role"`          // as reviewer
	SODPolicy     GroupRef `json:"sodPolicy"`     // as owner
	Source        GroupRef `json:"source"`        // as management group
	// ManyConnections is used by 64 objects, more than a page holds.
	ManyConnections GroupRef `json:"manyConnections"`
	// EmptyApprover reviews requests although it has no members.
	EmptyApprover GroupRef `json:"emptyApprover"`
	// LastMember reviews requests and has one member.
	LastMember GroupRef `json:"lastMember"`
	// Unused has neither members nor connections.
	Unused GroupRef `json:"unused"`
	// SameName are two groups of one name, CaseTwins of names that differ in case.
	SameName  [2]GroupRef `json:"sameName"`
	CaseTwins [2]GroupRef `json:"caseTwins"`
	// OldID has an id of 32 hex digits, the form of identity ids.
	OldID GroupRef `json:"oldId"`
	// NoDescription, NoDates and OwnerWithoutEmail have nulls there.
	NoDescription     GroupRef `json:"noDescription"`
	NoDates           GroupRef `json:"noDates"`
	OwnerWithoutEmail GroupRef `json:"ownerWithoutEmail"`
	// InactiveOwner belongs to InactiveLongTerm.
	InactiveOwner GroupRef `json:"inactiveOwner"`
	// Hostile have names with quotes, backslashes, emoji, markup, per cent signs,
	// right-to-left and zero-width characters, line breaks, or great length.
	Hostile []GroupRef `json:"hostile"`

	// JaneDoe is jane.doe@corp.example with the account name jdoe.
	JaneDoe PersonRef `json:"janeDoe"`
	// Admin is an active person to ask and approve as; she owns no group.
	Admin PersonRef `json:"admin"`
	// Approver is another one, for decisions that need a second person.
	Approver PersonRef `json:"approver"`
	// SameEmail are two people with one e-mail, SameDisplayName with one name.
	SameEmail       [2]PersonRef `json:"sameEmail"`
	SameDisplayName [2]PersonRef `json:"sameDisplayName"`
	// People in each state other than ACTIVE; NullState has none.
	InactiveShortTerm PersonRef `json:"inactiveShortTerm"`
	InactiveLongTerm  PersonRef `json:"inactiveLongTerm"`
	NullState         PersonRef `json:"nullState"`
	// NoEmail has no e-mail and is a member of NoDescription.
	NoEmail PersonRef `json:"noEmail"`
	// HostilePeople have names like those of Hostile.
	HostilePeople []PersonRef `json:"hostilePeople"`
}

// Scenario gives the notable groups and people.
func (t *Tenant) Scenario() Scenario { return t.scenario }
