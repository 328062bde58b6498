// Inverse: going back as far as the job was done, all groups at once.

package jobs

import (
	"context"
	"encoding/json"
	"fmt"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// Inverse implements [tools.Change].
func (j job) Inverse(plan tools.Plan, _ json.RawMessage) (tools.Change, error) {
	w := back{tool: plan.Tool}
	for _, g := range plan.Groups {
		if was := backOf(plan, g); was.changes() {
			w.groups = append(w.groups, was)
		}
	}
	return job{w}, nil
}

// back is the wish that a job had not been.
type back struct {
	tool   string
	groups []was
}

// was is what a group was before, as far as the job changed it.
type was struct {
	Group   tools.Ref   `json:"group"`
	In      []tools.Ref `json:"in,omitempty"`       // were members
	Out     []tools.Ref `json:"out,omitempty"`      // were not
	Owner   *tools.Ref  `json:"owner,omitempty"`    // owned it
	IfOwner string      `json:"if_owner,omitempty"` // whom the job made the owner
}

func (w was) changes() bool { return len(w.In)+len(w.Out) > 0 || w.Owner != nil }

// backOf is what a plan's items say was done to a group, turned around.
func backOf(plan tools.Plan, group tools.Ref) was {
	w := was{Group: group}
	for i, item := range plan.Items {
		step := plan.Step(i)
		if step.Group != group.ID || item.Outcome != tools.ItemDone {
			continue
		}
		ref := tools.Ref{ID: item.ID, Name: item.Name}
		switch step.Action {
		case tools.AddMember:
			w.Out = append(w.Out, ref)
		case tools.RemoveMember:
			w.In = append(w.In, ref)
		case tools.UpdateGroup:
			w.Owner, w.IfOwner = ownerBefore(plan, group.ID), step.NewOwner
		}
	}
	return w
}

func ownerBefore(plan tools.Plan, group string) *tools.Ref {
	for _, state := range plan.Before {
		if state.Key == group {
			return &state.Owner
		}
	}
	return nil
}

// desire implements [wish]. A group that is no more cannot be set back, and an owner who
// came after the job's stays.
func (w back) desire(ctx context.Context, inv *tools.Invocation) (desired, error) {
	d := desired{tool: w.tool, arguments: map[string][]was{"groups": w.groups}, summary: func(plan tools.Plan) string {
		return fmt.Sprintf("Set back %s: %s.", tools.Plural(len(plan.Groups), "governance group"), counted(plan))
	}}
	ids := make([]string, len(w.groups))
	for i, g := range w.groups {
		ids[i] = g.Group.ID
	}
	there, err := directory.GroupsByID(ctx, inv, ids)
	if err != nil {
		return d, err
	}
	for _, g := range w.groups {
		now, found := there[g.Group.ID]
		if !found {
			d.warnings = append(d.warnings, fmt.Sprintf("Governance group %s is no more, so it is not set back.", tools.Quoted(g.Group.Name)))
			continue
		}
		t := target{Group: now, in: people(g.In), out: people(g.Out)}
		switch {
		case g.Owner == nil:
		case now.Owner.ID == g.IfOwner || now.Owner.ID == g.Owner.ID:
			t.owner = &sailpoint.Person{ID: g.Owner.ID, Name: g.Owner.Name}
		default:
			d.warnings = append(d.warnings, fmt.Sprintf("Somebody else made %s the owner of %s since, who stays.",
				tools.Quoted(directory.OwnerName(now)), tools.Quoted(now.Name)))
		}
		d.groups = append(d.groups, t)
	}
	if len(d.groups) == 0 {
		return d, tools.Errorf(tools.NotFound, "None of the groups is there any more, so there is nothing to set back.")
	}
	return d, nil
}

func people(refs []tools.Ref) (all []sailpoint.Person) {
	for _, ref := range refs {
		all = append(all, sailpoint.Person{ID: ref.ID, Name: ref.Name})
	}
	return all
}
