// Levels: how strong an approval a change needs.

package policy

import "slices"

// Level is the kind of approval that a request needs or got, weakest first.
type Level string

// The levels. Client is the approval of an MCP client or of the requester's own
// click; nobody calls it a human's.
const (
	None   Level = "none" // no approval needed
	Client Level = "client"
	Typed  Level = "typed"  // as Client, and the name typed
	Person Level = "person" // a person known to us
	Second Level = "second" // a known person who is not the requester
)

var strength = []Level{None, Client, Typed, Person, Second}

// Meets reports whether an approval of this level is enough where the other is
// needed. A level that is not known meets nothing and is met by nothing.
func (l Level) Meets(needed Level) bool {
	have, want := slices.Index(strength, l), slices.Index(strength, needed)
	return have >= 0 && want >= 0 && have >= want
}
