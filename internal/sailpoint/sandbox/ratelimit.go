// Rate limit: so many requests per 10 seconds for each client and API version.

package sandbox

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const rateWindow = 10 * time.Second

// limiter counts over a sliding window. A refused request does not count.
type limiter struct {
	mu    sync.Mutex
	limit int // negative: none
	seen  map[string][]time.Time
}

// take counts a request, or tells how long to wait for the next free place.
func (l *limiter) take(clientID, version string, now time.Time) (wait time.Duration) {
	if l.limit < 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	key := clientID + " " + version
	times := l.seen[key]
	for len(times) > 0 && now.Sub(times[0]) >= rateWindow {
		times = times[1:]
	}
	if len(times) >= l.limit {
		l.seen[key] = times
		return times[0].Add(rateWindow).Sub(now)
	}
	l.seen[key] = append(times, now)
	return 0
}

// tooMany is the 429. The wait is rounded up to whole seconds, as the header is.
func (t *Tenant) tooMany(wait time.Duration, now time.Time) *problem {
	return &problem{
		status: http.StatusTooManyRequests,
		plain:  map[string]string{"message": " Rate Limit Exceeded "},
		header: http.Header{"Retry-After": {t.retryAfter(wait, now)}},
	}
}

// retryAfter never says less than the wait: a caller who comes back then must not
// be refused again.
func (t *Tenant) retryAfter(wait time.Duration, now time.Time) string {
	if t.opts.Switches.RetryAfterDate { // a date has whole seconds: the next one that is late enough
		return now.Add(wait + time.Second - 1).UTC().Format(http.TimeFormat)
	}
	return strconv.Itoa(max(1, int(math.Ceil(wait.Seconds()))))
}
