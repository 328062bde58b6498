// History: who did what to which group, when, and who said yes.

package audit_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

var (
	lee     = tools.Caller{Surface: "http", Subject: "oidc|7", Email: "lee@corp.example", Identity: "2c91"}
	mallory = tools.Caller{Surface: "http", Subject: "mallory"}
	dba     = tools.Ref{ID: "g1", Name: "DB Access"}
	odd     = tools.Ref{ID: "g2", Name: "Pay\u200broll\nadmins"}
)

// told writes the story that the tests ask about, starting at 09:00, one minute
// an entry.
func told(t *testing.T) *audit.Log {
	t.Helper()
	log := kept(t)
	members := []tools.Item{{ID: "p1", Name: "Bob"}, {ID: "p2", Name: "Carol"}}
	done := []tools.Item{{ID: "p1", Name: "Bob", Outcome: tools.ItemDone}, {ID: "p2", Name: "Carol", Outcome: tools.ItemFailed, Reason: "404"}}
	remove := audit.Entry{Request: "r1", Actor: jane, Tool: "govgroup_members_remove", Groups: []tools.Ref{dba}, Level: "client"}
	rename := audit.Entry{Request: "r2", Actor: jane, Tool: "govgroup_update", Groups: []tools.Ref{odd}, Level: "none"}
	undo := audit.Entry{Request: "r3", Actor: lee, Tool: "govgroup_members_add", Groups: []tools.Ref{dba}, Undoes: "r1"}
	for _, e := range []audit.Entry{
		with(remove, audit.Asked, "pending", members),
		with(rename, audit.Intent, "executing", nil),
		{Kind: audit.Refused, Request: "r1", Actor: mallory, Tool: remove.Tool, Groups: remove.Groups, State: "pending", Code: "not_allowed"},
		{Kind: audit.Decided, Request: "r1", Actor: jane, Tool: remove.Tool, Groups: remove.Groups, Level: "second", Approver: &lee, State: "executing"},
		with(rename, audit.Outcome, "done", nil),
		with(remove, audit.Intent, "executing", nil),
		with(remove, audit.Outcome, "partly_done", done),
		with(undo, audit.Asked, "pending", nil),
		{Kind: audit.Decided, Request: "r3", Actor: lee, Tool: undo.Tool, Groups: undo.Groups, Undoes: "r1", Approver: &jane, State: "declined"},
	} {
		e.Tenant = "https://acme.example"
		_, err := log.Append(t.Context(), e)
		require.NoError(t, err)
	}
	return log
}

func with(e audit.Entry, kind audit.Kind, state string, items []tools.Item) audit.Entry {
	e.Kind, e.State, e.Items = kind, state, items
	return e
}

func TestHistoryJoinsTheEntriesOfARequest(t *testing.T) {
	changes, total, err := told(t).History(t.Context(), audit.Query{})
	require.NoError(t, err)
	require.Equal(t, 4, total)
	assert.Equal(t, audit.Change{
		Request: "r1", Time: time.Date(2026, 1, 31, 9, 6, 0, 0, time.UTC), Tenant: "https://acme.example",
		Tool: "govgroup_members_remove", Actor: jane, Level: "second", Approver: &lee, State: "partly_done",
		Groups: []tools.Ref{dba},
		Items:  []tools.Item{{ID: "p1", Name: "Bob", Outcome: tools.ItemDone}, {ID: "p2", Name: "Carol", Outcome: tools.ItemFailed, Reason: "404"}},
	}, changes[1])
}

func TestHistorySelects(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, 1, 31, hour, minute, 0, 0, time.UTC) }
	cases := []struct {
		name string
		q    audit.Query
		want string // requests in order; ! marks a refusal
	}{
		{"everything", audit.Query{}, "r3 r1 r2 !r1"},
		{"group by id", audit.Query{Group: "g1"}, "r3 r1 !r1"},
		{"group by name, any case", audit.Query{Group: " db access"}, "r3 r1 !r1"},
		{"group by its name as shown", audit.Query{Group: "Payroll admins"}, "r2"},
		{"part of a name is no name", audit.Query{Group: "DB"}, ""},
		{"who asked or decided, by e-mail", audit.Query{Actor: "LEE@corp.example"}, "r3 r1"},
		{"by subject", audit.Query{Actor: "mallory"}, "!r1"},
		{"by identity", audit.Query{Actor: "2c91"}, "r3 r1"},
		{"nobody", audit.Query{Actor: "eve"}, ""},
		{"since, with what began before", audit.Query{Since: at(9, 5)}, "r3 r1"},
		{"since a moment, inclusive", audit.Query{Since: at(9, 8)}, "r3"},
		{"until, with what ended before", audit.Query{Until: at(9, 6)}, "r2 !r1"},
		{"between", audit.Query{Since: at(9, 4), Until: at(9, 8)}, "r1 r2"},
		{"whom it concerned, by id, with its undo", audit.Query{Person: []string{"p2"}}, "r3 r1"},
		{"by name, or by something else", audit.Query{Person: []string{"nobody", " bob"}}, "r3 r1"},
		{"a person is no group", audit.Query{Group: "Bob"}, ""},
		{"since tomorrow", audit.Query{Since: at(33, 0)}, ""},
		{"group and actor", audit.Query{Group: "g2", Actor: "U1"}, "r2"},
		{"this tenant", audit.Query{Tenant: "https://acme.example", Group: "g2"}, "r2"},
		{"another tenant", audit.Query{Tenant: "https://other.example"}, ""},
	}
	log := told(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			changes, total, err := log.History(t.Context(), c.q)
			require.NoError(t, err)
			assert.Equal(t, len(changes), total)
			assert.Equal(t, c.want, requests(changes))
		})
	}
}

func requests(changes []audit.Change) string {
	var names []string
	for _, c := range changes {
		name := c.Request
		if c.State == "" {
			name = "!" + name
		}
		names = append(names, string(name))
	}
	return strings.Join(names, " ")
}

func TestHistoryCountsWhatIsBeyondTheLimit(t *testing.T) {
	changes, total, err := told(t).History(t.Context(), audit.Query{Limit: 2})
	require.NoError(t, err)
	assert.Equal(t, 4, total)
	assert.Equal(t, "r3 r1", requests(changes))
}

func TestHistoryGoesOnAtAnOffset(t *testing.T) {
	changes, total, err := told(t).History(t.Context(), audit.Query{Limit: 2, Offset: 1})
	require.NoError(t, err)
	assert.Equal(t, 4, total)
	assert.Equal(t, "r1 r2", requests(changes))
}

// Two addresses that differ by an accent are two people's.
func TestHistoryTellsActorsApart(t *testing.T) {
	log := kept(t)
	for _, who := range []string{"jose@corp.example", "jos\u00e9@corp.example"} {
		_, err := log.Append(t.Context(), audit.Entry{Kind: audit.Asked, Request: tools.RequestID(who), State: "pending", Actor: tools.Caller{Email: who}})
		require.NoError(t, err)
	}
	changes, _, err := log.History(t.Context(), audit.Query{Actor: "Jose@Corp.example"})
	require.NoError(t, err)
	assert.Equal(t, "jose@corp.example", requests(changes))
}

// A creation has no id before it is done, and a renamed group two names.
func TestHistoryFollowsAGroupThroughItsNames(t *testing.T) {
	log := kept(t)
	for _, e := range []audit.Entry{
		{Kind: audit.Intent, Request: "create", State: "executing", Groups: []tools.Ref{{Name: "Payments"}}},
		{Kind: audit.Outcome, Request: "create", State: "done", Groups: []tools.Ref{{ID: "g7", Name: "Payments"}}},
		{Kind: audit.Intent, Request: "rename", State: "executing", Groups: []tools.Ref{{ID: "g7", Name: "Payments"}}, Names: []tools.Ref{{ID: "g7", Name: "Payables"}},
			Fields: []tools.FieldChange{{Field: "Name", From: "Payments", To: "Payables"}}},
		{Kind: audit.Outcome, Request: "rename", State: "done", Groups: []tools.Ref{{ID: "g7", Name: "Payments"}}},
		{Kind: audit.Outcome, Request: "delete", State: "done", Groups: []tools.Ref{{ID: "g7", Name: "Payables"}},
			Items: []tools.Item{{ID: "g7", Name: "Payables"}}, People: []tools.Ref{{ID: "p1", Name: "Jane"}}},
		{Kind: audit.Outcome, Request: "other", State: "done", Groups: []tools.Ref{{ID: "g8", Name: "Payroll"}}},
	} {
		_, err := log.Append(t.Context(), e)
		require.NoError(t, err)
	}
	for _, known := range []string{"g7", "G7", "Payments", "payables"} {
		changes, _, err := log.History(t.Context(), audit.Query{Group: known})
		require.NoError(t, err)
		assert.Equal(t, "delete rename create", requests(changes), known)
		assert.Equal(t, []tools.FieldChange{{Field: "Name", From: "Payments", To: "Payables"}}, changes[1].Fields)
		assert.Equal(t, []tools.Ref{{ID: "g7", Name: "Payments"}}, changes[2].Groups)
	}
	changes, _, err := log.History(t.Context(), audit.Query{Person: []string{"p1"}})
	require.NoError(t, err)
	assert.Equal(t, "delete", requests(changes), "its owner is concerned, the group is nobody")
}

func TestHistorySaysWhatItCannotRead(t *testing.T) {
	away := errors.New("disk is gone")
	_, _, err := audit.NewLog(broken{err: away}, clock()).History(t.Context(), audit.Query{})
	require.ErrorIs(t, err, away)
}
