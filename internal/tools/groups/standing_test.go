// What the tenant says of a caller's standing.

package groups_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

func (w *world) session(identity string) *tools.Invocation {
	return w.registry.NewInvocation(tools.Caller{Surface: "http", Subject: "x", Identity: identity}, nil)
}

func TestOwnersOfManyGroupsTakeFewRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	var ids []string
	want := map[string]string{}
	for _, g := range w.Groups()[:100] {
		ids = append(ids, g.ID)
		want[g.ID] = g.OwnerID
	}
	inv := w.session("")
	var got map[string]string
	sent := w.requests(func() {
		var err error
		got, err = directory.Owners(t.Context(), inv, append(ids, "11111111-2222-3333-4444-555555555555")...)
		require.NoError(t, err)
	})
	assert.Equal(t, want, got, "and the group that is not there is missing")
	assert.LessOrEqual(t, sent[sandbox.OpListGroups], 6)
	assert.Len(t, sent, 1)
	assert.Empty(t, w.requests(func() { _, _ = directory.Owners(t.Context(), inv, ids...) }), "they were known already")
}

func TestMembershipIsTheCallers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	group, _ := w.Tenant.Group(w.OldID.ID)
	inv := w.session(strings.ToUpper(group.Members[0]))
	for ref, want := range map[string]bool{w.OldID.ID: true, w.OldID.Name: true, strings.ToUpper(w.OldID.ID): true, w.Unused.ID: false, "Retired Project Board": false} {
		in, err := directory.MemberOf(t.Context(), inv, ref)
		require.NoError(t, err)
		assert.Equal(t, want, in, ref)
	}
	assert.Empty(t, w.requests(func() { _, _ = directory.MemberOf(t.Context(), inv, w.OldID.Name) }), "it was known already")
	for _, unclear := range []string{"No Such Group", ""} {
		_, err := directory.MemberOf(t.Context(), inv, unclear)
		require.Error(t, err, unclear)
	}
	in, err := directory.MemberOf(t.Context(), w.session(""), "No Such Group")
	require.NoError(t, err)
	assert.False(t, in, "who has no identity is in no group")
}

func TestAFailureToReadMembershipsIsRemembered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.FaultHTML, Operation: sandbox.OpListGroups}))
	inv := w.session(w.JaneDoe.ID)
	_, err := directory.MemberOf(t.Context(), inv, w.OldID.ID)
	require.Error(t, err)
	assert.Empty(t, w.requests(func() {
		_, err = directory.MemberOf(t.Context(), inv, w.Unused.ID)
		require.Error(t, err)
	}))
}
