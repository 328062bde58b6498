// Backoff: how long a lost connection is waited for.

package transport

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestTheWaitGrowsUntilAConnectionHasLived(t *testing.T) {
	var b backoff
	for _, most := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second} {
		wait := b.after(time.Second)
		assert.LessOrEqual(t, wait, most)
		assert.GreaterOrEqual(t, wait, most/2)
	}
	for range 50 {
		assert.LessOrEqual(t, b.after(0), longestWait)
	}
	assert.Zero(t, b.after(goodLife), "Slack renews sockets; that is no reason to wait")
	assert.LessOrEqual(t, b.after(0), shortestWait, "and what went wrong before is forgotten")
}
