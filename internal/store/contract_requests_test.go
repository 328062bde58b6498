// What confirm expects of a store, written against its interface alone: every
// store that there will be must pass.

package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

const acme = "https://acme.example"

var noon = time.Date(2026, 1, 31, 12, 0, 0, 123456789, time.UTC)

// request is one with every field set.
func request(id tools.RequestID) confirm.Request {
	jane := tools.Caller{Surface: "slack", Subject: "U1", Email: "jane@corp.example", Identity: "2c91", Client: "slackbot 1"}
	return confirm.Request{
		ID: id, Digest: "d1", Tenant: acme, Requester: jane, Level: confirm.Typed, Policy: "p1", State: confirm.Pending,
		Plan: tools.Plan{
			Tool: "govgroup_members_remove", Effect: tools.Destroys, Arguments: json.RawMessage(`{"group":"<g1> & \u2028"}`),
			Summary: "Remove “Bob” \u202e", Groups: []tools.Ref{{ID: "g1", Name: "DB '; DROP TABLE requests;--"}},
			Items:    []tools.Item{{ID: "p1", Name: "Bob"}, {ID: "p2", Name: "Carol", Outcome: tools.ItemNoChange, Reason: "was none"}},
			Details:  []tools.Detail{{Label: "Owner", Value: "Lee"}},
			Warnings: []string{"last member"}, Facts: []tools.StateFact{{Name: "owner", Value: "p9"}},
		},
		Created: noon, Expires: noon.Add(15 * time.Minute), LookAt: noon.Add(time.Hour), Lost: []int{1},
		Approvals: []confirm.Approval{{By: jane, Level: confirm.Typed, At: noon}},
		Snapshot:  json.RawMessage(`{"members":["p1"]}`), Reason: "because", Finished: noon.Add(time.Hour),
	}
}

func testRequests(t *testing.T, open func(t *testing.T) confirm.Store) {
	for name, test := range map[string]func(*testing.T, confirm.Store){
		"create and get": requestsCreateAndGet,
		"update":         requestsUpdate,
		"one wins":       requestsOneWins,
		"undone once":    requestsUndoneOnce,
		"list":           requestsList,
		"list limit":     requestsListLimit,
		"cancelled":      requestsCancelled,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func requestsCreateAndGet(t *testing.T, s confirm.Store) {
	_, err := s.Get(t.Context(), "r1")
	require.ErrorIs(t, err, confirm.ErrNotFound)

	r := request("r1")
	r.Version = 9 // a new request begins at 1 whatever it says
	require.NoError(t, s.Create(t.Context(), r))
	got, err := s.Get(t.Context(), "r1")
	require.NoError(t, err)
	r.Version = 1
	assert.Equal(t, r, got)

	require.ErrorIs(t, s.Create(t.Context(), request("r1")), confirm.ErrConflict)
	require.NoError(t, s.Create(t.Context(), confirm.Request{ID: "bare"}))
	got, err = s.Get(t.Context(), "bare")
	require.NoError(t, err)
	assert.True(t, got.Created.IsZero() && got.Lease.IsZero() && got.Snapshot == nil, "%+v", got)
}

func requestsUpdate(t *testing.T, s confirm.Store) {
	r := request("r1")
	require.ErrorIs(t, s.Update(t.Context(), r), confirm.ErrNotFound)
	require.NoError(t, s.Create(t.Context(), r))

	r.Version, r.State, r.Reason = 1, confirm.Executing, "yes"
	require.NoError(t, s.Update(t.Context(), r))
	require.ErrorIs(t, s.Update(t.Context(), r), confirm.ErrConflict, "the version was counted up")
	got, err := s.Get(t.Context(), "r1")
	require.NoError(t, err)
	r.Version = 2
	assert.Equal(t, r, got)

	r.Version = 3
	require.ErrorIs(t, s.Update(t.Context(), r), confirm.ErrConflict, "a version from the future")
}

func requestsOneWins(t *testing.T, s confirm.Store) {
	r := request("r1")
	require.NoError(t, s.Create(t.Context(), r))
	for version := 1; version <= 20; version++ {
		var all sync.WaitGroup
		var won atomic.Int32
		for i := range 16 {
			all.Go(func() {
				mine := request("r1")
				mine.Version, mine.Reason = version, fmt.Sprint(i)
				if err := s.Update(t.Context(), mine); err == nil {
					won.Add(1)
				} else {
					assert.ErrorIs(t, err, confirm.ErrConflict)
				}
			})
		}
		all.Wait()
		require.Equal(t, int32(1), won.Load(), "round %d", version)
	}
}

func requestsUndoneOnce(t *testing.T, s confirm.Store) {
	for i, state := range []confirm.State{
		confirm.Executing, confirm.Done, confirm.PartlyDone, confirm.Unknown,
		confirm.Pending, confirm.Failed, confirm.Declined, confirm.Expired, confirm.Stale,
	} {
		id := tools.RequestID(state)
		first := confirm.Request{ID: id + "1", Undoes: id, State: state}
		require.NoError(t, s.Create(t.Context(), first))
		again := s.Create(t.Context(), confirm.Request{ID: id + "2", Undoes: id, State: confirm.Pending})
		if i >= 4 {
			require.NoError(t, again, "%s leaves the way open", state)
			continue
		}
		require.ErrorIs(t, again, confirm.ErrConflict, "%s", state)
		first.Version, first.State = 1, confirm.Failed
		require.NoError(t, s.Update(t.Context(), first))
		require.NoError(t, s.Create(t.Context(), confirm.Request{ID: id + "3", Undoes: id, State: confirm.Executing}))
		first.Version, first.State = 2, confirm.Executing
		require.ErrorIs(t, s.Update(t.Context(), first), confirm.ErrConflict, "back to life beside another")
	}
}

func requestsList(t *testing.T, s confirm.Store) {
	for i, change := range []func(*confirm.Request){
		func(*confirm.Request) {},
		func(r *confirm.Request) { r.State = confirm.Executing },
		func(r *confirm.Request) { r.State = confirm.Executing; r.Late = true },
		func(r *confirm.Request) { r.Requester.Subject = "U2" },
		func(r *confirm.Request) { r.Requester.Surface = "http"; r.State = confirm.Done },
		func(r *confirm.Request) { r.Tenant = "https://other.example" },
		func(r *confirm.Request) { r.Created = noon.Add(time.Hour); r.State = confirm.Done },
	} {
		r := request(tools.RequestID(fmt.Sprint(i)))
		change(&r)
		require.NoError(t, s.Create(t.Context(), r))
	}
	cases := []struct {
		name string
		q    confirm.Query
		want string
	}{
		{"a tenant, newest first, then last created", confirm.Query{Tenant: acme}, "6 4 3 2 1 0"},
		{"every tenant", confirm.Query{EveryTenant: true}, "6 5 4 3 2 1 0"},
		{"another tenant", confirm.Query{Tenant: "https://other.example"}, "5"},
		{"no tenant", confirm.Query{}, ""},
		{"one state", confirm.Query{Tenant: acme, States: []confirm.State{confirm.Executing}}, "2 1"},
		{"two states", confirm.Query{Tenant: acme, States: []confirm.State{confirm.Executing, confirm.Done}}, "6 4 2 1"},
		{"a surface", confirm.Query{Tenant: acme, Surface: "http"}, "4"},
		{"a person", confirm.Query{Tenant: acme, Surface: "slack", Subject: "U2"}, "3"},
		{"hostile text", confirm.Query{Tenant: acme, Subject: "' OR 1=1 --"}, ""},
		{"limit", confirm.Query{Tenant: acme, Limit: 2}, "6 4"},
		{"no limit", confirm.Query{Tenant: acme, Limit: -1}, "6 4 3 2 1 0"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			found, err := s.List(t.Context(), c.q)
			require.NoError(t, err)
			ids := make([]string, len(found))
			for i, r := range found {
				ids[i] = string(r.ID)
			}
			assert.Equal(t, c.want, strings.Join(ids, " "))
		})
	}
}

func requestsListLimit(t *testing.T, s confirm.Store) {
	for i := range 101 {
		require.NoError(t, s.Create(t.Context(), confirm.Request{ID: tools.RequestID(fmt.Sprint(i)), Tenant: acme}))
	}
	found, err := s.List(t.Context(), confirm.Query{Tenant: acme})
	require.NoError(t, err)
	assert.Len(t, found, 100)
	assert.Equal(t, 1, found[0].Version)
}

func requestsCancelled(t *testing.T, s confirm.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := s.Create(ctx, request("r1"))
	require.ErrorIs(t, err, context.Canceled)
	_, err = s.Get(t.Context(), "r1")
	require.ErrorIs(t, err, confirm.ErrNotFound)
}
