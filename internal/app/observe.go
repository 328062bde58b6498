// Observe: who counts what the parts do, and who keeps spans. The parts tell of it by
// hooks of their own; here they are connected with metrics and traces.

package app

import (
	"context"
	"net/http"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/metrics"
	"govgroup/internal/sailpoint"
	"govgroup/internal/store"
	"govgroup/internal/tools"
)

// counting is the host of a program whose parts are counted.
func (h Host) counting() Host {
	v := metrics.Values{
		Version: h.Version, Surfaces: []string{"stdio", "http", "sse", "slack", "console"}, Outcomes: tools.OutcomeWords(),
		Levels: []string{string(confirm.None), string(confirm.Client), string(confirm.Typed), string(confirm.Person), string(confirm.Second)},
	}
	for _, t := range Operations() {
		v.Tools = append(v.Tools, t.Name)
	}
	for _, state := range confirm.States() {
		v.States = append(v.States, string(state))
	}
	h.metrics = metrics.New(v)
	return h
}

// metricsHandler answers at /metrics.
func (h Host) metricsHandler() http.Handler {
	if h.metrics == nil {
		return nil
	}
	return h.metrics.Handler()
}

func (h Host) countCall(c tools.Call) func(outcome string) {
	return h.metrics.Call(c.Caller.Surface, c.Tool)
}

// seeExchange is told of requests to the tenant: it counts them, and makes each a span
// of the call that it is sent for.
func (h Host) seeExchange(tenant string) func(context.Context, sailpoint.Exchange) {
	return func(ctx context.Context, x sailpoint.Exchange) {
		if h.metrics != nil {
			h.metrics.Exchanged(metrics.Exchange{Method: x.Method, Status: x.Status, Unsent: x.Unsent, Waited: x.Waited, Took: x.Duration})
		}
		if h.tracer != nil && !x.Unsent {
			traceExchange(ctx, tenant, x)
		}
	}
}

// paceOf reads the pace of a client.
func paceOf(c *sailpoint.Client) func() metrics.Pace {
	return func() metrics.Pace {
		p := c.Pace()
		return metrics.Pace{Limit: p.Limit, Used: p.Used, InProgress: p.UnderWay, Waiting: p.Waiting, Pause: p.Pause}
	}
}

// standing counts the requests of a tenant that are not settled.
func standing(db *store.DB, tenant string) func(context.Context) (map[string]int, error) {
	return func(ctx context.Context) (map[string]int, error) {
		found, err := db.Standing(ctx, tenant)
		counted := map[string]int{}
		for state, n := range found {
			counted[string(state)] = n
		}
		return counted, err
	}
}

// countTransactions are the options of a store that is counted.
func (h Host) countTransactions() []store.Option {
	if h.metrics == nil {
		return nil
	}
	return []store.Option{store.WithObserver(h.metrics.Transaction)}
}

// countAcknowledged is told of what came from Slack; nil: nobody counts.
func (h Host) countAcknowledged() func(kind string, took time.Duration, err error) {
	if h.metrics == nil {
		return nil
	}
	return h.metrics.Acknowledged
}

// requestCounter counts decisions and changes; nil: nobody does.
func (h Host) requestCounter() confirm.Observer {
	if h.metrics == nil {
		return nil
	}
	return requestCounter{h.metrics}
}

// requestCounter implements [confirm.Observer].
type requestCounter struct{ *metrics.Metrics }

func (c requestCounter) Decided(level confirm.Level, decision string, waited time.Duration) {
	c.Metrics.Decided(string(level), decision, waited)
}

func (c requestCounter) Ended(tool string, state confirm.State) {
	c.Metrics.Ended(tool, string(state))
}
