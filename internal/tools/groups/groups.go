// Groups: listing and reading them.

package groups

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/invopop/jsonschema"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// Group is a governance group as answers show it.
type Group struct {
	ID              string     `json:"id"`
	Name            string     `json:"name"`
	Description     string     `json:"description,omitempty"`
	Owner           Owner      `json:"owner"`
	MemberCount     int        `json:"member_count"`
	ConnectionCount int        `json:"connection_count"`
	Created         *time.Time `json:"created,omitempty"`
	Modified        *time.Time `json:"modified,omitempty"`
}

// Owner is the identity that owns a group.
type Owner struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
}

// groupsListInput narrows the list. What is given together has to fit together.
type groupsListInput struct {
	Query   string `json:"query,omitempty" jsonschema:"minLength=1" jsonschema_description:"Part of the name or description"`
	Member  string `json:"member,omitempty" jsonschema:"minLength=1" jsonschema_description:"Groups this person is in"`
	Owner   string `json:"owner,omitempty" jsonschema:"minLength=1" jsonschema_description:"Groups this person owns"`
	Filters string `json:"filters,omitempty" jsonschema:"minLength=1" jsonschema_description:"ISC filter, e.g. name sw \"DB\""`
	Sorters string `json:"sorters,omitempty" jsonschema:"minLength=1" jsonschema_description:"name, created, modified, id or description; -name descends"`
	Limit   int    `json:"limit,omitempty" jsonschema:"minimum=1,maximum=250,default=50"`
	Offset  int    `json:"offset,omitempty" jsonschema:"minimum=0"`
}

// Groups is the answer of govgroup_list.
type Groups struct{ tools.Page[Group] }

// JSONSchemaExtend says what the offset is for.
func (Groups) JSONSchemaExtend(s *jsonschema.Schema) {
	if offset, ok := s.Properties.Get("offset"); ok {
		offset.Description = "continue here"
	}
}

func groupsList() tools.Tool {
	return tools.Reading(tools.Declaration{
		Name: tools.NameList, Title: "List governance groups", Effect: tools.Reads, Idempotent: true, Needs: tools.ToRead,
		Description: "Find governance groups by part of a name or description, by member or by owner. People: e-mail, account name, display name or id.",
	}, listGroups)
}

// listGroups lets the API filter where it can. It cannot look within names and
// descriptions: for that all groups are read and compared here.
func listGroups(ctx context.Context, inv *tools.Invocation, in groupsListInput) (Groups, error) {
	limit := in.Limit
	if limit == 0 {
		limit = 50
	}
	// One page is one call, however many groups there are.
	if in.Query == "" && in.Owner == "" && in.Member == "" {
		found, err := inv.Client.GroupsPage(ctx, sailpoint.Query{
			Filter: sailpoint.Raw(in.Filters), Sorters: in.Sorters, Limit: limit, Offset: in.Offset,
		})
		return listed(found.Items, in.Offset, found.Total), err
	}
	groups, err := searchGroups(ctx, inv, in)
	if err != nil {
		return Groups{}, err
	}
	// An offset beyond the end is an empty page, as it is where the API pages.
	from := min(in.Offset, len(groups))
	to := min(from+limit, len(groups))
	return listed(groups[from:to], in.Offset, len(groups)), nil
}

// listed shows a page with the total, which tells whether there are more.
func listed(groups []sailpoint.Group, offset, total int) Groups {
	items := make([]Group, len(groups))
	for i, g := range groups {
		items[i] = viewGroup(g)
	}
	return Groups{tools.NewPage(items, offset, total)}
}

// searchGroups reads the whole list where the API has no filter for what is
// asked: part of a name, and the owner.
func searchGroups(ctx context.Context, inv *tools.Invocation, in groupsListInput) ([]sailpoint.Group, error) {
	var owner string
	if in.Owner != "" {
		person, err := directory.FindPerson(ctx, inv, in.Owner)
		if err != nil {
			return nil, err
		}
		owner = person.ID
	}
	groups, err := groupsOf(ctx, inv, in)
	if err != nil {
		return nil, err
	}
	wanted := tools.Folded(in.Query) // empty: in every name
	return slices.DeleteFunc(groups, func(g sailpoint.Group) bool {
		named := strings.Contains(tools.Folded(g.Name), wanted) || strings.Contains(tools.Folded(g.Description), wanted)
		return !named || (owner != "" && g.Owner.ID != owner)
	}), nil
}

// groupsOf lists by the filter and the member. The user's own filter is never
// joined to another expression, which could change what it means.
func groupsOf(ctx context.Context, inv *tools.Invocation, in groupsListInput) ([]sailpoint.Group, error) {
	filtered := sailpoint.Query{Filter: sailpoint.Raw(in.Filters), Sorters: in.Sorters}
	if in.Member == "" {
		return inv.Client.Groups(ctx, filtered)
	}
	id, err := memberID(ctx, inv, in.Member)
	if err != nil {
		return nil, err
	}
	member := sailpoint.Query{Filter: sailpoint.Eq("memberships.identityId", id), Sorters: in.Sorters}
	theirs, err := inv.Client.Groups(ctx, member)
	if in.Filters == "" || err != nil {
		return theirs, err
	}
	groups, err := inv.Client.Groups(ctx, filtered)
	if err != nil {
		return nil, err
	}
	// Both lists are read, and what is in both is left: the caller's filter stays a
	// filter of its own.
	isTheirs := map[string]bool{}
	for _, g := range theirs {
		isTheirs[g.ID] = true
	}
	return slices.DeleteFunc(groups, func(g sailpoint.Group) bool { return !isTheirs[g.ID] }), nil
}

// memberID is the id of the person who is meant. One that the directory no longer
// has may still be a member, and is named by id then.
func memberID(ctx context.Context, inv *tools.Invocation, ref string) (string, error) {
	person, err := directory.FindPerson(ctx, inv, ref)
	if id := tools.Visible(ref); err != nil && tools.AsError(err).Code == tools.NotFound && directory.IsIdentityID(id) {
		return strings.ToLower(id), nil
	}
	return person.ID, err
}

// Text lists the names.
func (o Groups) Text() string {
	lines := []string{o.Count("governance group")}
	for _, g := range o.Items {
		lines = append(lines, fmt.Sprintf("%s (id %s): owner %s, %s", tools.Quoted(g.Name), g.ID, g.Owner.Name, tools.Plural(g.MemberCount, "member")))
	}
	return strings.Join(lines, "\n")
}

// groupsGetInput names the one group, for deleting it too.
type groupsGetInput struct {
	Group string `json:"group" jsonschema:"minLength=1" jsonschema_description:"Id or name"`
}

// GroupFound is the answer of govgroup_get.
type GroupFound struct {
	Group
	Warnings []string `json:"warnings,omitempty"`
}

func groupsGet() tools.Tool {
	return tools.Reading(tools.Declaration{
		Name: tools.NameGet, Title: "Show a governance group", Effect: tools.Reads, Idempotent: true, Needs: tools.ToRead,
		Description: "Show one governance group: owner, description, how many members and connections.",
	}, getGroup)
}

// getGroup warns of what an approver has to know: requests that nobody can approve.
func getGroup(ctx context.Context, inv *tools.Invocation, in groupsGetInput) (GroupFound, error) {
	g, err := directory.FindGroup(ctx, inv, in.Group)
	if err != nil {
		return GroupFound{}, err
	}
	out := GroupFound{Group: viewGroup(g)}
	out.Description = tools.Visible(g.Description) // the whole of it: lists have its beginning
	if g.MemberCount == 0 && g.ConnectionCount > 0 {
		out.Warnings = []string{"This group is used for approvals and has no members: what it should approve waits until it expires."}
	}
	return out, nil
}

// Text tells the essentials.
func (o GroupFound) Text() string {
	lines := []string{fmt.Sprintf("%s (id %s)", tools.Quoted(o.Name), o.ID)}
	if o.Description != "" {
		lines = append(lines, "Description: "+o.Description)
	}
	lines = append(lines, fmt.Sprintf("Owner %s. %s, %s known to the API.", o.Owner.Name,
		tools.Plural(o.MemberCount, "member"), tools.Plural(o.ConnectionCount, "connection")))
	return strings.Join(append(lines, o.Warnings...), "\n")
}

// viewGroup shows a group with its texts cleaned.
func viewGroup(g sailpoint.Group) Group {
	return Group{
		ID: g.ID, Name: tools.Clean(g.Name), Description: tools.CleanText(g.Description),
		Owner:       Owner{ID: g.Owner.ID, Name: tools.Clean(directory.OwnerName(g)), Email: tools.Clean(g.Owner.Email)},
		MemberCount: g.MemberCount, ConnectionCount: g.ConnectionCount,
		Created: moment(g.Created), Modified: moment(g.Modified),
	}
}

// moment leaves a time out that the tenant does not tell: no group is of the year 1.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// StateOf is what a plan says of a group that it writes.
func StateOf(g sailpoint.Group, members int, use []sailpoint.Connection) tools.GroupState {
	state := tools.GroupState{
		Key: g.ID, Name: tools.Clean(g.Name), Members: members,
		Owner: tools.Ref{ID: g.Owner.ID, Name: tools.Clean(directory.OwnerName(g))},
	}
	for _, c := range use {
		state.Connections = append(state.Connections, connectionInWords(c))
	}
	return state
}
