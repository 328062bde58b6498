// Step: what writing an item of a plan does, for those who judge a plan or show
// it. None of them has to know the tool or read its arguments.

package tools

import (
	"strconv"
	"strings"
)

// Action is what is done to the thing that an item names.
type Action string

// The actions.
const (
	CreateGroup  Action = "create_group"
	UpdateGroup  Action = "update_group"
	DeleteGroup  Action = "delete_group"
	AddMember    Action = "add_member"
	RemoveMember Action = "remove_member"
)

// Step says what one item of a plan is.
type Step struct {
	Action Action `json:"action"`

	// Group is the id of the group that is written, or whose member the item is; or
	// what [NewGroup] gives for a group that has no id yet.
	Group string `json:"group"`

	NewName  string `json:"new_name,omitempty"`  // that the group would get
	NewOwner string `json:"new_owner,omitempty"` // identity id, where the owner of a group would change
}

// NewGroup stands for the n-th group that a plan would create, counted from 0.
func NewGroup(n int) string { return newGroup + strconv.Itoa(n+1) }

const newGroup = "new "

// OfMember reports whether the item is a member of a group and not a group.
func (s Step) OfMember() bool { return s.Action == AddMember || s.Action == RemoveMember }

// Written names what an item writes, the same in every plan that would write it. The
// zero value stands for a member of a group that is not there yet.
type Written struct {
	Action      Action
	Group, What string
}

// Written says what an item writes, by its index.
func (plan Plan) Written(i int) Written {
	s, item := plan.Step(i), plan.Items[i]
	switch {
	case s.Action == CreateGroup:
		return Written{Action: s.Action, What: item.Name}
	case s.Action == UpdateGroup:
		return Written{s.Action, s.Group, string(plan.Arguments)}
	case s.OfMember() && strings.HasPrefix(s.Group, newGroup):
		return Written{}
	}
	return Written{s.Action, s.Group, item.ID}
}
