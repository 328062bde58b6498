// Expiry: how long requests wait for the approval that they need.

package policy

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// waits is how long a request waits unless the policy says otherwise: for one's
// own approval a coffee, for somebody else's a working day.
var waits = map[Level]time.Duration{
	Client: 15 * time.Minute, Typed: 15 * time.Minute,
	Person: 8 * time.Hour, Second: 8 * time.Hour,
}

// The bounds of what a policy may say. A request that waits for weeks is judged by
// people who no longer know what it was about.
const (
	leastWait = time.Minute
	mostWait  = 7 * 24 * time.Hour
)

// newExpiry is the file's on top of what is built in. It was checked before.
func newExpiry(f map[string]word) map[Level]time.Duration {
	all := maps.Clone(waits)
	for level, text := range f {
		all[Level(level)], _ = time.ParseDuration(text.value)
	}
	return all
}

// expiry checks that each line is about a level, and gives a time within bounds.
func (c *checker) expiry() {
	for _, level := range slices.Sorted(maps.Keys(c.Expires)) {
		text := c.Expires[level]
		if _, known := waits[Level(level)]; !known {
			c.wrong(text.line, "%q is not a level that waits; client, typed, person and second are", level)
		}
		wait, err := time.ParseDuration(strings.TrimSpace(text.value))
		if err != nil || wait < leastWait || wait > mostWait {
			c.wrong(text.line, "%q is not a time from 1m to 168h, such as 30m or 8h", text.value)
		}
	}
}
