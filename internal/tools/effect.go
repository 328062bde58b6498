// Effect: what an operation does to the tenant.

package tools

// Effect says what an operation does to the tenant. The zero value is no
// effect at all and is refused at start-up, so that nobody declares a tool
// without having thought about it.
type Effect int

// The three effects, mildest first.
const (
	Reads    Effect = iota + 1 // changes nothing
	Changes                    // adds or edits; can be set back
	Destroys                   // takes away; a person must have approved
)

// String gives the word used in schemas, documentation, policy and audit.
func (e Effect) String() string {
	switch e {
	case Reads:
		return "reads"
	case Changes:
		return "changes"
	case Destroys:
		return "destroys"
	}
	return "undeclared"
}
