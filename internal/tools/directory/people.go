// People: which person is meant. An identity id, e-mail, account name or display name
// becomes one identity, or an error that lists who it could be.

package directory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// FindPerson finds the one identity that is meant.
func FindPerson(ctx context.Context, inv *tools.Invocation, ref string) (sailpoint.Person, error) {
	found, missing, err := FindPeople(ctx, inv, []string{ref})
	if err != nil {
		return sailpoint.Person{}, err
	}
	if len(missing) > 0 {
		return sailpoint.Person{}, NoSuchPerson(missing)
	}
	return found[0], nil
}

// IdentityOf gives the id of the one identity that is meant, and false where there is
// none, or none can be told.
func IdentityOf(ctx context.Context, inv *tools.Invocation, ref string) (id string, found bool) {
	if inv.Client == nil {
		return "", false
	}
	p, err := FindPerson(ctx, inv, ref)
	return p.ID, err == nil
}

// FindPeople finds many identities with few requests: each person once, in the
// order given, and the references that fit nobody. A reference that fits
// several people is an error that lists them.
func FindPeople(ctx context.Context, inv *tools.Invocation, refs []string) (found []sailpoint.Person, missing []string, err error) {
	refs = Distinct(visibly(refs))
	matches, err := matchPeople(ctx, inv, unknownPeople(inv, refs))
	if err != nil {
		return nil, nil, err
	}
	if err := matches.unclear(); err != nil {
		return nil, nil, err
	}
	seen := map[string]bool{}
	for _, ref := range refs {
		if people := matches[ref]; len(people) == 1 {
			cacheOf(inv).people[ref] = people[0]
		}
		person, known := cacheOf(inv).people[ref]
		switch {
		case !known:
			missing = append(missing, ref)
		case !seen[person.ID]:
			seen[person.ID] = true
			found = append(found, person)
		}
	}
	return found, missing, nil
}

// PeopleNamed gives everyone whom a reference fits.
func PeopleNamed(ctx context.Context, inv *tools.Invocation, ref string) ([]sailpoint.Person, error) {
	m, err := matchPeople(ctx, inv, []string{ref})
	return m[ref], err
}

// unknownPeople are those still to be looked up. A blank is nobody, though it
// would equal the e-mail of people who have none.
func unknownPeople(inv *tools.Invocation, refs []string) []string {
	return slices.DeleteFunc(slices.Clone(refs), func(ref string) bool {
		_, known := cacheOf(inv).people[ref]
		return known || ref == ""
	})
}

// matchPeople asks the tenant: by id, by e-mail or account name, for what is none of
// these by display name, and at last for names as people write them from memory.
func matchPeople(ctx context.Context, inv *tools.Invocation, refs []string) (matches, error) {
	m := matches{}
	ids, rest := split(refs, IsIdentityID)
	if err := matchIDs(ctx, inv, m, ids); err != nil {
		return nil, err
	}
	if err := matchBy(ctx, m, rest, inv.Client.People, byAccount, hasAccount); err != nil {
		return nil, err
	}
	// An account name may be somebody else's display name, and so may an address.
	_, names := split(rest, func(ref string) bool { return len(m[ref]) > 0 && looksLikeEMail(ref) })
	err := matchBy(ctx, m, names, inv.Client.Identities, byName, hasName)
	var api *sailpoint.Error
	forbidden := errors.As(err, &api) && api.Forbidden()
	if err != nil && !forbidden {
		return nil, err
	}
	open := m.open(names)
	for _, ref := range open[:min(len(open), mostFolded)] {
		people, err := peopleOfInitials(ctx, inv, ref)
		if err != nil {
			return nil, err
		}
		m.add([]string{ref}, people, hasFoldedName)
	}
	if forbidden {
		return m, m.withoutNames(names)
	}
	return m, nil
}

// matchIDs looks identities up by id. A program that may not look people up, such as
// an API client without a user, names them by id alone: then the id is the person.
func matchIDs(ctx context.Context, inv *tools.Invocation, m matches, ids []string) error {
	byID := func(batch []string) sailpoint.Filter { return sailpoint.In("id", batch...) }
	err := matchBy(ctx, m, ids, inv.Client.People, byID, hasID)
	var api *sailpoint.Error
	if !errors.As(err, &api) || !api.Forbidden() {
		return err
	}
	for _, id := range ids {
		m[id] = []sailpoint.Person{{ID: strings.ToLower(id), Name: strings.ToLower(id)}}
	}
	return nil
}

// visibly leaves out of references what cannot be seen, which is nobody's.
func visibly(refs []string) []string {
	clean := make([]string, len(refs))
	for i, ref := range refs {
		clean[i] = tools.Visible(ref)
	}
	return clean
}

type listPeople func(context.Context, sailpoint.Query) ([]sailpoint.Person, error)

// matchBy looks up references in one field, several in one request.
func matchBy(ctx context.Context, m matches, refs []string, list listPeople,
	filter func([]string) sailpoint.Filter, fits func(sailpoint.Person, string) bool) error {
	for batch := range slices.Chunk(refs, lookupBatch) {
		people, err := list(ctx, sailpoint.Query{Filter: filter(batch)})
		if err != nil {
			return err
		}
		m.add(batch, people, fits)
	}
	return nil
}

// withoutNames is for credentials that may not search by display name: fine for
// whom the account name was enough, an error for the others.
func (m matches) withoutNames(names []string) error {
	for _, ref := range names {
		if len(m[ref]) == 0 {
			return tools.Errorf(tools.NotAllowed, "No account name is %s, and the tenant does not let govgroup's credentials look up display names (a personal access token with the scope idn:identity:read can). Give an e-mail, account name or identity id.",
				tools.Quoted(ref))
		}
	}
	return nil
}

// The API compares these fields one value at a time: it has no "in" for them.

func byAccount(refs []string) sailpoint.Filter {
	var any []sailpoint.Filter
	for _, ref := range refs {
		any = append(any, sailpoint.Eq("alias", ref))
		if strings.Contains(ref, "@") {
			any = append(any, sailpoint.Eq("email", ref))
		}
	}
	return sailpoint.Or(any...)
}

func byName(refs []string) sailpoint.Filter {
	each := make([]sailpoint.Filter, len(refs))
	for i, ref := range refs {
		each[i] = sailpoint.Eq("name", ref)
	}
	return sailpoint.Or(each...)
}

func hasID(p sailpoint.Person, ref string) bool { return sameASCII(p.ID, ref) }
func hasAccount(p sailpoint.Person, ref string) bool {
	return sameASCII(p.Email, ref) || sameASCII(p.Alias, ref)
}
func hasName(p sailpoint.Person, ref string) bool { return strings.EqualFold(p.Name, ref) }

// NoSuchPerson is the error where none of the references fits anybody. It says what
// was tried, and names the first few.
func NoSuchPerson(refs []string) error {
	names := make([]string, 0, tools.Shown)
	for _, ref := range refs[:min(len(refs), tools.Shown)] {
		names = append(names, tools.Quoted(ref))
	}
	tried := strings.Join(names, ", ")
	if more := len(refs) - len(names); more > 0 {
		tried += fmt.Sprintf(" and %d more", more)
	}
	return tools.Errorf(tools.NotFound, "Nobody has the identity id, e-mail, account name or display name %s. Search with govgroup_people_find.", tried)
}

// Inactive warns of people who are not active; those people approve nothing.
func Inactive(people ...sailpoint.Person) []string {
	var warnings []string
	for _, p := range people {
		if p.State != "" && p.State != "ACTIVE" {
			warnings = append(warnings, fmt.Sprintf("%s is inactive (%s).", tools.Clean(p.Name), tools.Clean(p.State)))
		}
	}
	return warnings
}

// Person is an identity as answers show it.
type Person struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Account string `json:"account,omitempty"`
	Email   string `json:"email,omitempty"`
	State   string `json:"state,omitempty"` // ACTIVE, INACTIVE_SHORT_TERM, INACTIVE_LONG_TERM
	Manager string `json:"manager,omitempty"`
}

// View shows an identity of the tenant.
func View(p sailpoint.Person) Person {
	return Person{
		ID: p.ID, Name: tools.Clean(p.Name), Account: tools.Clean(p.Alias), Email: tools.Clean(p.Email),
		State: tools.Clean(p.State), Manager: tools.Clean(p.ManagerName),
	}
}
