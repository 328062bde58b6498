// Dates: times in our own sentences, shown in the reader's time zone.

package card

import (
	"regexp"
	"strings"
	"time"
)

// written are times as sentences for programs and people alike have them.
var written = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)

// sentence is a sentence in one style, in which times are the reader's own. What stands
// in quotation marks is somebody's word, and stays as it is.
func sentence(style func(string) richText, s string) []richText {
	var parts []richText
	from := 0
	for _, found := range written.FindAllStringIndex(s, -1) {
		before := s[:found[0]]
		at, err := time.Parse(time.RFC3339, s[found[0]:found[1]])
		if err != nil || strings.Count(before, "“") > strings.Count(before, "”") {
			continue
		}
		parts = append(parts, style(s[from:found[0]]), timestamp(at))
		from = found[1]
	}
	return append(parts, style(s[from:]))
}
