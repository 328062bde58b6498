// Plan: what a change would write, before it does.

package tools

import (
	"encoding/json"
	"slices"
)

// Plan says what a change would write, from live data, in a form that can be
// shown to a person, stored, and compared with a later plan.
type Plan struct {
	Tool      string          `json:"tool"`
	Effect    Effect          `json:"effect"`
	Arguments json.RawMessage `json:"arguments"` // the input with every name replaced by an id
	Summary   string          `json:"summary"`   // one sentence: what would happen
	Groups    []Ref           `json:"groups"`    // the governance groups concerned
	Items     []Item          `json:"items"`     // what would be written, one by one
	Steps     []Step          `json:"steps"`     // what each of the items is, in the same order
	Before    []GroupState    `json:"before"`    // what was found of the groups that are written
	Details   []Detail        `json:"details"`   // what else a person should know
	Warnings  []string        `json:"warnings"`

	// LookAlikes are other groups that have a name which the plan would give, or one
	// that looks like it. Whoever reads such a name may mean another group, so it is
	// not given unasked.
	LookAlikes []Ref `json:"look_alikes,omitempty"`

	// Typed says why the approval of this plan is to be typed, beside what its steps ask
	// for by themselves; empty: for no other reason.
	Typed string `json:"typed,omitempty"`

	// People are the e-mail addresses, by identity id, of those whom the plan adds or
	// removes: a question says by them which of several people of one name is meant. An
	// empty one is an address that the directory does not have. Nil: nobody was looked at.
	People map[string]string `json:"people,omitempty"`

	// Irreversible says what no undo brings back; empty where it brings back all.
	Irreversible string `json:"irreversible,omitempty"`

	Facts []StateFact `json:"facts"` // the state that the plan was made from
}

// Ref names a thing of the tenant: the id that is certain and the name that
// people know.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Detail is one labelled line of a preview.
type Detail struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Item is one thing that a change writes: a group to delete, a person to add.
type Item struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Group   string `json:"group,omitempty" jsonschema_description:"Whose member it is, where several groups may be changed"`
	Outcome string `json:"outcome,omitempty" jsonschema:"enum=done,enum=already_so,enum=in_use,enum=not_found,enum=failed,enum=unknown"`
	Reason  string `json:"reason,omitempty"`

	// Absent says of an unknown outcome that the tenant was read and shows no effect.
	Absent bool `json:"-"`
}

// Label names the item for people.
func (i Item) Label() string { return i.Name + i.within() }

// within says in which of several groups a member is; empty where there is but one.
func (i Item) within() string {
	if i.Group == "" {
		return ""
	}
	return " in " + Quoted(i.Group)
}

// The outcomes of an item. Empty means: not attempted.
const (
	ItemDone     = "done"
	ItemNoChange = "already_so" // nothing to do: it is as asked for
	ItemInUse    = "in_use"     // the tenant refuses: something refers to it
	ItemNotFound = "not_found"
	ItemFailed   = "failed"
	ItemUnknown  = "unknown" // written, but the answer was lost and reading did not settle it
)

// Pending counts the items that are still to be written: all of them, or those
// of the given actions.
func (plan Plan) Pending(of ...Action) int {
	n := 0
	for i, item := range plan.Items {
		if item.Outcome == "" && (len(of) == 0 || slices.Contains(of, plan.Step(i).Action)) {
			n++
		}
	}
	return n
}

// Done gives the items that were written.
func (plan Plan) Done() []Item {
	var done []Item
	for _, item := range plan.Items {
		if item.Outcome == ItemDone {
			done = append(done, item)
		}
	}
	return done
}

// Add adds an item to the plan with what it is.
func (plan *Plan) Add(item Item, step Step) {
	plan.Items, plan.Steps = append(plan.Items, item), append(plan.Steps, step)
}

// Know notes the e-mail address of somebody whom the plan adds or removes.
func (plan *Plan) Know(id, email string) {
	if plan.People == nil {
		plan.People = map[string]string{}
	}
	plan.People[id] = email
}

// Step says what an item is, by its index.
func (plan Plan) Step(i int) Step {
	if i < len(plan.Steps) {
		return plan.Steps[i]
	}
	return Step{}
}

// Within gives the indices of a group's items: the group itself where it is
// written, and its members apart.
func (plan Plan) Within(group string) (itself, members []int) {
	for i, s := range plan.Steps {
		switch {
		case s.Group != group:
		case s.OfMember():
			members = append(members, i)
		default:
			itself = append(itself, i)
		}
	}
	return itself, members
}

// Size counts the groups and the members whose outcome is of the kind.
func (plan Plan) Size(counts func(outcome string) bool) (groups, members int) {
	for i, item := range plan.Items {
		switch {
		case !counts(item.Outcome):
		case plan.Step(i).OfMember():
			members++
		default:
			groups++
		}
	}
	return groups, members
}
