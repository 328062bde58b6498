// Edit: a change behind the API's back, as other processes ask for it.

package sandbox

import "fmt"

// editRequest is a change behind the API's back. Action says which, and the
// other fields are those of the Go method of that name.
type editRequest struct {
	Action     string     `json:"action"` // rename_group, set_owner, add_member, …, see editJSON
	Group      string     `json:"group"`
	Name       string     `json:"name"`
	Person     string     `json:"person"`
	Object     string     `json:"object"`
	Connection Connection `json:"connection"`
	NewGroup   Group      `json:"newGroup"`
	NewPerson  Person     `json:"newPerson"`
}

// editJSON does an edit and answers with what was added, if something was.
//
//nolint:cyclop // one flat case for each setter
func (t *Tenant) editJSON(body []byte) (any, error) {
	var in editRequest
	if err := decodeControl(body, &in); err != nil {
		return nil, err
	}
	switch in.Action {
	case "rename_group":
		return nil, t.RenameGroup(in.Group, in.Name)
	case "set_owner":
		return nil, t.SetOwner(in.Group, in.Person)
	case "add_member":
		return nil, t.AddMember(in.Group, in.Person)
	case "remove_member":
		return nil, t.RemoveMember(in.Group, in.Person)
	case "delete_group":
		return nil, t.DeleteGroup(in.Group)
	case "connect":
		return nil, t.Connect(in.Group, in.Connection)
	case "disconnect":
		return nil, t.Disconnect(in.Group, in.Object)
	case "add_group":
		return t.AddGroup(in.NewGroup)
	case "add_person":
		return t.AddPerson(in.NewPerson)
	}
	return nil, fmt.Errorf("unknown action %q; there are rename_group, set_owner, add_member, remove_member, delete_group, "+
		"connect, disconnect, add_group and add_person", in.Action)
}
