// People: the look-ups of them.

package sailpoint

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
)

// Person is an identity.
type Person struct {
	ID, Name, Alias string
	Email           string // empty where the tenant has null
	Status          string
	State           string // identityState: ACTIVE, INACTIVE_SHORT_TERM, INACTIVE_LONG_TERM or empty
	ManagerID       string
	ManagerName     string
}

// publicIdentities is the service that everybody with a token may read.
const publicIdentities = "public-identities"

// People lists every public identity that the query selects. Filters: id eq,
// in; alias, email, firstname, lastname eq, sw; sorters: name.
//
// https://developer.sailpoint.com/docs/api/v2025/get-public-identities
func (c *Client) People(ctx context.Context, q Query) ([]Person, error) {
	people, err := readAll[wirePerson](ctx, c, c.peopleSource(publicIdentities), q)
	return people, needsUser(err)
}

// PeoplePage lists one page of public identities, at most MaxPeoplePage.
//
// https://developer.sailpoint.com/docs/api/v2025/get-public-identities
func (c *Client) PeoplePage(ctx context.Context, q Query) (Page[Person], error) {
	page, err := readPage[wirePerson](ctx, c, c.peopleSource(publicIdentities), q)
	return page, needsUser(err)
}

// Identities lists every identity that the query selects; it can filter by
// name too (eq, sw), and needs the scope idn:identity:read beyond what People
// needs.
//
// https://developer.sailpoint.com/docs/api/v2025/list-identities
func (c *Client) Identities(ctx context.Context, q Query) ([]Person, error) {
	people, err := readAll[wirePerson](ctx, c, c.peopleSource("identities"), q)
	return people, needsUser(err)
}

func (c *Client) peopleSource(service string) source {
	return source{path: c.path(service), max: MaxPeoplePage, sorters: "name"}
}

// needsUser adds to a 403 what the tenant does not say: which credentials it
// takes.
func needsUser(err error) error {
	var fault *Error
	if errors.As(err, &fault) && fault.Forbidden() {
		fault.Text += " (looking up people needs a personal access token with the scope sp:scopes:default, by display name idn:identity:read too; an API client without a user is refused)"
	}
	return err
}

// wirePerson is a person in either of two forms: public identities and
// identities name some fields differently.
type wirePerson struct {
	ID           string          `json:"id"`
	Name         string          `json:"name"`
	Alias        string          `json:"alias"`
	Email        string          `json:"email"`
	EmailAddress string          `json:"emailAddress"` // identities
	Status       string          `json:"status"`
	IDStatus     string          `json:"identityStatus"` // identities
	State        string          `json:"identityState"`
	Manager      wireReference   `json:"manager"`
	ManagerRef   wireReference   `json:"managerRef"` // identities
	Attributes   json.RawMessage `json:"attributes"` // a list in public identities, else an object
}

type wireReference struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (w wirePerson) key() string { return w.ID }

func (w wirePerson) value() Person {
	manager := w.Manager
	if manager.ID == "" {
		manager = w.ManagerRef
	}
	return Person{
		ID: w.ID, Name: w.Name, Alias: w.Alias,
		Email: cmp.Or(w.Email, w.EmailAddress), Status: cmp.Or(w.Status, w.IDStatus),
		State: cmp.Or(w.State, w.attributeState()), ManagerID: manager.ID,
		ManagerName: manager.Name,
	}
}

// attributeState is the state where only the attributes have it, as in
// identities.
func (w wirePerson) attributeState() string {
	var attributes struct {
		State string `json:"identityState"`
	}
	_ = json.Unmarshal(w.Attributes, &attributes) // a list, or nothing: no state there
	return attributes.State
}
