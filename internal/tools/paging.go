// Paging: nothing is ever cut in silence.

package tools

import "fmt"

// next is the offset at which a list goes on, or 0 where it is complete. A total
// below zero is not known: such a list ends with an empty page.
func next(offset, got, total int) int {
	if got == 0 || total >= 0 && offset+got >= total {
		return 0
	}
	return offset + got
}

// shownOf says how many of how many an answer lists, and where it goes on.
func shownOf(got, total int, noun string, next int) string {
	if next == 0 && got == total {
		return plural(total, noun) + "."
	}
	text := fmt.Sprintf("%d of %s.", got, plural(total, noun))
	if total < 0 {
		text = plural(got, noun) + "; the tenant did not say how many there are."
	}
	if next > 0 {
		text += fmt.Sprintf(" More from offset %d.", next)
	}
	return text
}
