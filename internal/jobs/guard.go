// Guards: what a plan says on a line of its own, and asks the typed word for, because it
// is more than it may look like.

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

// manyPeople is how many may be removed by one job before the word has to be typed.
const manyPeople = 50

// guard looks at who leaves which group.
func guard(ctx context.Context, inv *tools.Invocation, plan *tools.Plan, targets []target) error {
	leaving := map[string]bool{}
	var reasons []string
	for _, g := range targets {
		gone := g.leaving()
		for _, p := range gone {
			leaving[p.ID] = true
		}
		if 4*len(gone) > g.MemberCount {
			reasons = append(reasons, fmt.Sprintf("it removes %d of the %s of %s", len(gone), tools.Plural(g.MemberCount, "member"), tools.Quoted(g.Name)))
		}
		if len(gone) == 0 || g.ConnectionCount == 0 {
			continue
		}
		active, err := g.keepsSomebodyActive(ctx, inv)
		if err != nil {
			return err
		}
		left := "somebody active"
		if !active {
			left = "nobody active"
			plan.Warnings = append(plan.Warnings, fmt.Sprintf(
				"Nobody active would be left in %s, which is used for approvals: every request that it should approve would wait until it expires.", tools.Quoted(g.Name)))
			reasons = append([]string{"it leaves " + tools.Quoted(g.Name) + ", which is used for approvals, without an active member"}, reasons...)
		}
		plan.Facts = append(plan.Facts, tools.StateFact{Name: "Who would be left in the group " + g.ID, Value: left})
	}
	if len(leaving) > manyPeople {
		reasons = append(reasons, fmt.Sprintf("it removes %d people", len(leaving)))
	}
	if len(reasons) > 0 {
		plan.Typed = reasons[0]
	}
	return nil
}

// leaving are those who would be taken out.
func (g target) leaving() (people []sailpoint.Person) {
	for _, p := range g.out {
		if g.has(p.ID) {
			people = append(people, p)
		}
	}
	return people
}

// keepsSomebodyActive reads the members page by page until one is found who stays and
// is active. Whoever comes counts, too.
func (g target) keepsSomebodyActive(ctx context.Context, inv *tools.Invocation) (bool, error) {
	if anyActive(g.in) {
		return true, nil
	}
	for offset := 0; ; {
		page, err := inv.Client.MembersPage(ctx, g.ID, sailpoint.Query{Offset: offset})
		if err != nil {
			return false, err
		}
		people, _, err := directory.FindPeople(ctx, inv, g.staying(page.Items))
		if err != nil || anyActive(people) {
			return err == nil, err
		}
		if offset += len(page.Items); len(page.Items) == 0 || offset >= page.Total {
			return false, nil
		}
	}
}

// staying are the ids of those members who are not to go.
func (g target) staying(members []sailpoint.Member) (ids []string) {
	for _, m := range members {
		if !slices.ContainsFunc(g.out, func(p sailpoint.Person) bool { return strings.EqualFold(p.ID, m.ID) }) {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// anyActive reports whether one of them can approve, as far as the tenant says.
func anyActive(people []sailpoint.Person) bool {
	return len(directory.Inactive(people...)) < len(people)
}
