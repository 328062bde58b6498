// Preview: what a request would write, as the page lays it out. What is written
// stands first and whole; what stays comes after, as counts and the first few.

package approvals

import (
	"strings"

	"govgroup/internal/tools"
)

// preview is the middle of a request's page.
type preview struct {
	Headline  string // the verb and the name
	Warnings  []string
	Numbers   []number
	Groups    []group
	Skipped   []skipped
	NoWayBack string // what cannot be undone, in a sentence
}

// number is one part of the impact, counted. Mark is how it looks: goes, new,
// changed or neither.
type number struct {
	Count int
	Word  string
	Mark  string
}

// group is one governance group that would be written.
type group struct {
	Name, ID       string
	Mark, Word     string // what becomes of it
	Facts          []tools.Detail
	Changes        []change
	Added, Removed []tools.Ref
	Connections    []string
}

// change is a field that gets another value.
type change struct{ Field, From, To string }

// skipped are things that are left as they are, for one reason.
type skipped struct {
	Count    int
	Word     string
	Examples []tools.Item
	More     int // beyond the examples
}

// examples is how many of the things that stay are named.
const examples = 5
