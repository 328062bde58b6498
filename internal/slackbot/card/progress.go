// Progress: how far long work is.

package card

import (
	"fmt"
	"strings"

	"govgroup/internal/tools"
)

// steps is how wide the bar is.
const steps = 10

// Progress shows how far a change has come. It has no buttons: there is nothing
// to decide any more.
func (r *Renderer) Progress(p tools.Progress) Message {
	b := &messageBuilder{}
	if p.Total <= 0 {
		b.line(text("⏳ "), text(filled(p.Text)))
		return b.message()
	}
	done := min(max(p.Done, 0), p.Total)
	bar := strings.Repeat("▰", steps*done/p.Total) + strings.Repeat("▱", steps-steps*done/p.Total)
	b.line(text("⏳ "), code(bar), text(fmt.Sprintf(" %d of %d. %s", done, p.Total, p.Text)))
	return b.message()
}
