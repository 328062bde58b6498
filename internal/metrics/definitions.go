// Definitions: every metric there is, declared once. The registry and the table in
// docs/observe.md are derived from them.

package metrics

// The kinds of metric, as Prometheus calls them.
const (
	Counter   = "counter"
	Gauge     = "gauge"
	Histogram = "histogram"
)

// namespace begins the names of all metrics of govgroup's own.
const namespace = "govgroup"

// Definition is one metric as it is declared.
type Definition struct {
	Name, Kind string   // the name without its beginning; see [Definition.FullName]
	Labels     []string // none names a person, and each has a bounded number of values
	Help       string

	buckets []float64 // of a histogram, in seconds
}

// FullName is the name as it is scraped. A histogram is scraped under this name with
// _bucket, _sum and _count behind it.
func (d Definition) FullName() string { return namespace + "_" + d.Name }

// Buckets: of calls, which may wait for the tenant's pace; of people, who think; of
// Slack's three seconds; of the store's milliseconds.
var (
	ofCalls  = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}
	ofPeople = []float64{1, 5, 15, 30, 60, 300, 900, 3600, 4 * 3600, 24 * 3600}
	ofSlack  = []float64{.01, .025, .05, .1, .25, .5, 1, 2, 2.5, 3, 5}
	ofStore  = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5, 10}
)

var (
	buildInfo = Definition{Name: "build_info", Kind: Gauge, Labels: []string{"version"},
		Help: "1, with the program's version."}

	calls = Definition{Name: "calls_total", Kind: Counter, Labels: []string{"surface", "tool", "outcome"},
		Help: "Calls of tools that ended, by the way they came, the tool and the outcome: ok, the status of a change, or the code of an error."}
	callDuration = Definition{Name: "call_duration_seconds", Kind: Histogram, Labels: []string{"tool", "outcome"}, buckets: ofCalls,
		Help: "How long calls of tools took, without the time in which a person decides."}
	callsInProgress = Definition{Name: "calls_in_progress", Kind: Gauge,
		Help: "Calls of tools in progress."}

	decisionWait = Definition{Name: "decision_wait_seconds", Kind: Histogram, Labels: []string{"level", "decision"}, buckets: ofPeople,
		Help: "How long requests waited until they were approved or declined, or expired, by the level of approval that they needed."}
	changes = Definition{Name: "changes_total", Kind: Counter, Labels: []string{"tool", "state"},
		Help: "Requests to change that were carried out or dropped, by the tool and the state that they reached. One of unknown outcome counts again once that is known."}
	changeDuration = Definition{Name: "change_duration_seconds", Kind: Histogram, Labels: []string{"tool"}, buckets: ofCalls,
		Help: "How long changes took to be carried out, from the first look at the tenant to the record of the outcome."}
	requests = Definition{Name: "requests", Kind: Gauge, Labels: []string{"state"},
		Help: "Requests to change that are not settled: pending (waiting for a decision), executing, unknown (an answer was lost)."}

	tenantRequests = Definition{Name: "tenant_requests_total", Kind: Counter, Labels: []string{"method", "status"},
		Help: "Requests to the tenant, each try, by the answer: 2xx, 3xx, 4xx, 429, 5xx, none (no answer came) or unsent (given up before it was sent)."}
	tenantDuration = Definition{Name: "tenant_request_duration_seconds", Kind: Histogram, Labels: []string{"method"}, buckets: ofCalls,
		Help: "How long the tenant took to answer."}
	tenantWait = Definition{Name: "tenant_wait_seconds", Kind: Histogram, buckets: ofCalls,
		Help: "How long requests waited before they were sent: for their turn, for the pace, or while the tenant asked for a pause."}
	tenantInProgress = Definition{Name: "tenant_requests_in_progress", Kind: Gauge,
		Help: "Requests that the tenant has not answered yet."}
	tenantWaiting = Definition{Name: "tenant_requests_waiting", Kind: Gauge,
		Help: "Requests that wait to be sent."}
	paceLimit = Definition{Name: "tenant_pace_limit", Kind: Gauge,
		Help: "Requests that this program may send to the tenant in any 10 seconds; 0: no limit."}
	paceUsed = Definition{Name: "tenant_pace_used", Kind: Gauge,
		Help: "Requests that this program sent to the tenant in the last 10 seconds."}
	pause = Definition{Name: "tenant_pause_seconds", Kind: Gauge,
		Help: "How long the tenant wants no requests from now on; 0: it takes them."}

	acknowledgement = Definition{Name: "slack_acknowledgement_seconds", Kind: Histogram, Labels: []string{"kind", "outcome"}, buckets: ofSlack,
		Help: "How long it took until what came from Slack could be acknowledged, which Slack waits 3 seconds for; outcome error: it was not."}

	transaction = Definition{Name: "store_transaction_seconds", Kind: Histogram, Labels: []string{"operation", "outcome"}, buckets: ofStore,
		Help: "How long the state took to read requests (read), to write (write), to append to the audit (append) or to try whether it can be written (check)."}
)

// Definitions lists the metrics of govgroup's own. Beside them are those of the Go
// runtime and of the process, under the names that Prometheus' library gives them.
func Definitions() []Definition {
	return []Definition{
		buildInfo, calls, callDuration, callsInProgress, decisionWait, changes, changeDuration, requests,
		tenantRequests, tenantDuration, tenantWait, tenantInProgress, tenantWaiting, paceLimit, paceUsed, pause,
		acknowledgement, transaction,
	}
}
