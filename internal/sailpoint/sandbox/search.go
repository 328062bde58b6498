package sandbox

// This file is the search over identities: the only place that tells what a
// person owns. It answers from the index, which may be behind the tenant.

import (
	"slices"
	"strings"
)

// searchRequest is the part of a search that the tenant does. Other keys are
// refused, since leaving them aside would give another result in silence.
type searchRequest struct {
	Indices   []string `json:"indices"`
	QueryType string   `json:"queryType"`
	Query     *struct {
		Query string `json:"query"`
	} `json:"query"`
	Sort []string `json:"sort"`
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
	query, sorters, err := c.readSearch()
	if err != nil {
		return reply{}, err
	}
	tree, err := parseLucene(query)
	if err != nil {
		return reply{}, bad(codeIllegal, "Invalid query: %v.", err)
	}
	p, err := parsePage(c.query, maxSearchPage)
	if err != nil {
		return reply{}, err
	}
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	rows := t.dir.documents(c)
	if sorters != "" {
		if rows, err = sorted(rows, documentSorters(), sorters); err != nil {
			return reply{}, badSorters(err)
		}
	}
	l := listing[document]{page: p, keep: tree.matches}
	return answerList(c, l, rows, t.showDocument), nil
}

// readSearch gives the query and the sorters of the request's body.
func (c *call) readSearch() (query, sorters string, err error) {
	var in searchRequest
	if err := c.decodeStrict(&in); err != nil {
		return "", "", err
	}
	if !slices.Equal(in.Indices, []string{"identities"}) {
		return "", "", bad(codeIllegal, `The indices must be ["identities"].`)
	}
	if in.QueryType != "" && in.QueryType != "SAILPOINT" {
		return "", "", bad(codeIllegal, "The query type %q is not supported.", in.QueryType)
	}
	if in.Query == nil || strings.TrimSpace(in.Query.Query) == "" {
		return "", "", required("query")
	}
	return in.Query.Query, strings.Join(in.Sort, ","), nil
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

// values are the texts of a field. Without a field they are those that a bare
// word is looked for in.
func (d document) values(field string) (values []string, known bool) {
	switch field {
	case "":
		return []string{d.Name, d.Alias, d.Email, d.ID}, true
	case "id":
		return []string{d.ID}, true
	case "name", "attributes.uid":
		return []string{d.Alias}, true
	case "displayName":
		return []string{d.Name}, true
	case "firstName":
		return []string{d.FirstName}, true
	case "lastName":
		return []string{d.LastName}, true
	case "email":
		return []string{d.Email}, true
	case "owns.governanceGroups.id":
		return ownedTexts(d.owned, func(g ownedGroup) string { return g.id }), true
	case "owns.governanceGroups.name":
		return ownedTexts(d.owned, func(g ownedGroup) string { return g.name }), true
	}
	return nil, false
}

func ownedTexts(groups []ownedGroup, text func(ownedGroup) string) []string {
	out := make([]string, len(groups))
	for i, g := range groups {
		out[i] = text(g)
	}
	return out
}
