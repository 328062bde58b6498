// Transitions: which state a request may go from and to, and on what.

package confirm

import (
	"slices"

	"govgroup/internal/tools"
)

// Transition is one way for a request from state to state. From is empty for a
// request that is made.
type Transition struct {
	From, To State
	When     string // what has to be so, in words
}

// Transitions are all that there are. Every other way is refused, so that the
// records tell no story that the gate cannot have.
func Transitions() []Transition {
	return []Transition{
		{"", Pending, "a change was asked for and needs an approval"},
		{"", Executing, "a change was asked for and needs none; the lease is held"},
		{Pending, Executing, "an approval of the needed level was given in time; the lease is held"},
		{Pending, Declined, "somebody who may decide said no"},
		{Pending, Expired, "nobody decided in time"},
		{Executing, Stale, "the tenant is not as it was shown; nothing was sent"},
		{Executing, Done, "every item is as wanted"},
		{Executing, PartlyDone, "some items are as wanted, and nothing can land any more"},
		{Executing, Failed, "no item is as wanted, and nothing can land any more"},
		{Executing, Unknown, "an answer was lost, and the tenant does not show the effect"},
		{Unknown, Done, "the tenant shows the effects"},
		{Unknown, PartlyDone, "the tenant shows some effects, and the quiet time is over"},
		{Unknown, Failed, "the tenant shows no effect, and the quiet time is over"},
		{Failed, Done, "every effect came after the quiet time"},
		{Failed, PartlyDone, "an effect came after the quiet time"},
		{PartlyDone, Done, "the last missing effects came after the quiet time"},
	}
}

// MayBecome reports whether there is such a way. Staying is none.
func (s State) MayBecome(to State) bool {
	return slices.ContainsFunc(Transitions(), func(t Transition) bool { return t.From == s && t.To == to })
}

// become sets the state, which no mistake of this program may lead elsewhere.
func (r *Request) become(to State) error {
	if !r.State.MayBecome(to) {
		return &tools.Error{Code: tools.Internal, Message: "Request " + string(r.ID) + " cannot go from " + string(r.State) + " to " + string(to) + "."}
	}
	r.State = to
	return nil
}
