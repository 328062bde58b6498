// Target: the governance groups that a change concerns, and selecting among them.

package policy

import (
	"context"
	"slices"

	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// target is one group that a change concerns.
type target struct {
	id    string // empty for a group that is to be created
	name  string
	owner string // identity id; empty if there is none yet
}

// String names the group for people.
func (t target) String() string {
	if t.name == "" {
		return "no group"
	}
	return tools.Quoted(t.name)
}

// targets are the groups of a plan. A group to be created counts under its name
// to be, and a renamed one under both names: else a name pattern could be walked
// around by renaming. Never empty: a change without groups concerns the zero
// target.
func targets(ctx context.Context, inv *tools.Invocation, plan tools.Plan) ([]target, error) {
	ids := make([]string, len(plan.Groups))
	for i, g := range plan.Groups {
		ids[i] = g.ID
	}
	owners, err := directory.Owners(ctx, inv, ids...)
	if err != nil {
		return nil, tools.AsError(err)
	}
	var all []target
	for _, g := range plan.Groups {
		all = append(all, target{id: g.ID, name: g.Name, owner: owners[g.ID]})
	}
	for _, step := range plan.Steps {
		if step.NewName == "" {
			continue
		}
		next := target{name: step.NewName}
		if owner, exists := owners[step.Group]; exists {
			next.id, next.owner = step.Group, owner
		}
		all = append(all, next)
	}
	if len(all) == 0 {
		all = []target{{}}
	}
	return all, nil
}

// selection is a choice among groups; nil selects all.
type selection struct {
	names     []pattern
	looks     []pattern // the same by what people take them for
	ids       []string
	protected *bool
}

// newSelection compiles the choice that the file makes.
func newSelection(f *groupsForm) *selection {
	if f == nil {
		return nil
	}
	s := &selection{ids: texts(f.IDs), protected: f.Protected}
	for _, name := range f.Names {
		s.names = append(s.names, newPattern(name.value))
		s.looks = append(s.looks, newPattern(tools.Skeleton(name.value)))
	}
	return s
}

// matches reports whether the group is selected. A choice fits no group that is
// not there.
func (s *selection) matches(c *compiled, t target) bool {
	if s == nil {
		return true
	}
	if t.name == "" || (s.protected != nil && *s.protected != c.isProtected(t)) {
		return false
	}
	return (len(s.names) == 0 && len(s.ids) == 0) || s.lists(t)
}

// lists reports whether the group is among the names or ids. A name counts as it
// is and as people see it.
func (s *selection) lists(t target) bool {
	for _, id := range s.ids {
		if sameID(id, t.id) {
			return true
		}
	}
	for _, name := range s.names {
		if name.matches(t.name) || name.matches(tools.Clean(t.name)) {
			return true
		}
	}
	return false
}

// resembles reports whether people may take the group for one of the names.
func (s *selection) resembles(t target) bool {
	look := tools.Skeleton(t.name)
	return look != "" && slices.ContainsFunc(s.looks, func(p pattern) bool { return p.matches(look) })
}

// texts are the words without their lines.
func texts(words []word) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w.value
	}
	return all
}
