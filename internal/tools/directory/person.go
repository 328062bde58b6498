// Person: an identity as answers show it.

package directory

import (
	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

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
