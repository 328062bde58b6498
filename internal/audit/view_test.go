// One line for each change, whatever became of it.

package audit_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

func TestTheLineOfAChange(t *testing.T) {
	item := func(name, outcome, reason string) tools.Item {
		return tools.Item{ID: "id-" + name, Name: name, Outcome: outcome, Reason: reason}
	}
	cases := []struct {
		name  string
		entry audit.Entry
		want  string
	}{
		{"every outcome, the worst first", audit.Entry{State: "partly_done", Items: []tools.Item{
			item("A", tools.ItemDone, ""), item("B", tools.ItemNoChange, "was none"), item("C", tools.ItemNotFound, ""),
			item("D", tools.ItemInUse, "role R"), item("E", tools.ItemUnknown, ""), item("F", tools.ItemFailed, "500"), item("G", "", ""),
		}}, "partly_done; failed: F (500); unknown: E; in_use: D (role R); not_found: C; done: A; already_so: B (was none); not attempted: G."},
		{"an item without a name", audit.Entry{State: "done", Items: []tools.Item{{ID: "p7", Outcome: tools.ItemDone}}}, "done; done: p7."},
		{"many groups", audit.Entry{State: "done", Groups: groups("A B C D E F G")}, "members_remove “A”, “B”, “C”, “D”, “E” and 2 more: done."},
		{"no group", audit.Entry{State: "failed", Code: "unavailable"}, "members_remove: failed (unavailable)."},
		{"a reason before a code", audit.Entry{State: "stale", Code: "stale", Reason: "owner changed"}, "stale (owner changed)."},
		{"only an identity is known", audit.Entry{State: "done", Actor: tools.Caller{Surface: "stdio", Identity: "2c91"}}, "2c91 (stdio): "},
		{"nobody is known", audit.Entry{State: "done", Actor: tools.Caller{Surface: "stdio"}}, "someone on stdio: "},
		{"a yes without a person", audit.Entry{State: "done", Level: "client", Approver: &tools.Caller{Surface: "stdio"}}, "Yes (client) by someone on stdio."},
		{"expired", audit.Entry{State: "expired", Level: "typed"}, "members_remove: expired."},
		{"markup and invisible characters", audit.Entry{State: "done", Groups: groups("<!channel>\u202e\u200b")}, "“<!channel>”"},
		{"a format is data", audit.Entry{State: "done", Groups: groups("%s%d")}, "“%s%d”"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.entry.Kind, c.entry.Request, c.entry.Tool = audit.Outcome, "r1", "govgroup_members_remove"
			log := kept(t)
			_, err := log.Append(t.Context(), c.entry)
			require.NoError(t, err)
			result, err := ask(t, log, "")
			require.NoError(t, err)
			lines := strings.Split(result.Text, "\n")
			require.Len(t, lines, 2, "one line for one change")
			assert.Contains(t, lines[1], c.want)
		})
	}
}

func groups(names string) (refs []tools.Ref) {
	for name := range strings.FieldsSeq(names) {
		refs = append(refs, tools.Ref{ID: "id-" + name, Name: name})
	}
	return refs
}

// A request found abandoned is settled later; the newest entry is what is true.
func TestSettlingReplacesWhatWasNotKnown(t *testing.T) {
	log := kept(t)
	for _, e := range []audit.Entry{
		{Kind: audit.Intent, State: "executing", Items: []tools.Item{{ID: "p1"}, {ID: "p2"}}},
		{Kind: audit.Outcome, State: "unknown", Items: []tools.Item{{ID: "p1", Outcome: tools.ItemUnknown}, {ID: "p2", Outcome: tools.ItemUnknown}}},
		{Kind: audit.Settling, State: "partly_done", Items: []tools.Item{{ID: "p1", Outcome: tools.ItemDone}, {ID: "p2"}}},
	} {
		e.Request = "r1"
		_, err := log.Append(t.Context(), e)
		require.NoError(t, err)
	}
	changes, _, err := log.History(t.Context(), audit.Query{})
	require.NoError(t, err)
	require.Len(t, changes, 1)
	assert.Equal(t, "partly_done", changes[0].State)
	assert.Equal(t, []tools.Item{{ID: "p1", Outcome: tools.ItemDone}, {ID: "p2"}}, changes[0].Items)
}

// A refusal names who tried, and takes nothing from the request it was about.
func TestARefusalStandsAlone(t *testing.T) {
	log := kept(t)
	for _, e := range []audit.Entry{
		{Kind: audit.Outcome, Actor: jane, State: "done", Approver: &lee, Level: "client"},
		{Kind: audit.Refused, Actor: mallory, State: "done", Approver: &lee, Code: "already_decided"},
	} {
		e.Request = "r1"
		_, err := log.Append(t.Context(), e)
		require.NoError(t, err)
	}
	changes, _, err := log.History(t.Context(), audit.Query{Actor: lee.Email})
	require.NoError(t, err)
	require.Len(t, changes, 1, "lee had no part in what was refused")
	assert.Equal(t, jane, changes[0].Actor)
	assert.Equal(t, "done", changes[0].State)
}
