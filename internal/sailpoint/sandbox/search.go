// Search: over identities, the only place that tells what a person owns. It answers
// from the index, which may be behind the tenant.

package sandbox

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// searchRequest is the part of a search that the tenant does. Other keys are
// refused, since leaving them aside would give another result in silence.
type searchRequest struct {
	Indices   []string `json:"indices"`
	QueryType string   `json:"queryType"`
	Query     *struct {
		Query  string    `json:"query"`
		Fields fieldList `json:"fields"`
	} `json:"query"`
	Sort          []string `json:"sort"`
	SearchAfter   []string `json:"searchAfter"`
	IncludeNested bool     `json:"includeNested"` // nothing here is nested
}

// fieldList is a list of names, or one text with commas between them: the
// documents have both.
type fieldList []string

// UnmarshalJSON reads either form.
func (l *fieldList) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) != nil {
		var many []string
		if err := json.Unmarshal(text, &many); err != nil {
			return err
		}
		one = strings.Join(many, ",")
	}
	*l = strings.FieldsFunc(one, func(r rune) bool { return r == ',' || r == ' ' })
	return nil
}

// identityDocument is a person in search results. Name is the account name here.
type identityDocument struct {
	ID          string         `json:"id"`
	Type        string         `json:"_type"`
	Name        string         `json:"name"`
	DisplayName string         `json:"displayName"`
	FirstName   string         `json:"firstName"`
	LastName    string         `json:"lastName"`
	Email       *string        `json:"email"`
	Status      string         `json:"status"`
	Inactive    bool           `json:"inactive"`
	Manager     *referenceJSON `json:"manager"`
	Attributes  map[string]any `json:"attributes"`
	Owns        any            `json:"owns"` // an array of ownsJSON, or one
}

type ownsJSON struct {
	GovernanceGroups []ownedJSON `json:"governanceGroups"`
}

type ownedJSON struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// document is a person as the index has it.
type document struct {
	*Person
	owned []ownedGroup
}

// search goes through everyone: an index for words would be faster than needed.
func (t *Tenant) search(c *call) (reply, error) {
	in, err := c.readSearch()
	if err != nil {
		return reply{}, err
	}
	tree, err := parseLucene(in.Query.Query)
	if err != nil {
		return reply{}, bad(codeIllegal, "Invalid query: %v.", err)
	}
	if err := tree.in(in.Query.Fields); err != nil {
		return reply{}, bad(codeIllegal, "Invalid query: %v.", err)
	}
	p, err := parsePage(c.query, orDefault(t.opts.Switches.SearchPage, usualSearchPage), maxSearchPage)
	if err != nil {
		return reply{}, err
	}
	keep, sorters, err := in.window(tree.matches)
	if err != nil {
		return reply{}, badSorters(err)
	}
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	rows := t.dir.documents(c)
	if sorters != "" {
		if rows, err = sorted(rows, documentSorters(), sorters); err != nil {
			return reply{}, badSorters(err)
		}
	}
	return answerList(c, listing[document]{page: p, keep: keep}, rows, t.showDocument), nil
}

// readSearch gives the request, found to be one that the tenant can do.
func (c *call) readSearch() (in searchRequest, err error) {
	if err := c.decodeStrict(&in); err != nil {
		return in, err
	}
	if !slices.Equal(in.Indices, []string{"identities"}) {
		return in, bad(codeIllegal, `The indices must be ["identities"].`)
	}
	if in.QueryType != "" && in.QueryType != "SAILPOINT" {
		return in, bad(codeIllegal, "The query type %q is not supported.", in.QueryType)
	}
	if in.Query == nil || strings.TrimSpace(in.Query.Query) == "" {
		return in, required("query")
	}
	return in, nil
}

// window gives the sorters, and narrows the test to what comes after the values
// that the caller saw last.
func (in searchRequest) window(matches func(document) bool) (keep func(document) bool, sorters string, err error) {
	for i, field := range in.Sort {
		in.Sort[i] = strings.TrimPrefix(field, "+")
	}
	sorters = strings.Join(in.Sort, ",")
	if len(in.SearchAfter) == 0 {
		return matches, sorters, nil
	}
	if len(in.SearchAfter) != len(in.Sort) {
		return nil, "", errors.New("searchAfter needs a value for each of them")
	}
	compare, err := documentSorters().compile(sorters)
	if err != nil {
		return nil, "", err
	}
	last := document{Person: &Person{}}
	for i, field := range in.Sort {
		last.set(strings.TrimPrefix(field, "-"), in.SearchAfter[i])
	}
	return both(matches, func(d document) bool { return compare(d, last) > 0 }), sorters, nil
}

// set gives a field by which documents are sorted.
func (d document) set(field, value string) {
	switch field {
	case "id":
		d.ID = value
	case "name":
		d.Alias = value
	case "displayName":
		d.Name = value
	}
}

// documents are the people that the index knows, with what they own.
func (d *directory) documents(c *call) []document {
	owned := d.index.byOwner(c.now)
	docs := make([]document, 0, len(d.people.rows))
	for _, p := range d.people.rows {
		if d.index.knows(p.ID, c.now) {
			docs = append(docs, document{p, owned[p.ID]})
		}
	}
	return docs
}

func documentSorters() sortFields[document] {
	return sortFields[document]{
		"id":          byText(func(d document) string { return d.ID }),
		"name":        byText(func(d document) string { return d.Alias }),
		"displayName": byText(func(d document) string { return d.Name }),
	}
}

// showDocument always has owns, empty for somebody who owns nothing.
func (t *Tenant) showDocument(d document) identityDocument {
	owns := ownsJSON{GovernanceGroups: make([]ownedJSON, len(d.owned))}
	for i, g := range d.owned {
		owns.GovernanceGroups[i] = ownedJSON{g.id, g.name}
	}
	out := identityDocument{
		ID: d.ID, Type: "identity", Name: d.Alias, DisplayName: d.Name, FirstName: d.FirstName, LastName: d.LastName,
		Email: orNull(d.Email), Status: d.Status, Inactive: d.State != "ACTIVE", Manager: t.dir.manager(d.Person),
		Attributes: map[string]any{"uid": d.Alias, "displayName": d.Name, "email": orNull(d.Email), "identityState": orNull(d.State)},
		Owns:       []ownsJSON{owns},
	}
	if t.opts.Switches.OwnsAsObject {
		out.Owns = owns
	}
	return out
}
