// Membership: what the tenant says of a caller.

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

func (e *env) invocation(identity string) *tools.Invocation {
	return e.Registry.NewInvocation(tools.Caller{Surface: "http", Subject: "x", Identity: identity}, nil)
}

func TestOwnersOfManyGroupsTakeFewRequests(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	var ids []string
	want := map[string]string{}
	for _, g := range e.Groups()[:100] {
		ids = append(ids, g.ID)
		want[g.ID] = g.OwnerID
	}
	inv := e.invocation("")
	var got map[string]string
	sent := e.requests(func() {
		var err error
		got, err = directory.Owners(t.Context(), inv, append(ids, "11111111-2222-3333-4444-555555555555")...)
		require.NoError(t, err)
	})
	assert.Equal(t, want, got, "and the group that is not there is missing")
	assert.LessOrEqual(t, sent[sandbox.OpListGroups], 6)
	assert.Len(t, sent, 1)
	assert.Empty(t, e.requests(func() { _, _ = directory.Owners(t.Context(), inv, ids...) }), "they were known already")
}

func TestMembershipIsTheCallers(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	group, _ := e.Tenant.Group(e.OldID.ID)
	inv := e.invocation(strings.ToUpper(group.Members[0]))
	for ref, want := range map[string]bool{e.OldID.ID: true, e.OldID.Name: true, strings.ToUpper(e.OldID.ID): true, e.Unused.ID: false, "Retired Project Board": false} {
		in, err := directory.MemberOf(t.Context(), inv, ref)
		require.NoError(t, err)
		assert.Equal(t, want, in, ref)
	}
	assert.Empty(t, e.requests(func() { _, _ = directory.MemberOf(t.Context(), inv, e.OldID.Name) }), "it was known already")
	for _, unclear := range []string{"No Such Group", ""} {
		_, err := directory.MemberOf(t.Context(), inv, unclear)
		require.Error(t, err, unclear)
	}
	in, err := directory.MemberOf(t.Context(), e.invocation(""), "No Such Group")
	require.NoError(t, err)
	assert.False(t, in, "who has no identity is in no group")
}

func TestAFailureToReadMembershipsIsRemembered(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	require.NoError(t, e.Inject(sandbox.Fault{Kind: sandbox.FaultHTML, Operation: sandbox.OpListGroups}))
	inv := e.invocation(e.JaneDoe.ID)
	_, err := directory.MemberOf(t.Context(), inv, e.OldID.ID)
	require.Error(t, err)
	assert.Empty(t, e.requests(func() {
		_, err = directory.MemberOf(t.Context(), inv, e.Unused.ID)
		require.Error(t, err)
	}))
}
