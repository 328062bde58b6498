// Group: the record, and how it looks on the wire.

package sandbox

import (
	"slices"
	"strings"
	"time"
)

// Group is a governance group as the tenant keeps it. On the wire an empty
// Description and a zero Created or Modified are null.
type Group struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	Description string       `json:"description,omitempty"`
	OwnerID     string       `json:"ownerId"`
	Created     time.Time    `json:"created,omitzero"`
	Modified    time.Time    `json:"modified,omitzero"`
	Members     []string     `json:"members"` // identity ids in the order they came
	Connections []Connection `json:"connections"`
}

// clone copies the group with its lists, so that the copy can leave the lock.
func (g *Group) clone() Group {
	c := *g
	c.Members = slices.Clone(g.Members)
	c.Connections = slices.Clone(g.Connections)
	return c
}

func (g *Group) hasMember(personID string) bool { return slices.Contains(g.Members, personID) }

// groupJSON is a group in answers.
type groupJSON struct {
	ID              string    `json:"id"`
	Name            string    `json:"name"`
	Description     *string   `json:"description"`
	Owner           ownerJSON `json:"owner"`
	MemberCount     int       `json:"memberCount"`
	ConnectionCount int       `json:"connectionCount"`
	Created         *string   `json:"created"`
	Modified        *string   `json:"modified"`
}

type ownerJSON struct {
	Type         string  `json:"type"`
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	DisplayName  string  `json:"displayName"`
	EmailAddress *string `json:"emailAddress"`
}

// show renders a group; the directory's lock must be held.
func (d *directory) show(g *Group) groupJSON {
	owner := ownerJSON{Type: identityType, ID: g.OwnerID}
	if p := d.people.get(g.OwnerID); p != nil {
		owner.Name, owner.DisplayName, owner.EmailAddress = p.Name, p.Name, orNull(p.Email)
	}
	return groupJSON{
		ID: g.ID, Name: g.Name, Description: orNull(g.Description), Owner: owner,
		MemberCount: len(g.Members), ConnectionCount: len(g.Connections),
		Created: dateOrNull(g.Created), Modified: dateOrNull(g.Modified),
	}
}

// groupFilters and groupSorters are what the API supports on the group list;
// everything else is refused.
func groupFilters() filterFields[*Group] {
	return filterFields[*Group]{
		"id":   {ops: "eq in sw", any: one(func(g *Group) string { return g.ID })},
		"name": {ops: "eq in sw", any: one(func(g *Group) string { return g.Name })},
		"memberships.identityId": {ops: "eq in", any: func(g *Group, test func(string) bool) bool {
			return slices.ContainsFunc(g.Members, test)
		}},
	}
}

// groupSorters lacks the owner and the counts, by which the API cannot sort.
func groupSorters() sortFields[*Group] {
	return sortFields[*Group]{
		"id":          byText(func(g *Group) string { return g.ID }),
		"name":        byText(func(g *Group) string { return g.Name }),
		"description": byText(func(g *Group) string { return g.Description }),
		"created":     func(a, b *Group) int { return a.Created.Compare(b.Created) },
		"modified":    func(a, b *Group) int { return a.Modified.Compare(b.Modified) },
	}
}

// orNull gives JSON null for an empty text.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// dateOrNull gives a date as the API writes it, or null for the zero time.
func dateOrNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return orNull(t.UTC().Format("2006-01-02T15:04:05.000Z"))
}

// isGroupID tells whether id has the form of a group id: a dashed UUID, or 32
// hex digits as a few old groups have.
func isGroupID(id string) bool {
	if len(id) == 36 && id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-' {
		id = strings.ReplaceAll(id, "-", "")
	}
	return isHexID(id)
}

// isHexID tells whether id is 32 hex digits.
func isHexID(id string) bool {
	return len(id) == 32 && strings.Trim(strings.ToLower(id), "0123456789abcdef") == ""
}
