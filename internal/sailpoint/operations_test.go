// The client's calls, for tests that try them all.

package sailpoint_test

import (
	"context"
	"slices"

	"govgroup/internal/sailpoint"
)

// operation is one call of the client.
type operation struct {
	name string
	call func(context.Context, *sailpoint.Client) error
}

func pointer(s string) *string { return &s }

func reads() []operation {
	return []operation{
		{"Groups", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.Groups(ctx, sailpoint.Query{})
			return err
		}},
		{"Group", func(ctx context.Context, c *sailpoint.Client) error { _, err := c.Group(ctx, groupID); return err }},
		{"Members", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.Members(ctx, groupID, sailpoint.Query{})
			return err
		}},
		{"Connections", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.Connections(ctx, groupID, sailpoint.Query{})
			return err
		}},
		{"People", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.People(ctx, sailpoint.Query{})
			return err
		}},
		{"Identities", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.Identities(ctx, sailpoint.Query{})
			return err
		}},
	}
}

func writes() []operation {
	return []operation{
		{"CreateGroup", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.CreateGroup(ctx, sailpoint.NewGroup{Name: "n", OwnerID: personID})
			return err
		}},
		{"PatchGroup", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.PatchGroup(ctx, groupID, sailpoint.GroupPatch{Name: pointer("n")})
			return err
		}},
		{"DeleteGroup", func(ctx context.Context, c *sailpoint.Client) error { return c.DeleteGroup(ctx, groupID) }},
		{"DeleteGroups", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.DeleteGroups(ctx, []string{groupID})
			return err
		}},
		{"AddMembers", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.AddMembers(ctx, groupID, []string{personID})
			return err
		}},
		{"RemoveMembers", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.RemoveMembers(ctx, groupID, []string{personID})
			return err
		}},
	}
}

func isRead(name string) bool {
	return slices.ContainsFunc(reads(), func(op operation) bool { return op.name == name })
}
