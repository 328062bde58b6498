// No id reaches an address unchecked.

package sailpoint_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
)

// byGroup are the calls that put a group's id into the address or the body.
func byGroup(id string) []operation {
	return []operation{
		{"Group", func(ctx context.Context, c *sailpoint.Client) error { _, err := c.Group(ctx, id); return err }},
		{"PatchGroup", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.PatchGroup(ctx, id, sailpoint.GroupPatch{Name: pointer("n")})
			return err
		}},
		{"DeleteGroup", func(ctx context.Context, c *sailpoint.Client) error { return c.DeleteGroup(ctx, id) }},
		{"Members", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.Members(ctx, id, sailpoint.Query{})
			return err
		}},
		{"MembersPage", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.MembersPage(ctx, id, sailpoint.Query{})
			return err
		}},
		{"AddMembers", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.AddMembers(ctx, id, []string{personID})
			return err
		}},
		{"RemoveMembers", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.RemoveMembers(ctx, id, []string{personID})
			return err
		}},
		{"Connections", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.Connections(ctx, id, sailpoint.Query{})
			return err
		}},
		{"ConnectionsPage", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.ConnectionsPage(ctx, id, sailpoint.Query{})
			return err
		}},
	}
}

var badIDs = []string{"", " ", "DB Access", "..", groupID + "/members", "../" + groupID, groupID + "?x", "%2e%2e", groupID[1:],
	" " + groupID, groupID + "\n", strings.ReplaceAll(groupID, "2", "g"), personID + "0"}

func TestMalformedIDsAreRefusedUnsent(t *testing.T) {
	tenant := &tenant{api: answer(200, `[]`)}
	client := tenant.client(t)
	for _, id := range badIDs {
		for _, op := range byGroup(id) {
			assert.ErrorIs(t, op.call(t.Context(), client), sailpoint.ErrInvalid, "%s(%q)", op.name, id)
		}
		_, err := client.DeleteGroups(t.Context(), []string{groupID, id})
		assert.ErrorIs(t, err, sailpoint.ErrInvalid)
	}
	for _, id := range append(badIDs, groupID) {
		_, err := client.AddMembers(t.Context(), groupID, []string{personID, id})
		assert.ErrorIs(t, err, sailpoint.ErrInvalid)
		_, err = client.CreateGroup(t.Context(), sailpoint.NewGroup{Name: "n", OwnerID: id})
		assert.ErrorIs(t, err, sailpoint.ErrInvalid)
		_, err = client.PatchGroup(t.Context(), groupID, sailpoint.GroupPatch{OwnerID: &id})
		assert.ErrorIs(t, err, sailpoint.ErrInvalid)
	}
	assert.Empty(t, tenant.seen())
}

// peopleOnly is a tenant without groups; personID is a person of it.
func peopleOnly(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path != "/public-identities/v1":
		answer(404, `{"detailCode":"404 Not found"}`)(w, r)
	case r.URL.Query().Get("filters") == `id eq "`+personID+`"`:
		answer(200, `[{"id":"`+personID+`","name":"Jane Doe"}]`)(w, r)
	default:
		answer(200, `[]`)(w, r)
	}
}

func TestPersonForAGroupIsRefusedWithThatSentence(t *testing.T) {
	for _, op := range byGroup(personID) {
		t.Run(op.name, func(t *testing.T) {
			tenant := &tenant{api: peopleOnly}
			err := op.call(t.Context(), tenant.client(t))
			require.ErrorIs(t, err, sailpoint.ErrInvalid)
			assert.ErrorContains(t, err, personID+` is the id of a person ("Jane Doe"), not of a governance group`)
			assert.Len(t, tenant.seen(), 2)
		})
	}
}

func TestUnknownGroupStaysNotFound(t *testing.T) {
	for id, requests := range map[string]int{groupID: 1, oldGroupID: 2} {
		for _, op := range byGroup(id) {
			tenant := &tenant{api: peopleOnly}
			err := op.call(t.Context(), tenant.client(t))
			assert.True(t, faultOf(t, err).NotFound(), op.name)
			assert.Len(t, tenant.seen(), requests, "only an id that may be a person's is looked up")
		}
	}
}

func TestOldGroupIDWorks(t *testing.T) {
	tenant := &tenant{api: answer(200, `{"id":"`+oldGroupID+`","name":"Old"}`)}
	group, err := tenant.client(t).Group(t.Context(), oldGroupID)
	require.NoError(t, err)
	assert.Equal(t, "Old", group.Name)
	assert.Len(t, tenant.seen(), 1)
}
