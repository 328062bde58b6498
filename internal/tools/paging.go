// Paging: nothing is ever cut in silence.

package tools

import "fmt"

// List is the answer of a tool that lists everything it found, or the first of
// it: Total says how many there are, below zero that it is not known.
type List[T any] struct {
	Items []T `json:"items"`
	Total int `json:"total"`
}

// Page is the answer of a tool that lists part by part. Offset is where the list
// goes on; 0 where it is complete.
type Page[T any] struct {
	List[T]
	Offset int `json:"offset,omitempty"`
}

// NewPage is the part of a list that begins at from.
func NewPage[T any](items []T, from, total int) Page[T] {
	return Page[T]{List: List[T]{Items: items, Total: total}, Offset: next(from, len(items), total)}
}

// next is the offset at which a list goes on, or 0 where it is complete. A total
// below zero is not known: such a list ends with an empty page.
func next(offset, got, total int) int {
	if got == 0 || total >= 0 && offset+got >= total {
		return 0
	}
	return offset + got
}

// Count says how many of how many the page lists, and where it goes on.
func (p Page[T]) Count(noun string) string {
	got := len(p.Items)
	if p.Offset == 0 && got == p.Total {
		return Plural(p.Total, noun) + "."
	}
	text := fmt.Sprintf("%d of %s.", got, Plural(p.Total, noun))
	if p.Total < 0 {
		text = Plural(got, noun) + "; the tenant did not say how many there are."
	}
	if p.Offset > 0 {
		text += fmt.Sprintf(" More from offset %d.", p.Offset)
	}
	return text
}
