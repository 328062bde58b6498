// Errors: what happened, what was not changed, what to try, and how to find it
// in the log.

package card

import (
	"fmt"

	"govgroup/internal/tools"
)

// Error shows why something did not happen. The reference is what the log has
// it under.
func (r *Renderer) Error(failure *tools.Error, reference string) Message {
	b := &messageBuilder{}
	what, advice := meaning(failure.Code)
	b.line(text("⚠️ "), bold(what))
	b.line(text(r.grammar.Rewrite(failure.Message)))
	if advice != "" {
		b.line(italic(advice))
	}
	b.context(fmt.Sprintf("%s · reference %s", failure.Code, reference))
	return b.message()
}

// meaning says in a few words what kind of error it is, and what to try.
func meaning(code tools.Code) (what, advice string) {
	if m, known := meanings[code]; known {
		return m.what, m.advice
	}
	return "That did not work", "Tell whoever runs this app the reference below."
}

var meanings = map[tools.Code]struct{ what, advice string }{
	tools.InvalidInput:   {"That was not understood", "Nothing is written on a doubt: correct the line and send it again."},
	tools.NotFound:       {"Nothing of that name was found", "Look it up first; names must be written exactly, ids always work."},
	tools.Ambiguous:      {"More than one fits", "Say it by its id."},
	tools.InUse:          {"It is in use", "Take it out of use first; its connections say where."},
	tools.NotAllowed:     {"That is not allowed", "If it should be, ask whoever runs this app."},
	tools.CannotAsk:      {"Nobody can be asked", "Ask whoever runs this app."},
	tools.Declined:       {"Cancelled", ""},
	tools.Expired:        {"Too late", "Give the command again for a fresh request."},
	tools.Stale:          {"The tenant has changed meanwhile", "Look at it, and give the command again if it is still wanted."},
	tools.AlreadyDecided: {"That was decided already", ""},
	tools.RateLimited:    {"The tenant is busy", "Try again in a moment."},
	tools.Unavailable:    {"The tenant or the records could not be reached", "Try again in a moment."},
	tools.OutcomeUnknown: {"It is not known whether that took effect", "Look at the group before you ask again."},
	tools.Internal:       {"Something went wrong inside the app", "Look at the group before you ask again, and tell whoever runs this app the reference below."},
}
