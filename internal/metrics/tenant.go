// Tenant: what is sent to the tenant, and what waits for it.

package metrics

import (
	"strconv"
	"time"
)

// Exchange is one request to the tenant and what came of it.
type Exchange struct {
	Method       string
	Status       int  // 0: no answer came
	Unsent       bool // given up before it was sent
	Waited, Took time.Duration
}

var methods = wordsOf([]string{"GET", "POST", "PUT", "PATCH", "DELETE"})

// Exchanged counts a request to the tenant.
func (m *Metrics) Exchanged(x Exchange) {
	method := methods.known(x.Method)
	m.tenantRequests.WithLabelValues(method, statusOf(x)).Inc()
	m.tenantWait.WithLabelValues().Observe(x.Waited.Seconds())
	if !x.Unsent {
		m.tenantDuration.WithLabelValues(method).Observe(x.Took.Seconds())
	}
}

// statusOf puts an answer into one of a few classes; the one that asks to slow down
// has its own.
func statusOf(x Exchange) string {
	switch {
	case x.Unsent:
		return "unsent"
	case x.Status == 429:
		return "429"
	case x.Status >= 200 && x.Status < 600:
		return strconv.Itoa(x.Status/100) + "xx"
	}
	return "none"
}

// Pace is how much of the tenant's bounds is used at the moment.
type Pace struct {
	Limit, Used, InProgress, Waiting int
	Pause                            time.Duration
}

// WatchPace has the pace read at each scrape.
func (m *Metrics) WatchPace(read func() Pace) {
	m.registry.MustRegister(reader{
		definitions: []Definition{paceLimit, paceUsed, tenantInProgress, tenantWaiting, pause},
		read: func(tell func(d Definition, value float64, labels ...string)) error {
			p := read()
			tell(paceLimit, float64(p.Limit))
			tell(paceUsed, float64(p.Used))
			tell(tenantInProgress, float64(p.InProgress))
			tell(tenantWaiting, float64(p.Waiting))
			tell(pause, p.Pause.Seconds())
			return nil
		},
	})
}
