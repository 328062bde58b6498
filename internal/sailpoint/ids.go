// IDs: checked before they become part of an address.

package sailpoint

import (
	"context"
	"errors"
	"regexp"
)

// Groups have dashed UUIDs, and a few old ones 32 hex digits, which is the
// form that every identity has.
var (
	dashedForm = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	plainForm  = regexp.MustCompile(`^[0-9a-fA-F]{32}$`)
)

func checkGroupID(id string) error {
	if dashedForm.MatchString(id) || plainForm.MatchString(id) {
		return nil
	}
	return invalid("%q is not the id of a governance group: a UUID such as 2c9180a4-7f1b-4d0c-9d3e-0a1b2c3d4e5f, or 32 hex digits, is accepted", tidy(id))
}

// checkGroupIDs refuses all for the sake of one: half a bulk call helps nobody.
func checkGroupIDs(ids []string) error {
	if len(ids) == 0 {
		return invalid("no group is named")
	}
	for _, id := range ids {
		if err := checkGroupID(id); err != nil {
			return err
		}
	}
	return nil
}

func checkIdentityID(id string) error {
	if plainForm.MatchString(id) {
		return nil
	}
	return invalid("%q is not the id of a person: 32 hex digits are accepted", tidy(id))
}

func checkIdentityIDs(ids []string) error {
	if len(ids) == 0 {
		return invalid("no person is named")
	}
	for _, id := range ids {
		if err := checkIdentityID(id); err != nil {
			return err
		}
	}
	return nil
}

// notGroup explains err, the answer to a call on the group id, where the
// tenant has no such group because the id is a person's. The form of an id
// cannot tell them apart, so this asks, but only after a failure.
func (c *Client) notGroup(ctx context.Context, id string, err error) error {
	var fault *Error
	if !errors.As(err, &fault) || !fault.NotFound() || !plainForm.MatchString(id) {
		return err
	}
	people, lookup := c.PeoplePage(ctx, Query{Filter: Eq("id", id), Limit: 1})
	if lookup != nil || len(people.Items) == 0 {
		return err
	}
	return invalid("%s is the id of a person (%q), not of a governance group: the id of a group is accepted", id, people.Items[0].Name)
}
