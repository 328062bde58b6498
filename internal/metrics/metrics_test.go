// What a scrape shows: what was counted, and never a word that came from outside.

package metrics_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/metrics"
)

func newMetrics() *metrics.Metrics {
	return metrics.New(metrics.Values{
		Version: "1.2.3", Surfaces: []string{"http"}, Tools: []string{"govgroup_get"}, Outcomes: []string{"ok", "not_found"},
		States: []string{"done", "pending"}, Levels: []string{"typed"},
	})
}

// scrape reads the metrics over HTTP.
func scrape(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	server := httptest.NewServer(m.Handler())
	defer server.Close()
	answer, err := http.Get(server.URL)
	require.NoError(t, err)
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	assert.Equal(t, http.StatusOK, answer.StatusCode)
	return string(text)
}

func TestWhatIsToldIsCounted(t *testing.T) {
	t.Parallel()
	m := newMetrics()
	ended := m.Call("http", "govgroup_get")
	assert.Contains(t, scrape(t, m), "govgroup_calls_in_progress 1\n")
	ended("ok")
	m.Decided("typed", "approved", 20*time.Second)
	m.Ended("govgroup_get", "done")
	m.CarriedOut("govgroup_get", time.Second)
	m.Acknowledged("command", time.Millisecond, nil)
	m.Transaction("append", time.Millisecond, errors.New("full"))
	for status, x := range map[string]metrics.Exchange{
		"2xx": {Status: 204}, "429": {Status: 429}, "5xx": {Status: 502}, "none": {}, "unsent": {Unsent: true, Waited: time.Minute},
	} {
		x.Method = http.MethodGet
		m.Exchanged(x)
		assert.Contains(t, scrape(t, m), `govgroup_tenant_requests_total{method="GET",status="`+status+`"} 1`)
	}
	m.WatchPace(func() metrics.Pace { return metrics.Pace{Limit: 100, Used: 7, Pause: 3 * time.Second} })
	shown := scrape(t, m)
	for _, line := range []string{
		`govgroup_build_info{version="1.2.3"} 1`,
		`govgroup_calls_total{outcome="ok",surface="http",tool="govgroup_get"} 1`,
		`govgroup_call_duration_seconds_count{outcome="ok",tool="govgroup_get"} 1`,
		"govgroup_calls_in_progress 0\n",
		`govgroup_decision_wait_seconds_bucket{decision="approved",level="typed",le="15"} 0`,
		`govgroup_decision_wait_seconds_bucket{decision="approved",level="typed",le="30"} 1`,
		`govgroup_changes_total{state="done",tool="govgroup_get"} 1`,
		`govgroup_change_duration_seconds_sum{tool="govgroup_get"} 1`,
		`govgroup_slack_acknowledgement_seconds_count{kind="command",outcome="ok"} 1`,
		`govgroup_store_transaction_seconds_count{operation="append",outcome="error"} 1`,
		"govgroup_tenant_wait_seconds_sum 60\n", "govgroup_tenant_pace_used 7\n", "govgroup_tenant_pace_limit 100\n", "govgroup_tenant_pause_seconds 3\n",
	} {
		assert.Contains(t, shown, line)
	}
}

func TestNoWordFromOutsideBecomesALabel(t *testing.T) {
	t.Parallel()
	m := newMetrics()
	const person = "jane.doe@corp.example"
	m.Call(person, person)(person)
	m.Decided(person, person, 0)
	m.Ended(person, person)
	m.CarriedOut(person, 0)
	m.Acknowledged(person, 0, nil)
	m.Transaction(person, 0, nil)
	m.Exchanged(metrics.Exchange{Method: person, Status: 77})
	m.WatchRequests(func(context.Context) (map[string]int, error) { return map[string]int{person: 1}, nil })
	shown := scrape(t, m)
	assert.NotContains(t, shown, person)
	assert.Contains(t, shown, `govgroup_calls_total{outcome="other",surface="other",tool="other"} 1`)
}

func TestRecordsThatCannotBeReadHideNothingElse(t *testing.T) {
	t.Parallel()
	m := newMetrics()
	m.WatchRequests(func(context.Context) (map[string]int, error) { return nil, errors.New("gone") })
	shown := scrape(t, m)
	assert.NotContains(t, shown, "govgroup_requests{")
	assert.Contains(t, shown, "govgroup_build_info")
}
