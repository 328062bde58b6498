// Deletion of many: planning it with few requests, before a person is asked and after
// the yes.

package groups

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// fewGroups is of how many groups at most it is read again after the yes who is in them.
const fewGroups = 5

// irreversible is said before a deletion, because an undo gives less than there was.
const irreversible = "Deleting cannot be reversed: an undo creates the group again under a new id with its members, but nothing that pointed to the old one is restored."

// bulkDeleteInput names groups of which some may be in use, or not be there: those
// stay, and are told of.
type bulkDeleteInput struct {
	Groups []string `json:"groups" jsonschema:"minItems=1,maxItems=1000" jsonschema_description:"Ids or names"`
}

// planDeletions names each group once, however often and by whatever reference it was
// asked for.
func planDeletions(ctx context.Context, inv *tools.Invocation, refs []string) (tools.Plan, error) {
	found, err := directory.FindGroups(ctx, inv, refs)
	if err != nil {
		return tools.Plan{}, err
	}
	asked, err := membersAsked(inv)
	if err != nil {
		return tools.Plan{}, err
	}
	plan := tools.Plan{Tool: tools.NameBulkDelete, Effect: tools.Destroys, Irreversible: irreversible}
	ids := bulkDeleteInput{}
	seen := map[string]bool{}
	for n, ref := range refs {
		inv.Report(n, len(refs), "looking at the groups")
		g, ok := found[ref]
		if !ok {
			g = sailpoint.Group{ID: ref, Name: ref} // its item says that it was not found
		}
		if seen[g.ID] {
			continue
		}
		seen[g.ID] = true
		ids.Groups = append(ids.Groups, g.ID)
		if err := addDeletion(ctx, inv, &plan, g, ok, asked[g.ID]); err != nil {
			return tools.Plan{}, err
		}
	}
	plan.Arguments, err = json.Marshal(ids)
	plan.Summary = fmt.Sprintf("Delete %s.", tools.Plural(plan.Pending(), "governance group"))
	if stay := len(plan.Items) - plan.Pending(); stay > 0 {
		plan.Summary += fmt.Sprintf(" %d of the %d named will not be deleted.", stay, len(plan.Items))
	}
	plan.Details = []tools.Detail{{Label: "Connections", Value: noProof}}
	if plan.Pending() > fewGroups {
		plan.Details = append(plan.Details, tools.Detail{Label: "Members", Value: "After the yes only their number is compared once more; an undo brings back those of now."})
	}
	return plan, err
}

// membersFact holds who is in a group that would be deleted: others in the place
// of those whom the question was about are another state, whatever their number.
func membersFact(g sailpoint.Group, members []sailpoint.Member) tools.StateFact {
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = strings.ToLower(m.ID)
	}
	slices.Sort(ids)
	sum := sha256.Sum256([]byte(strings.Join(ids, " ")))
	return tools.StateFact{Name: "The membership of " + g.ID, Value: "the one with the digest " + hex.EncodeToString(sum[:8])}
}

// addDeletion adds one of several groups to the plan, with its fate. asked are its
// members when a person was asked, where that is good enough while its record is as it
// was; nil: they are read.
func addDeletion(ctx context.Context, inv *tools.Invocation, plan *tools.Plan, g sailpoint.Group, found bool, asked []sailpoint.Member) error {
	item := tools.Item{ID: g.ID, Name: tools.Clean(g.Name)}
	switch {
	case !found:
		item.Outcome, item.Reason = tools.ItemNotFound, "no group has this id or name"
	case g.ConnectionCount > 0:
		use, err := connectionsToShow(ctx, inv, g)
		if err != nil {
			return err
		}
		item.Outcome, item.Reason = tools.ItemInUse, useOf(use)
	default:
		fact := groupFact(g)
		if asked != nil && slices.Contains(inv.Approved.Plan.Facts, fact) {
			directory.KeepMembers(inv, g.ID, asked)
		}
		members, err := directory.Members(ctx, inv, g)
		if err != nil {
			return err
		}
		plan.Facts = append(plan.Facts, membersFact(g, members), fact)
		plan.Groups = append(plan.Groups, RefTo(g))
		plan.Before = append(plan.Before, StateOf(g, g.MemberCount, nil))
	}
	plan.Add(item, tools.Step{Action: tools.DeleteGroup, Group: g.ID})
	return nil
}

// membersAsked gives the members of each group when a person was asked about more than a few of
// them. The question tells of so many only how many members each has, and that an undo
// brings back those of then.
func membersAsked(inv *tools.Invocation) (map[string][]sailpoint.Member, error) {
	// A request of an earlier version was kept without them.
	if inv.Approved == nil || len(inv.Approved.Snapshot) == 0 || inv.Approved.Plan.Pending() <= fewGroups {
		return nil, nil
	}
	var groups []newGroup
	if err := json.Unmarshal(inv.Approved.Snapshot, &groups); err != nil {
		return nil, fmt.Errorf("what the groups were when it was asked: %w", err)
	}
	members := map[string][]sailpoint.Member{}
	for _, g := range groups {
		for _, m := range g.Members {
			members[g.Was] = append(members[g.Was], sailpoint.Member{ID: m.ID, Name: m.Name})
		}
	}
	return members, nil
}
