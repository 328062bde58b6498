// This file holds the look-ups of people.

package sailpoint

import "context"

// Person is an identity.
type Person struct {
	ID, Name, Alias string
	Email           string // empty where the tenant has null
	Status          string
	State           string // identityState: ACTIVE, INACTIVE_SHORT_TERM, INACTIVE_LONG_TERM or empty
	ManagerID       string
	ManagerName     string
}

// People lists every public identity that the query selects. Filters: id eq,
// in; alias, email, firstname, lastname eq, sw.
func (c *Client) People(ctx context.Context, q Query) ([]Person, error) { return nil, errStub }

// PeoplePage lists one page of public identities, at most MaxPeoplePage.
func (c *Client) PeoplePage(ctx context.Context, q Query) (Page[Person], error) {
	return Page[Person]{}, errStub
}

// Identities lists every identity that the query selects; it can filter by
// name too (eq, sw), and needs more rights than People.
func (c *Client) Identities(ctx context.Context, q Query) ([]Person, error) { return nil, errStub }
