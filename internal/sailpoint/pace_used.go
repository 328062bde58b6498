// Pace used: how much of the tenant's bounds the client uses at the moment.

package sailpoint

import "time"

// Pace is how much of the tenant's bounds a client uses.
type Pace struct {
	Limit    int // requests within the window of a little over ten seconds; 0: no limit
	Used     int // requests sent within it
	UnderWay int // not yet answered
	Waiting  int // for their turn, or for room in the window

	Pause time.Duration // the tenant wants nothing for so long from now on
}

// Pace tells how much of the tenant's bounds the client uses now.
func (c *Client) Pace() Pace {
	p := c.pace
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.forget(now)
	return Pace{
		Limit: p.limit, Used: len(p.sent), UnderWay: p.underWay, Waiting: p.queue.length(), Pause: max(p.until.Sub(now), 0),
	}
}
