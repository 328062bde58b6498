// The record of what really happened.

package sandbox_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestLogTellsEachRequest(t *testing.T) {
	o := quiet()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	o.Now = func() time.Time { return now }
	c := start(t, o)
	sc := c.server.Scenario()
	a := c.patch("/v2025/workgroups/"+sc.DBAccess.ID+"?x=secret", `[{"op":"replace","path":"/name","value":"x"}]`)
	require.Equal(t, 200, a.status)
	c.get("/nowhere")
	(&caller{t, c.server, "wrong"}).get("/workgroups/v1")

	log := c.server.Log()
	require.Len(t, log, 4)
	assert.Equal(t, sandbox.OpToken, log[0].Operation)
	assert.Equal(t, sandbox.Exchange{
		RequestID: a.header.Get("SLPT-Request-ID"), Time: now, Method: "PATCH", Path: "/v2025/workgroups/" + sc.DBAccess.ID,
		Operation: sandbox.OpPatchGroup, Version: "v2025", ClientID: c.server.ClientID, Status: 200, Changed: true, Effects: c.server.Effects(),
	}, log[1])
	assert.Equal(t, [2]any{404, sandbox.Operation("")}, [2]any{log[2].Status, log[2].Operation})
	assert.Equal(t, [2]any{401, ""}, [2]any{log[3].Status, log[3].ClientID})
}

func TestLogIsBounded(t *testing.T) {
	d := newDirect(t, quiet())
	for range 10_500 {
		d.do("GET", "/nowhere", "")
	}
	last := d.do("GET", "/workgroups/v1?limit=1", "").Header().Get("SLPT-Request-ID")
	log := d.tenant.Log()
	assert.LessOrEqual(t, len(log), 10_000)
	assert.Greater(t, len(log), 8_000)
	assert.Equal(t, last, log[len(log)-1].RequestID, "the oldest go first")
}

func TestCallersWhoLeaveEarlyChangeNothing(t *testing.T) {
	c := start(t, quiet())
	require.NoError(t, c.server.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: time.Hour}))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := do(t, c.request("DELETE", "/workgroups/v1/"+c.server.Scenario().DBAccess.ID, "").WithContext(ctx))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Eventually(t, func() bool { return len(c.server.Log()) == 2 }, time.Minute, time.Millisecond)
	assert.Zero(t, c.server.Log()[1].Status)
	assert.Empty(t, c.server.Effects())
}

func TestDirectUseAborts(t *testing.T) {
	d := newDirect(t, quiet())
	require.NoError(t, d.tenant.Inject(sandbox.Fault{Kind: sandbox.FaultReset}))
	assert.Panics(t, func() { d.do("GET", "/workgroups/v1", "") }, "an empty success would be a lie")
	assert.Equal(t, 200, d.do("GET", "/workgroups/v1", "").Code)
}
