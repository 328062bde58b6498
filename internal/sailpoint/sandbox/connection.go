// Connection: something in the tenant that uses a group.

package sandbox

// The kinds of object that can use a group, and the ways in which they do.
const (
	ObjectAccessProfile = "ACCESS_PROFILE"
	ObjectRole          = "ROLE"
	ObjectSODPolicy     = "SOD_POLICY"
	ObjectSource        = "SOURCE"

	ConnectionReviewer   = "AccessRequestReviewer"
	ConnectionOwner      = "Owner"
	ConnectionManagement = "ManagementWorkgroup"
)

// Connection is one use of a group. A group with connections cannot be deleted.
type Connection struct {
	ObjectType        string `json:"objectType"`
	ObjectID          string `json:"objectId"`
	ObjectName        string `json:"objectName"`
	ObjectDescription string `json:"objectDescription,omitempty"` // left out on the wire when empty
	ConnectionType    string `json:"connectionType"`
}

// connectionJSON is a connection in answers.
type connectionJSON struct {
	Object         connectedJSON `json:"object"`
	ConnectionType string        `json:"connectionType"`
}

type connectedJSON struct {
	Type        string `json:"type"`
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
}

func (c Connection) show() connectionJSON {
	return connectionJSON{
		Object:         connectedJSON{Type: c.ObjectType, ID: c.ObjectID, Name: c.ObjectName, Description: c.ObjectDescription},
		ConnectionType: c.ConnectionType,
	}
}

// placed is a row with its place in the group, which stands in for the date on
// which it came: the API sorts by that date without showing it.
type placed[T any] struct {
	place int
	row   T
}

func place[T any](rows []T) []placed[T] {
	out := make([]placed[T], len(rows))
	for i, r := range rows {
		out[i] = placed[T]{i, r}
	}
	return out
}

// placedSorters are the sorters of members and connections.
func placedSorters[T any](name func(T) string) sortFields[placed[T]] {
	byPlace := func(a, b placed[T]) int { return a.place - b.place }
	return sortFields[placed[T]]{
		"name":     byText(func(p placed[T]) string { return name(p.row) }),
		"created":  byPlace,
		"modified": byPlace,
	}
}
