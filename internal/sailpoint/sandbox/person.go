// Person: an identity, the record and how it looks in the two identity listings.

package sandbox

import "strings"

// identityType is the only kind of owner or member that the API takes.
const identityType = "IDENTITY"

// Person is an identity as the tenant keeps it. On the wire an empty Email,
// State or ManagerID is null.
type Person struct {
	ID        string `json:"id"`
	Name      string `json:"name"` // the display name
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"`
	Alias     string `json:"alias"` // the account name
	Email     string `json:"email,omitempty"`
	Status    string `json:"status"`          // lifecycle state, for example "active"
	State     string `json:"state,omitempty"` // ACTIVE, INACTIVE_SHORT_TERM, INACTIVE_LONG_TERM or empty
	ManagerID string `json:"managerId,omitempty"`
}

// referenceJSON points to a person in answers.
type referenceJSON struct {
	Type string `json:"type"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

// publicIdentityJSON is a person in GET /public-identities.
type publicIdentityJSON struct {
	ID            string         `json:"id"`
	Name          string         `json:"name"`
	Alias         string         `json:"alias"`
	Email         *string        `json:"email"`
	Status        string         `json:"status"`
	IdentityState *string        `json:"identityState"`
	Manager       *referenceJSON `json:"manager"`
	Attributes    []string       `json:"attributes"`
}

// identityJSON is a person in GET /identities, where the e-mail has another
// name than the filter on it.
type identityJSON struct {
	ID             string         `json:"id"`
	Name           string         `json:"name"`
	Alias          string         `json:"alias"`
	EmailAddress   *string        `json:"emailAddress"`
	IdentityStatus string         `json:"identityStatus"`
	ManagerRef     *referenceJSON `json:"managerRef"`
	Attributes     map[string]any `json:"attributes"`
	LifecycleState map[string]any `json:"lifecycleState"`
}

func (d *directory) publicIdentity(p *Person) publicIdentityJSON {
	return publicIdentityJSON{
		ID: p.ID, Name: p.Name, Alias: p.Alias, Email: orNull(p.Email), Status: p.Status,
		IdentityState: orNull(p.State), Manager: d.manager(p), Attributes: []string{},
	}
}

// identity has a status of its own beside the state, which is among the attributes.
func (d *directory) identity(p *Person) identityJSON {
	return identityJSON{
		ID: p.ID, Name: p.Name, Alias: p.Alias, EmailAddress: orNull(p.Email), IdentityStatus: p.cloudStatus(),
		ManagerRef:     d.manager(p),
		Attributes:     map[string]any{"firstname": p.FirstName, "lastname": p.LastName, "uid": p.Alias, "identityState": orNull(p.State)},
		LifecycleState: map[string]any{"stateName": p.Status, "manuallyUpdated": false},
	}
}

// cloudStatus is the status of GET /identities, under the name of its filter.
func (p *Person) cloudStatus() string {
	if strings.HasPrefix(p.State, "INACTIVE") {
		return "DEACTIVATED"
	}
	return "ACTIVE"
}

func (d *directory) manager(p *Person) *referenceJSON {
	m := d.people.get(p.ManagerID)
	if m == nil {
		return nil
	}
	return &referenceJSON{Type: identityType, ID: m.ID, Name: m.Name}
}

// publicIdentityFilters are those of GET /public-identities, which notably
// lacks the display name.
func publicIdentityFilters() filterFields[*Person] {
	return filterFields[*Person]{
		"id":        {ops: "eq in", any: one(func(p *Person) string { return p.ID })},
		"alias":     {ops: "eq sw", any: one(func(p *Person) string { return p.Alias })},
		"email":     {ops: "eq sw", any: one(func(p *Person) string { return p.Email })},
		"firstname": {ops: "eq sw", any: one(func(p *Person) string { return p.FirstName })},
		"lastname":  {ops: "eq sw", any: one(func(p *Person) string { return p.LastName })},
	}
}

// identityFilters are those of GET /identities. Everybody here is correlated and
// processed, and nobody is protected.
func identityFilters() filterFields[*Person] {
	always := func(value string) func(*Person, func(string) bool) bool {
		return one(func(*Person) string { return value })
	}
	fields := publicIdentityFilters()
	fields["name"] = filterField[*Person]{ops: "eq sw", any: one(func(p *Person) string { return p.Name })}
	fields["cloudStatus"] = filterField[*Person]{ops: "eq", any: one((*Person).cloudStatus)}
	fields["processingState"] = filterField[*Person]{ops: "eq", any: always("")}
	fields["correlated"] = filterField[*Person]{ops: "eq", boolean: true, any: always("true")}
	fields["protected"] = filterField[*Person]{ops: "eq", boolean: true, any: always("false")}
	return fields
}

// publicIdentitySorters has only the name.
func publicIdentitySorters() sortFields[*Person] {
	return sortFields[*Person]{"name": byText(func(p *Person) string { return p.Name })}
}

// personSorters are those of GET /identities.
func personSorters() sortFields[*Person] {
	fields := publicIdentitySorters()
	fields["alias"] = byText(func(p *Person) string { return p.Alias })
	fields["cloudStatus"] = byText((*Person).cloudStatus)
	return fields
}
