// People: finding an identity before naming it in a change.

package groups

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// peopleFindInput is how somebody remembers a person.
type peopleFindInput struct {
	Query string `json:"query" jsonschema:"minLength=1,maxLength=200" jsonschema_description:"Id, e-mail, account name, or the beginning of these or of a name"`
	Limit int    `json:"limit,omitempty" jsonschema:"minimum=1,maximum=250,default=25"`
}

// People is the answer of govgroup_people_find. It has no offset: a search that
// finds too many wants a better query.
type People struct{ tools.List[directory.Person] }

func peopleFind() tools.Tool {
	return tools.Reading(tools.Declaration{
		Name: tools.NamePeopleFind, Title: "Find people", Effect: tools.Reads, Idempotent: true,
		Description: "Find identities by e-mail, account name or name, for instance to tell two people of one name apart.",
	}, findPeople)
}

// findPeople searches by the beginnings of names, as people remember them.
func findPeople(ctx context.Context, inv *tools.Invocation, in peopleFindInput) (People, error) {
	query := tools.Visible(in.Query)
	if query == "" {
		return People{}, tools.Errorf(tools.InvalidInput, `"query" must not be blank.`)
	}
	found, err := inv.Client.PeoplePage(ctx, sailpoint.Query{Filter: peopleLike(query), Limit: cmp.Or(in.Limit, 25)})
	if err == nil && found.Total == 0 {
		found, err = peopleNamed(ctx, inv, query)
	}
	if err != nil {
		return People{}, err
	}
	items := make([]directory.Person, len(found.Items))
	for i, p := range found.Items {
		items[i] = directory.View(p)
	}
	return People{tools.List[directory.Person]{Items: items, Total: found.Total}}, nil
}

// peopleNamed finds whomever a change would take for the name.
func peopleNamed(ctx context.Context, inv *tools.Invocation, query string) (sailpoint.Page[sailpoint.Person], error) {
	people, err := directory.PeopleNamed(ctx, inv, query)
	return sailpoint.Page[sailpoint.Person]{Items: people, Total: len(people)}, err
}

// peopleLike builds what the API can search by. Several words are taken for first
// and last names, in either order.
func peopleLike(query string) sailpoint.Filter {
	if directory.IsIdentityID(query) {
		return sailpoint.Eq("id", query)
	}
	// The API compares beginnings only, so that a part from the middle finds nobody.
	var any []sailpoint.Filter
	for _, field := range []string{"email", "alias", "firstname", "lastname"} {
		any = append(any, sailpoint.StartsWith(field, query))
	}
	words := strings.Fields(query)
	for i := 1; i < len(words); i++ { // each of the two may be of several words
		first, last := strings.Trim(strings.Join(words[:i], " "), ","), strings.Join(words[i:], " ")
		any = append(any,
			sailpoint.And(sailpoint.StartsWith("firstname", first), sailpoint.StartsWith("lastname", last)),
			sailpoint.And(sailpoint.StartsWith("firstname", last), sailpoint.StartsWith("lastname", first)))
	}
	return sailpoint.Or(any...)
}

// Text lists them.
func (o People) Text() string {
	lines := []string{fmt.Sprintf("%d of %d people found.", len(o.Items), o.Total)}
	if len(o.Items) < o.Total {
		lines[0] += " Narrow the query or raise the limit to see the others."
	}
	for _, p := range o.Items {
		lines = append(lines, fmt.Sprintf("%s (id %s, account %s, e-mail %s) %s", p.Name, p.ID, p.Account, p.Email, p.State))
	}
	return strings.Join(lines, "\n")
}
