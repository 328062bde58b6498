// What every list has in common: pages, totals, sorters, filters.

package sandbox_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestGroupPages(t *testing.T) {
	c := start(t, sandbox.Options{Groups: 260, People: 1, RateLimit: -1})
	a := c.get(query("/workgroups/v1", "count", "true"))
	assert.Equal(t, "260", a.header.Get("X-Total-Count"))
	assert.Len(t, a.array(), 250, "250 is the default and the most")
	assert.Empty(t, c.get("/workgroups/v1").header.Get("X-Total-Count"))
	assert.Empty(t, c.get(query("/workgroups/v1", "count", "false")).header.Get("X-Total-Count"))

	var seen []any
	for offset := 0; offset < 280; offset += 70 {
		seen = append(seen, c.get(query("/workgroups/v1", "limit", "70", "offset", strconv.Itoa(offset), "sorters", "name")).column("id")...)
	}
	slices.SortFunc(seen, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	assert.Len(t, slices.Compact(seen), 260)
	assert.Equal(t, "[]", c.get(query("/workgroups/v1", "offset", "260")).text)
	assert.Equal(t, "[]", c.get(query("/workgroups/v1", "limit", "0")).text)
}

func TestPageParametersRefused(t *testing.T) {
	c := start(t, quiet())
	for name, tc := range map[string]struct{ key, value, code string }{
		"limit above":     {"limit", "251", "400.1.4 Limit violation"},
		"limit negative":  {"limit", "-1", "400.1.3 Illegal value"},
		"limit text":      {"limit", "ten", "400.1.3 Illegal value"},
		"limit huge":      {"limit", "99999999999999999999", "400.1.3 Illegal value"},
		"offset negative": {"offset", "-1", "400.1.3 Illegal value"},
		"offset fraction": {"offset", "1.5", "400.1.3 Illegal value"},
		"count":           {"count", "yes", "400.1.3 Illegal value"},
		"sorter":          {"sorters", "memberCount", "400.1.3 Illegal value"},
		"second sorter":   {"sorters", "name,owner", "400.1.3 Illegal value"},
		"two minuses":     {"sorters", "--name", "400.1.3 Illegal value"},
		"trailing comma":  {"sorters", "name,", "400.1.3 Illegal value"},
	} {
		t.Run(name, func(t *testing.T) {
			c.get(query("/workgroups/v1", tc.key, tc.value)).requireRefused(400, tc.code)
		})
	}
	c.get(query("/public-identities/v1", "limit", "251")).requireRefused(400, "400.1.4 Limit violation")
	c.get(query("/public-identities/v1", "sorters", "alias")).requireRefused(400, "400.1.3 Illegal value")
}

func TestGroupSorters(t *testing.T) {
	c := start(t, quiet())
	twins := c.server.Scenario().CaseTwins
	for _, field := range []string{"name", "created", "modified", "id", "description"} {
		up := c.get(query("/workgroups/v1", "sorters", field+",id")).array()
		down := c.get(query("/workgroups/v1", "sorters", "-"+field+",-id")).array()
		slices.Reverse(down)
		assert.Equal(t, up, down, field)
		for i := 1; i < len(up); i++ {
			a, _ := up[i-1][field].(string)
			b, set := up[i][field].(string)
			if set {
				assert.LessOrEqual(t, strings.ToLower(a), strings.ToLower(b), field)
			}
		}
	}
	byName := c.get(query("/workgroups/v1", "sorters", "name")).column("id")
	distance := slices.Index(byName, any(twins[0].ID)) - slices.Index(byName, any(twins[1].ID))
	assert.Equal(t, 1, distance*distance, "names that differ in case are neighbours")

	require.NoError(t, c.server.RenameGroup(twins[0].ID, "   First"))
	assert.Equal(t, "   First", c.get(query("/workgroups/v1", "sorters", "name", "limit", "1")).column("name")[0],
		"a remembered order does not outlive a change")
}

func TestGroupFilters(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	require.NoError(t, c.server.AddMember(sc.Unused.ID, sc.Admin.ID))
	require.NoError(t, c.server.AddMember(sc.DBAccess.ID, sc.Approver.ID))
	for filter, want := range map[string][]string{
		`name eq "DB Access"`: {sc.DBAccess.ID},
		`name eq "dB aCCess"`: {sc.DBAccess.ID},
		`name sw "db ac"`:     {sc.DBAccess.ID},
		`name in ("db access","Payments Approvers", "none")`:                         {sc.DBAccess.ID, sc.PaymentsApprovers.ID},
		`name eq "finance reviewers"`:                                                {sc.SameName[0].ID, sc.SameName[1].ID},
		`name eq "LEDGER review"`:                                                    {sc.CaseTwins[0].ID, sc.CaseTwins[1].ID},
		`name eq "Quote \"Double\" Approvers"`:                                       {sc.Hostile[0].ID},
		`name sw "Back\\slash \\\"Bo"`:                                               {sc.Hostile[2].ID},
		`id eq "` + sc.OldID.ID + `"`:                                                {sc.OldID.ID},
		`id sw "` + sc.OldID.ID[:12] + `"`:                                           {sc.OldID.ID},
		`id in ("` + sc.Role.ID + `","` + sc.Source.ID + `")`:                        {sc.Role.ID, sc.Source.ID},
		`memberships.identityId eq "` + sc.Admin.ID + `"`:                            {sc.Unused.ID},
		`memberships.identityId in ("` + sc.Admin.ID + `","` + sc.Approver.ID + `")`: {sc.DBAccess.ID, sc.Unused.ID},
		`memberships.identityId eq "` + sc.Admin.ID + `" and name sw "db"`:           nil,
		`name eq "DB Access" or memberships.identityId eq "` + sc.Admin.ID + `"`:     {sc.DBAccess.ID, sc.Unused.ID},
		`name sw "db" or name sw "pay" and name eq "no"`:                             {sc.DBAccess.ID},
		`(name sw "db" or name sw "pay") and (name sw "payments")`:                   {sc.PaymentsApprovers.ID},
		`name eq "DB Access" and name eq "Payments Approvers"`:                       nil,
		`name eq ""`: nil,
	} {
		t.Run(filter, func(t *testing.T) {
			a := c.get(query("/workgroups/v1", "filters", filter, "count", "true"))
			require.Equal(t, 200, a.status, a.text)
			var got []string
			for _, id := range a.column("id") {
				got = append(got, id.(string))
			}
			assert.ElementsMatch(t, want, got)
			assert.Equal(t, strconv.Itoa(len(want)), a.header.Get("X-Total-Count"))
		})
	}
}

func TestGroupFiltersRefused(t *testing.T) {
	c := start(t, quiet())
	for _, filter := range []string{
		`name co "x"`, `name ne "x"`, `name pr`, `description eq "x"`, `owner.id eq "x"`, `memberships.identityId sw "x"`, `id ge "x"`,
		`name EQ "x"`, `name eq x`, `name eq 'x'`, `name eq 5`, `name eq "x`, `name eq "x\"`, `name eq "x\n"`, `name in "x"`, `name in ()`,
		`name in ("x",)`, `name in ("x" "y")`, `name eq ("x")`, `eq "x"`, `name`, `name eq`, `"name" eq "x"`, `and`, `name eq "x" and`,
		`name eq "x" name eq "y"`, `name eq "x" AND name eq "y"`, `(name eq "x"`, `name eq "x")`, `()`, `;`,
		"name\teq \"x\"", strings.Repeat("(", 51) + `name eq "x"` + strings.Repeat(")", 51),
	} {
		t.Run(filter, func(t *testing.T) {
			c.get(query("/workgroups/v1", "filters", filter)).requireRefused(400, "400.1.3 Illegal value")
		})
	}
}
