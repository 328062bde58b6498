// Going back: the change that takes another one back, as far as it was done.

package tools

import (
	"encoding/json"
	"fmt"
)

// Inverse gives the change that takes back what the plan's items say was done.
// kept is what [Change.Snapshot] read before. What was not done is not touched. An
// error says why there is nothing to take back.
func Inverse(plan Plan, kept json.RawMessage) (Change, error) {
	var done []Item
	for _, item := range plan.Items {
		if item.Outcome == ItemDone {
			done = append(done, item)
		}
	}
	if len(done) == 0 {
		return nil, Errorf(InvalidInput, "That change did nothing, so there is nothing to take back.")
	}
	switch plan.Tool {
	case NameMembersAdd, NameMembersRemove:
		in := membersInput{Group: plan.Groups[0].ID}
		for _, item := range done {
			in.Members = append(in.Members, item.ID)
		}
		return membersChange{membersInput: in, remove: plan.Tool == NameMembersAdd}, nil
	case NameCreate:
		return inverseOfCreation(plan)
	case NameUpdate:
		return inverseOfUpdate(plan, kept)
	case NameDelete, NameBulkDelete:
		return inverseOfDeletion(done, kept)
	}
	return nil, fmt.Errorf("no way back is known for %s", plan.Tool)
}

// inverseOfCreation deletes the groups that were created; their members go with
// them.
func inverseOfCreation(plan Plan) (Change, error) {
	groups, err := plannedGroups(plan)
	if err != nil {
		return nil, err
	}
	d := deletion{bulk: len(groups) > 1}
	at := 0
	for _, g := range groups {
		if item := plan.Items[at]; item.Outcome == ItemDone {
			d.refs = append(d.refs, item.ID)
		}
		at += 1 + len(g.Members)
	}
	if len(d.refs) == 0 {
		return nil, Errorf(InvalidInput, "That change created no group, so there is nothing to take back.")
	}
	return d, nil
}

func inverseOfUpdate(plan Plan, kept json.RawMessage) (Change, error) {
	var was fields
	if err := json.Unmarshal(kept, &was); err != nil {
		return nil, fmt.Errorf("what the group was before: %w", err)
	}
	set, err := plannedFields(plan)
	if err != nil {
		return nil, err
	}
	back := updateInput{Group: plan.Groups[0].ID, Name: was.Name, Description: was.Description, Owner: was.Owner}
	return update{input: back, expect: &set}, nil
}

func inverseOfDeletion(done []Item, kept json.RawMessage) (Change, error) {
	var all []newGroup
	if err := json.Unmarshal(kept, &all); err != nil {
		return nil, fmt.Errorf("what the groups were before: %w", err)
	}
	gone := map[string]bool{}
	for _, item := range done {
		gone[item.ID] = true
	}
	again := creation{groups: []newGroup{}}
	for _, g := range all {
		if gone[g.Was] {
			again.groups = append(again.groups, g)
		}
	}
	return again, nil
}
