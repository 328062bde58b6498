// Fill: a tenant made of a file's groups and people.

package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// filler fills an empty directory.
type filler struct {
	dir   *directory
	words *lexicon
	told  map[string]ContentPerson // what the file says of people, by e-mail in lower case
	again map[string]int           // how often a group's name came
}

// fill makes the tenant. Only the administrator of the scenario exists then, so
// that the first client has a user behind it.
func fill(d *directory, o Options) Scenario {
	f := &filler{dir: d, words: newLexicon(), told: map[string]ContentPerson{}, again: map[string]int{}}
	admin := f.person("tenant.administrator@sandbox.invalid")
	for _, p := range o.Content.People {
		f.tell(p)
	}
	for _, p := range o.Content.People {
		f.person(p.Email)
	}
	for _, g := range o.Content.Groups {
		f.group(g, admin)
	}
	d.index.settleAll()
	return Scenario{Admin: PersonRef{admin.ID, admin.Name, admin.Alias, admin.Email}}
}

// tell keeps what the file says of a person. Several lines may each say a part.
func (f *filler) tell(p ContentPerson) {
	key := strings.ToLower(p.Email)
	old := f.told[key]
	f.told[key] = ContentPerson{p.Email, orDefault(p.Name, old.Name), orDefault(p.Alias, old.Alias), orDefault(p.State, old.State)}
}

// group stores a group with the same dates at every start, like its id.
func (f *filler) group(in ContentGroup, admin *Person) {
	now := firstDay()
	g := &Group{ID: lastingID("group", in.Name, f.again[in.Name]), Name: in.Name, Description: in.Description, OwnerID: admin.ID}
	g.Created, g.Modified = now, now
	f.again[in.Name]++
	if in.Owner != "" {
		g.OwnerID = f.person(in.Owner).ID
	}
	for _, ref := range in.Members {
		if id := f.person(ref).ID; !slices.Contains(g.Members, id) {
			g.Members = append(g.Members, id)
		}
	}
	f.dir.addGroup(g, now)
}

// person finds who is meant, or makes them of the e-mail: jane.doe@corp.example is
// Jane Doe with the account jane.doe.
func (f *filler) person(ref string) *Person {
	key := strings.ToLower(ref)
	id := key
	local, _, isEmail := strings.Cut(ref, "@")
	if isEmail {
		id = lastingID("person", key, 0)
	}
	if known := f.dir.people.get(id); known != nil {
		return known
	}
	p := named(f.words, "", "", "")
	p.ID, p.Email, p.Alias = id, "", "account."+id[:8]
	p.Name = fmt.Sprintf("Person %s", id[:8])
	if isEmail {
		p.Email, p.Alias, p.Name = ref, local, spokenName(local)
	}
	told := f.told[key]
	p.Name, p.Alias, p.State = orDefault(told.Name, p.Name), orDefault(told.Alias, p.Alias), orDefault(told.State, p.State)
	if strings.HasPrefix(p.State, "INACTIVE") {
		p.Status = "terminated"
	}
	p.FirstName, p.LastName = splitName(p.Name)
	f.dir.people.add(p.ID, &p)
	return &p
}

// spokenName makes a name of the local part of an e-mail.
func spokenName(local string) string {
	words := strings.FieldsFunc(local, func(r rune) bool { return !unicode.IsLetter(r) })
	for i, word := range words {
		letters := []rune(word)
		letters[0] = unicode.ToUpper(letters[0])
		words[i] = string(letters)
	}
	return orDefault(strings.Join(words, " "), local)
}

// splitName takes the last word for the family name.
func splitName(name string) (first, last string) {
	at := strings.LastIndex(name, " ")
	if at < 0 {
		return name, name
	}
	return name[:at], name[at+1:]
}
