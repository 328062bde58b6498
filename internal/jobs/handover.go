// Handover: somebody leaves, and what they hold in governance groups goes to another.

package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

type handoverInput struct {
	From        string   `json:"from" jsonschema:"minLength=1" jsonschema_description:"E-mail, account name, display name or identity id"`
	To          string   `json:"to,omitempty" jsonschema:"minLength=1" jsonschema_description:"As from"`
	Memberships string   `json:"memberships,omitempty" jsonschema:"enum=remove,enum=replace,enum=keep,default=remove" jsonschema_description:"replace: to becomes a member in their place"`
	Ownership   string   `json:"ownership,omitempty" jsonschema:"enum=transfer,enum=keep,default=transfer"`
	Groups      []string `json:"groups,omitempty" jsonschema:"minItems=1,maxItems=1000" jsonschema_description:"Only these: ids or names"`
}

// What becomes of memberships and of groups that are owned.
const (
	remove   = "remove"
	replace  = "replace"
	keep     = "keep"
	transfer = "transfer"
)

func handover() tools.Tool {
	return tools.Changing(tools.Declaration{
		Name: tools.NameHandover, Title: "Hand over somebody's groups", Effect: tools.Destroys, Idempotent: true, Needs: tools.ToAll,
		Description: "For somebody who leaves: take them out of all their governance groups and give the groups that they own to another person. A person is asked once for all of it.",
	}, func(_ context.Context, _ *tools.Invocation, in handoverInput) (tools.Change, error) {
		if in.Memberships == "" {
			in.Memberships = remove
		}
		if in.Ownership == "" {
			in.Ownership = transfer
		}
		if in.To == "" && in.Memberships == replace {
			return nil, tools.Errorf(tools.InvalidInput, "Who becomes a member in their place is missing: give to, or memberships remove.")
		}
		if in.Memberships == keep && in.Ownership == keep {
			return nil, tools.Errorf(tools.InvalidInput, "Nothing to change: both memberships and ownership are to be kept.")
		}
		return job{leaver{in}}, nil
	})
}

// leaver is the wish that somebody no longer holds anything.
type leaver struct{ handoverInput }

// desire implements [wish].
func (w leaver) desire(ctx context.Context, inv *tools.Invocation) (desired, error) {
	from, err := leaving(ctx, inv, w.From)
	if err != nil {
		return desired{}, err
	}
	to, err := w.successor(ctx, inv, from)
	if err != nil {
		return desired{}, err
	}
	h, err := w.held(ctx, inv, from)
	if err != nil {
		return desired{}, err
	}
	if to.ID == "" && len(h.owned) > 0 && w.Ownership == transfer {
		return desired{}, toWhom(ctx, inv, from, h.owned)
	}
	resolved := w.handoverInput
	resolved.From, resolved.To, resolved.Groups = from.ID, to.ID, h.named
	return desired{
		tool: tools.NameHandover, arguments: resolved, groups: w.targets(from, to, h),
		warnings: append(h.warnings, directory.Inactive(to)...),
		summary:  func(plan tools.Plan) string { return w.summary(from, to, plan) },
	}, nil
}

// summary says what changes hands, and what was to be kept.
func (w leaver) summary(from, to sailpoint.Person, plan tools.Plan) string {
	whom, kept := "", ""
	if to.ID != "" {
		whom = " to " + tools.Quoted(to.Name)
	}
	switch keep {
	case w.Memberships:
		kept = " They stay a member where they are one."
	case w.Ownership:
		kept = " They stay the owner of what they own."
	}
	return fmt.Sprintf("Hand over what %s holds in governance groups%s: %s.%s", tools.Quoted(from.Name), whom, counted(plan), kept)
}

// leaving finds who leaves; the directory may know them no more, and then it is their
// id that names them.
func leaving(ctx context.Context, inv *tools.Invocation, ref string) (sailpoint.Person, error) {
	p, err := directory.FindPerson(ctx, inv, ref)
	if id := tools.Visible(ref); err != nil && tools.AsError(err).Code == tools.NotFound && directory.IsIdentityID(id) {
		return sailpoint.Person{ID: strings.ToLower(id), Name: strings.ToLower(id)}, nil
	}
	return p, err
}

// successor is nobody where none is named.
func (w leaver) successor(ctx context.Context, inv *tools.Invocation, from sailpoint.Person) (sailpoint.Person, error) {
	if w.To == "" {
		return sailpoint.Person{}, nil
	}
	to, err := directory.FindPerson(ctx, inv, w.To)
	if err == nil && to.ID == from.ID {
		err = tools.Errorf(tools.InvalidInput, "from and to are the same person, %s.", tools.Quoted(to.Name))
	}
	return to, err
}

// holding is what somebody holds.
type holding struct {
	member, owned []sailpoint.Group
	named         []string // ids of the groups that alone were asked for
	warnings      []string
}

// held reads in which groups somebody is and which they own.
func (w leaver) held(ctx context.Context, inv *tools.Invocation, from sailpoint.Person) (h holding, err error) {
	h.member, err = inv.Client.Groups(ctx, sailpoint.Query{Filter: sailpoint.Eq("memberships.identityId", from.ID)})
	if err != nil {
		return h, err
	}
	owns := func(g sailpoint.Group) bool { return strings.EqualFold(g.Owner.ID, from.ID) }
	if len(w.Groups) == 0 {
		if w.Ownership == transfer {
			h.owned, err = directory.GroupsWhose(ctx, inv, owns)
		}
	} else {
		err = w.only(ctx, inv, &h, owns)
	}
	return h, err
}

// only leaves out what is not among the groups that were named.
func (w leaver) only(ctx context.Context, inv *tools.Invocation, h *holding, owns func(sailpoint.Group) bool) error {
	found, err := directory.FindGroups(ctx, inv, w.Groups)
	if err != nil {
		return err
	}
	var members []sailpoint.Group
	for _, ref := range w.Groups {
		g, there := found[ref]
		if !there {
			_, err := directory.FindGroup(ctx, inv, ref) // which says what is similar
			return err
		}
		if slices.Contains(h.named, g.ID) {
			continue
		}
		h.named = append(h.named, g.ID)
		in := slices.ContainsFunc(h.member, func(m sailpoint.Group) bool { return m.ID == g.ID })
		if in {
			members = append(members, g)
		}
		if owns(g) {
			h.owned = append(h.owned, g)
		}
		if !in && !owns(g) {
			h.warnings = append(h.warnings, fmt.Sprintf("Neither a member nor the owner of %s, so nothing changes there.", tools.Quoted(g.Name)))
		}
	}
	h.member = members
	return nil
}

// targets are the groups with what should be so of each, those owned first.
func (w leaver) targets(from, to sailpoint.Person, h holding) []target {
	var all []target
	at := func(g sailpoint.Group) *target {
		for i := range all {
			if all[i].ID == g.ID {
				return &all[i]
			}
		}
		all = append(all, target{Group: g})
		return &all[len(all)-1]
	}
	if w.Ownership == transfer {
		for _, g := range h.owned {
			at(g).owner = &to
		}
	}
	if w.Memberships == keep {
		return all
	}
	for _, g := range h.member {
		t := at(g)
		t.out = []sailpoint.Person{from}
		if w.Memberships == replace {
			t.in = []sailpoint.Person{to}
		}
	}
	return all
}

// toWhom asks for a successor, and proposes the manager. Nobody is assumed.
func toWhom(ctx context.Context, inv *tools.Invocation, from sailpoint.Person, owned []sailpoint.Group) error {
	text := fmt.Sprintf("%s owns %s: %s. Say with to who gets them, or leave them with ownership keep.",
		tools.Quoted(from.Name), tools.Plural(len(owned), "governance group"), directory.Candidates(owned))
	if from.ManagerID != "" {
		manager, missing, err := directory.FindPeople(ctx, inv, []string{from.ManagerID})
		if err == nil && len(missing) == 0 && anyActive(manager) {
			text += fmt.Sprintf(" Proposed: their manager, %s (%s, id %s).", tools.Quoted(manager[0].Name), tools.Clean(manager[0].Email), manager[0].ID)
		}
	}
	return tools.Errorf(tools.InvalidInput, "%s", text)
}
