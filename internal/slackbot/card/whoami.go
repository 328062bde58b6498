// Whoami: who somebody is, and how that was found out.

package card

import (
	"strings"

	"govgroup/internal/tools"
)

// Check is one check between a Slack user and a caller of the tools.
type Check struct {
	Name string // "E-mail"
	OK   bool
	Note string // what was found, a whole sentence
}

// Whoami shows each check and why it was passed or not. The result of
// govgroup_whoami is empty where one was not.
func (r *Renderer) Whoami(checks []Check, result tools.Result) Message {
	b := &messageBuilder{}
	b.title("Who you are")
	for _, s := range checks {
		mark := "✅ "
		if !s.OK {
			mark = "🚫 "
		}
		b.line(text(mark), bold(s.Name+": "), text(s.Note))
	}
	if result.Text != "" {
		for line := range strings.SplitSeq(result.Text, "\n") {
			b.line(text(r.grammar.Rewrite(line)))
		}
	}
	return b.message()
}
