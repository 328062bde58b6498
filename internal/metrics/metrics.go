// Package metrics counts what a program does, in the text form of Prometheus. It
// knows nothing of the other packages: they tell it, through hooks that internal/app
// connects. Prometheus' library appears here and nowhere else.
package metrics

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Values are the words that labels may have; any other counts as "other". They come
// from the code, so that nothing that a stranger sends makes a time series.
type Values struct {
	Version                                   string
	Surfaces, Tools, Outcomes, States, Levels []string
}

// Metrics are the counters of one program. They are safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry

	surfaces, tools, outcomes, states, levels words

	calls, changes, tenantRequests         *prometheus.CounterVec
	callDuration, decisionWait             *prometheus.HistogramVec
	changeDuration, tenantDuration         *prometheus.HistogramVec
	tenantWait, acknowledged, transactions *prometheus.HistogramVec
	inProgress                             *prometheus.GaugeVec
}

// New makes counters that stand at zero, in a registry of their own.
func New(v Values) *Metrics {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	gauge(r, buildInfo).WithLabelValues(v.Version).Set(1)
	m := &Metrics{
		registry: r,
		surfaces: wordsOf(v.Surfaces), tools: wordsOf(v.Tools), outcomes: wordsOf(v.Outcomes), states: wordsOf(v.States), levels: wordsOf(v.Levels),
		calls: counter(r, calls), changes: counter(r, changes), tenantRequests: counter(r, tenantRequests),
		callDuration: histogram(r, callDuration), decisionWait: histogram(r, decisionWait),
		changeDuration: histogram(r, changeDuration), tenantDuration: histogram(r, tenantDuration),
		tenantWait: histogram(r, tenantWait), acknowledged: histogram(r, acknowledgement), transactions: histogram(r, transaction),
		inProgress: gauge(r, callsInProgress),
	}
	m.inProgress.WithLabelValues().Set(0)
	return m
}

// Handler answers with all metrics. What cannot be read at the moment is left out.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}

// Call counts a call of a tool from now on. The function it gives is told how the call
// ended.
func (m *Metrics) Call(surface, tool string) func(outcome string) {
	began := time.Now()
	m.inProgress.WithLabelValues().Inc()
	return func(outcome string) {
		tool, outcome := m.tools.known(tool), m.outcomes.known(outcome)
		m.inProgress.WithLabelValues().Dec()
		m.calls.WithLabelValues(m.surfaces.known(surface), tool, outcome).Inc()
		m.callDuration.WithLabelValues(tool, outcome).Observe(time.Since(began).Seconds())
	}
}

// The decisions that requests come to.
var decisions = wordsOf([]string{"approved", "declined", "expired"})

// Decided counts a decision: approved, declined or expired.
func (m *Metrics) Decided(level, decision string, waited time.Duration) {
	m.decisionWait.WithLabelValues(m.levels.known(level), decisions.known(decision)).Observe(waited.Seconds())
}

// Ended counts a change that has reached a state.
func (m *Metrics) Ended(tool, state string) {
	m.changes.WithLabelValues(m.tools.known(tool), m.states.known(state)).Inc()
}

// CarriedOut counts the time that carrying out a change took.
func (m *Metrics) CarriedOut(tool string, took time.Duration) {
	m.changeDuration.WithLabelValues(m.tools.known(tool)).Observe(took.Seconds())
}

// Acknowledged counts what came from Slack and was answered, or with an error was not.
func (m *Metrics) Acknowledged(kind string, took time.Duration, err error) {
	m.acknowledged.WithLabelValues(kinds.known(kind), outcomeOf(err)).Observe(took.Seconds())
}

// What comes from Slack, and what the store does.
var (
	kinds      = wordsOf([]string{"command", "action", "submission", "shortcut", "suggestion", "event"})
	operations = wordsOf([]string{"read", "write", "append", "check"})
)

// Transaction counts what the store did.
func (m *Metrics) Transaction(operation string, took time.Duration, err error) {
	m.transactions.WithLabelValues(operations.known(operation), outcomeOf(err)).Observe(took.Seconds())
}

func outcomeOf(err error) string {
	if err != nil {
		return "error"
	}
	return "ok"
}

// words are the values that a label may have.
type words map[string]bool

func wordsOf(all []string) words {
	w := words{}
	for _, word := range all {
		w[word] = true
	}
	return w
}

func (w words) known(word string) string {
	if w[word] {
		return word
	}
	return "other"
}
