// Exact members: a group has those who are named, and nobody else.

package jobs

import (
	"context"
	"fmt"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

type membersSetInput struct {
	Group   string   `json:"group" jsonschema:"minLength=1" jsonschema_description:"Id or name"`
	Members []string `json:"members" jsonschema:"minItems=1,maxItems=1000" jsonschema_description:"E-mails, account names, display names or identity ids"`
}

func membersSet() tools.Tool {
	return tools.Changing(tools.Declaration{
		Name: tools.NameMembersSet, Title: "Set the members", Effect: tools.Destroys, Idempotent: true, Needs: tools.ToMembers,
		Description: "Make exactly these people the members of a governance group: who is missing is added, everybody else removed. A person is asked where somebody is removed.",
	}, func(_ context.Context, _ *tools.Invocation, in membersSetInput) (tools.Change, error) {
		return job{exactly{in}}, nil
	})
}

// exactly is the wish for certain members.
type exactly struct{ membersSetInput }

// desire implements [wish]. Somebody whom nobody knows is an error: a list with a gap is
// not the one that was meant.
func (w exactly) desire(ctx context.Context, inv *tools.Invocation) (desired, error) {
	g, err := directory.FindGroup(ctx, inv, w.Group)
	if err != nil {
		return desired{}, err
	}
	members, err := inv.Client.Members(ctx, g.ID, sailpoint.Query{})
	if err != nil {
		return desired{}, err
	}
	wanted, err := w.people(ctx, inv, members)
	if err != nil {
		return desired{}, err
	}
	g.MemberCount = len(members)
	t := target{Group: g, in: wanted, members: idsOf(members)}
	resolved, stays := membersSetInput{Group: g.ID}, map[string]bool{}
	for _, p := range wanted {
		resolved.Members, stays[strings.ToLower(p.ID)] = append(resolved.Members, p.ID), true
	}
	for _, m := range members {
		if !stays[strings.ToLower(m.ID)] {
			t.out = append(t.out, personOf(m))
		}
	}
	return desired{
		tool: tools.NameMembersSet, arguments: resolved, groups: []target{t}, warnings: directory.Inactive(wanted...),
		summary: func(plan tools.Plan) string {
			return fmt.Sprintf("Leave governance group %s with exactly %s: %s.", tools.Quoted(g.Name), tools.Plural(len(wanted), "member"), counted(plan))
		},
	}, nil
}

// people are those who should be in the group. A member's id needs no look-up, so that
// those can stay whom the directory does not know any more.
func (w exactly) people(ctx context.Context, inv *tools.Invocation, members []sailpoint.Member) ([]sailpoint.Person, error) {
	byID := map[string]sailpoint.Member{}
	for _, m := range members {
		byID[strings.ToLower(m.ID)] = m
	}
	found, missing, err := directory.FindPeople(ctx, inv, w.Members)
	if err != nil {
		return nil, err
	}
	var unknown []string
	for _, ref := range missing {
		if m, in := byID[strings.ToLower(ref)]; in {
			found = append(found, personOf(m))
		} else {
			unknown = append(unknown, ref)
		}
	}
	if len(unknown) > 0 {
		return nil, directory.NoSuchPerson(unknown)
	}
	return found, nil
}

func personOf(m sailpoint.Member) sailpoint.Person {
	return sailpoint.Person{ID: m.ID, Name: m.Name, Email: m.Email}
}
