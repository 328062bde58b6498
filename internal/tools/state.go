// State: what a plan found, so that it can be shown and compared with what is found
// later.

package tools

// GroupState is what a plan found of a group that it writes, or how a group that
// it creates would begin.
type GroupState struct {
	Key         string        `json:"key"` // as in [Step.Group]
	Name        string        `json:"name"`
	Owner       Ref           `json:"owner"`
	Members     int           `json:"members"`               // before
	Connections []string      `json:"connections,omitempty"` // known to the API, each in words
	Changes     []FieldChange `json:"changes,omitempty"`
}

// FieldChange is a field that gets another value.
type FieldChange struct {
	Field string `json:"field"` // Name, Description, Owner
	From  string `json:"from"`
	To    string `json:"to"`
}

// StateFact is one thing the plan relies on. Two plans whose facts differ were made
// from different states of the tenant.
type StateFact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
