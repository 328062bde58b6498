// This file holds what only the search index knows. It lags behind writes.

package sailpoint

import "context"

// OwnedGroup is a group that a person owns, as the search index has it.
type OwnedGroup struct{ ID, Name string }

// SearchIdentities finds up to limit people by words of their name, account
// name or e-mail. limit 0 means 250.
func (c *Client) SearchIdentities(ctx context.Context, text string, limit int) ([]Person, error) {
	return nil, errStub
}

// OwnedGroups finds the groups that a person owns.
func (c *Client) OwnedGroups(ctx context.Context, identityID string) ([]OwnedGroup, error) {
	return nil, errStub
}
