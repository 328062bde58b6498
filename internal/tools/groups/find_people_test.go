// Which person is meant: an id, e-mail, account name or display name, one match
// or a question back.

package groups_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// person resolves one reference in a call of its own.
func (e *env) person(t *testing.T, ref string) (id string, err error) {
	t.Helper()
	p, err := directory.FindPerson(t.Context(), e.Registry.NewInvocation(tools.Caller{}, nil), ref)
	return p.ID, err
}

func TestAPersonIsFoundByIDEmailAccountAndName(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, ref := range []string{
		e.JaneDoe.ID, strings.ToUpper(e.JaneDoe.ID), "jane.doe@corp.example", "Jane.Doe@CORP.example", "jdoe", "JDoe", "Jane Doe", "jane doe", "  jdoe ",
	} {
		id, err := e.person(t, ref)
		require.NoError(t, err, ref)
		assert.Equal(t, e.JaneDoe.ID, id, ref)
	}
	id, err := e.person(t, e.NoEmail.Name)
	require.NoError(t, err)
	assert.Equal(t, e.NoEmail.ID, id, "a person without an e-mail")
}

func TestHostileNamesFindTheirPerson(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, hostile := range e.HostilePeople {
		for _, ref := range []string{hostile.Name, hostile.Email, hostile.Alias} {
			id, err := e.person(t, ref)
			require.NoError(t, err, "%+q", ref)
			assert.Equal(t, hostile.ID, id, "%+q", ref)
		}
	}
	for _, nobody := range []string{`" or id sw "`, `x" or name sw "J`, `\`, `%`, `*`, "\u202e"} {
		_, err := e.person(t, nobody)
		assert.Equal(t, tools.NotFound, tools.AsError(err).Code, "%+q: %v", nobody, err)
	}
}

func TestSeveralPeopleAreAQuestion(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for what, c := range map[string]struct {
		ref  string
		who  [2]sandbox.PersonRef
		text string
	}{
		"e-mail": {e.SameEmail[0].Email, e.SameEmail, "account rowan.marsh"},
		"name":   {e.SameDisplayName[0].Name, e.SameDisplayName, "e-mail sam.rivers2@corp.example"},
	} {
		for tool, in := range map[string]args{
			"govgroup_create":      {"name": "New", "owner": c.ref},
			"govgroup_members_add": {"group": e.DBAccess.ID, "members": []string{"jdoe", c.ref}},
			"govgroup_list":        {"member": c.ref},
		} {
			said := e.refused(t, tools.Ambiguous, tool, in)
			assert.Contains(t, said, c.who[0].ID, what)
			assert.Contains(t, said, c.who[1].ID, what)
			assert.Contains(t, said, c.text)
			assert.Contains(t, said, "Say who by identity id.")
		}
	}
}

// One person's account may be another one's name or e-mail: not a case for the
// first that is found.
func TestOneReferenceForTwoPeopleInDifferentWays(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	other, err := e.AddPerson(sandbox.Person{Name: "jdoe", FirstName: "J", LastName: "Doe", Alias: "other", State: "ACTIVE"})
	require.NoError(t, err)
	_, err = e.person(t, "jdoe")
	failure := tools.AsError(err)
	assert.Equal(t, tools.Ambiguous, failure.Code)
	assert.Contains(t, failure.Message, other.ID)
	assert.Contains(t, failure.Message, e.JaneDoe.ID)
}

func TestNoSuchPersonSaysWhatWasTried(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	want := "Nobody has the identity id, e-mail, account name or display name “no.body”. Search with govgroup_people_find."
	for tool, in := range map[string]args{
		"govgroup_create":         {"name": "New", "owner": "no.body"},
		"govgroup_update":         {"group": e.DBAccess.ID, "owner": "no.body"},
		"govgroup_members_add":    {"group": e.DBAccess.ID, "members": []string{"no.body"}},
		"govgroup_members_remove": {"group": e.DBAccess.ID, "members": []string{"no.body"}},
		"govgroup_list":           {"owner": "no.body"},
	} {
		assert.Equal(t, want, e.refused(t, tools.NotFound, tool, in), tool)
	}
	// A group's old id has the form of a person's and is nobody's.
	e.refused(t, tools.NotFound, "govgroup_create", args{"name": "New", "owner": e.OldID.ID})
}

// A blank is nobody, also beside somebody who has no e-mail.
func TestABlankIsNobody(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	o := e.outcome(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": []string{e.NoEmail.Alias, " "}})
	assert.Equal(t, map[string]string{e.NoEmail.Name: tools.ItemDone, "": tools.ItemNotFound}, outcomes(o.Items))
	e.refused(t, tools.NotFound, "govgroup_create", args{"name": "New", "owner": " "})
}

func TestInactivePeopleAreWarnedAbout(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	o := e.outcome(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": []string{
		e.InactiveShortTerm.Alias, e.InactiveLongTerm.Alias, e.NullState.Alias, e.JaneDoe.Alias,
	}})
	assert.Equal(t, []string{
		e.InactiveShortTerm.Name + " is inactive (INACTIVE_SHORT_TERM).", e.InactiveLongTerm.Name + " is inactive (INACTIVE_LONG_TERM).",
	}, o.Warnings)
	assert.Contains(t, o.Text(), "Warning: "+e.InactiveShortTerm.Name)
	o = e.outcome(t, "govgroup_create", args{"name": "New", "owner": e.InactiveLongTerm.Name})
	assert.Len(t, o.Warnings, 1, "found by display name: %v", o.Warnings)
	o = e.outcome(t, "govgroup_update", args{"group": e.DBAccess.ID, "owner": e.InactiveLongTerm.Email})
	assert.Len(t, o.Warnings, 1)
}

// Credentials without a user may not look people up: say so, and what helps.
func TestWithoutTheRightToLookPeopleUp(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{client: sandbox.Client{ID: "machine", Secret: "machine-secret", NoUser: true}})
	said := e.refused(t, tools.NotAllowed, "govgroup_create", args{"name": "New", "owner": "jdoe"})
	assert.Contains(t, said, "personal access token")
	assert.NotContains(t, said, "machine-secret")
}

// Only the search by display name needs more rights: an account name still works.
func TestWithoutTheRightToSearchNames(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{transport: refusing{"/identities/"}})
	id, err := e.person(t, "jdoe")
	require.NoError(t, err)
	assert.Equal(t, e.JaneDoe.ID, id)
	id, err = e.person(t, "Jane Doe")
	require.NoError(t, err, "first and last names can be looked up by everybody")
	assert.Equal(t, e.JaneDoe.ID, id)
	_, err = e.person(t, "Janedoe")
	failure := tools.AsError(err)
	assert.Equal(t, tools.NotAllowed, failure.Code)
	assert.Contains(t, failure.Message, "Give an e-mail, account name or identity id.")
	id, err = e.person(t, "jane.doe@corp.example")
	require.NoError(t, err)
	assert.Equal(t, e.JaneDoe.ID, id)
}

func TestPeopleAreLookedUpOncePerCall(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	sent := e.requests(func() {
		e.outcome(t, "govgroup_create", args{"name": "New", "owner": "jdoe", "members": []string{"jdoe", " jdoe", "jane.doe@corp.example"}})
	})
	assert.Equal(t, 2, sent[sandbox.OpPublicIdentities], "once for jdoe, once for the e-mail: %v", sent)
	assert.Equal(t, 1, sent[sandbox.OpIdentities])

	people := e.crowd(t, 120)
	sent = e.requests(func() {
		o := e.outcome(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": accounts(people)})
		assert.Equal(t, map[string]int{tools.ItemDone: 120}, tally(o.Items))
	})
	assert.LessOrEqual(t, sent[sandbox.OpPublicIdentities]+sent[sandbox.OpIdentities], 6, "%v", sent)
}

func TestOnePersonNamedTwiceIsOneItem(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	o := e.outcome(t, "govgroup_members_add", args{"group": e.Unused.ID, "members": []string{"jdoe", e.JaneDoe.ID, "Jane Doe", strings.ToUpper(e.JaneDoe.ID)}})
	assert.Equal(t, []tools.Item{{ID: e.JaneDoe.ID, Name: "Jane Doe", Outcome: tools.ItemDone}}, o.Items)
	assert.Len(t, e.Effects(), 1)
}

// Names as people write them from memory, for changes and for looking people up alike.
func TestPeopleAreFoundAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	add := func(first, last, name string) sandbox.Person {
		p, err := e.AddPerson(sandbox.Person{Name: name, FirstName: first, LastName: last, Alias: "a" + tools.Folded(first) + tools.Folded(last), State: "ACTIVE"})
		require.NoError(t, err)
		return p
	}
	for _, c := range []struct {
		person sandbox.Person
		as     []string
	}{
		{add("Zoë", "Quux", "Zoë Quux"), []string{"Zoe Quux", "zoe  quux", "ZOË QUUX", "Zoe\u0308 Quux", "\ufeffZoë\u00a0Quux"}},
		{add("Siobhan", "O'Brien", "Siobhan O'Brien"), []string{"Siobhan O’Brien", "siobhan o‘brien"}},
		{add("Émile", "Øster", "Émile Øster"), []string{"Emile Oster", "emile øster"}},
		{add("Mary Ann", "Smith", "Mary Ann Smith"), []string{"Mary Ann Smith", "mary ann smith"}},
		{add("Ops", "Desk", "Ops @ Night"), []string{"Ops @ Night", "ops @ night"}},
		{add("M", "Cher", "Cherilyn"), []string{"Cherilyn"}},
	} {
		for _, as := range c.as {
			id, err := e.person(t, as)
			require.NoError(t, err, as)
			assert.Equal(t, c.person.ID, id, as)
			assert.Contains(t, e.ok(t, tools.NamePeopleFind, args{"query": as}).Text, c.person.ID, "people_find finds whoever can be named: %s", as)
		}
	}
}

// Two who differ only in accents are two people.
func TestPeopleWhoDifferInAccentsAreToldApart(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for _, name := range []string{"Zoë", "Zóe"} {
		_, err := e.AddPerson(sandbox.Person{Name: name + " Quist", FirstName: name, LastName: "Quist", Alias: name, State: "ACTIVE"})
		require.NoError(t, err)
	}
	_, err := e.person(t, "Zoë Quist")
	require.NoError(t, err, "exact comes first")
	_, err = e.person(t, "Zoe Quist")
	assert.Equal(t, tools.Ambiguous, tools.AsError(err).Code)
}
