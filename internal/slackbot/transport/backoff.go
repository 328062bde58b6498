// Backoff: how long to wait before connecting again.

package transport

import (
	"math/rand/v2"
	"time"
)

// The shortest and the longest wait, and how long a connection must have lived
// to be called a good one.
const (
	shortestWait = 500 * time.Millisecond
	longestWait  = 30 * time.Second
	goodLife     = 30 * time.Second
)

// backoff grows with every connection that failed or died young.
type backoff struct{ failures int }

// after gives the wait once a connection has ended that lived so long (0: there
// was none). After a good life there is none: Slack renews sockets regularly.
func (b *backoff) after(lived time.Duration) time.Duration {
	if lived >= goodLife {
		b.failures = 0
		return 0
	}
	wait := min(shortestWait<<min(b.failures, 10), longestWait)
	b.failures++
	return wait/2 + rand.N(wait/2) // so that replicas do not come back together
}
