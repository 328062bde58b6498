// Export: what the tests reach of the inside.

package policy

import "govgroup/internal/tools"

// Read checks a policy's text as [Load] does.
func Read(text []byte, known []tools.Tool) error {
	_, err := compile(text, known)
	return err
}

// Matches tries a pattern.
func Matches(pattern, text string) bool { return newPattern(pattern).matches(text) }

// Reload looks at the file as often as it takes to take it over.
func Reload(p *Policy) {
	var w watched
	p.look(&w)
	p.look(&w)
}
