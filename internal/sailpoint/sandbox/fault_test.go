// Misbehaviour on demand: what the caller sees, and whether the tenant was changed
// behind it.

package sandbox_test

import (
	"context"
	"errors"
	"io"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

// TestFaultAnswers adds a member under each fault that answers something.
func TestFaultAnswers(t *testing.T) {
	for _, tc := range []struct {
		kind   sandbox.FaultKind
		status int
		body   string // part of it
		done   bool
	}{
		{sandbox.Fault429, 429, `{"message":" Rate Limit Exceeded "}`, false},
		{sandbox.Fault500, 500, `"detailCode":"500.0 Internal Fault"`, false},
		{sandbox.Fault500AfterWrite, 500, `"detailCode":"500.0 Internal Fault"`, true},
		{sandbox.Fault502, 502, `{"message":"Bad Gateway"}`, false},
		{sandbox.Fault502AfterWrite, 502, `{"message":"Bad Gateway"}`, true},
		{sandbox.Fault503, 503, `{"message":"Service Unavailable"}`, false},
		{sandbox.Fault504, 504, `{"message":`, false},
		{sandbox.Fault504AfterWrite, 504, `{"message":`, true},
		{sandbox.FaultHTML, 200, `<!DOCTYPE html>`, false},
		{sandbox.FaultHTMLAfterWrite, 200, `<!DOCTYPE html>`, true},
		{sandbox.FaultTokenExpired, 401, `{"error":"JWT validation failed: JWT is expired"}`, false},
		{sandbox.FaultStringStatus, 207, `"status":"201"`, true},
		{sandbox.FaultItemFailed, 207, `"status":500`, false},
	} {
		t.Run(string(tc.kind), func(t *testing.T) {
			c := start(t, quiet())
			sc := c.server.Scenario()
			require.NoError(t, c.server.Inject(sandbox.Fault{Kind: tc.kind}))
			a := c.post("/workgroups/v1/"+sc.Unused.ID+"/members/bulk-add", identities(sc.JaneDoe.ID))
			assert.Equal(t, tc.status, a.status)
			assert.Contains(t, a.text, tc.body)
			assert.Len(t, a.header.Get("SLPT-Request-ID"), 32)
			assert.Equal(t, tc.done, len(c.server.Effects()) == 1)
			group, _ := c.server.Group(sc.Unused.ID)
			assert.Equal(t, tc.done, len(group.Members) == 1)

			log := c.server.Log()
			last := log[len(log)-1]
			assert.Equal(t, tc.status, last.Status)
			assert.Equal(t, tc.kind, last.Fault)
			assert.Equal(t, tc.done, last.Changed)
			assert.Equal(t, tc.kind == sandbox.FaultTokenExpired, c.get("/workgroups/v1").status == 401, "only a dead token outlives the fault")
		})
	}
}

// TestFaultsThatBreakTheConnection adds a member under each fault after which
// there is no whole answer.
func TestFaultsThatBreakTheConnection(t *testing.T) {
	for _, tc := range []struct {
		kind sandbox.FaultKind
		want error
		done bool
	}{
		{sandbox.FaultReset, syscall.ECONNRESET, false},
		{sandbox.FaultResetAfterWrite, syscall.ECONNRESET, true},
		{sandbox.FaultTruncate, io.ErrUnexpectedEOF, true},
	} {
		t.Run(string(tc.kind), func(t *testing.T) {
			c := start(t, quiet())
			sc := c.server.Scenario()
			require.NoError(t, c.server.Inject(sandbox.Fault{Kind: tc.kind}))
			_, err := c.try("POST", "/workgroups/v1/"+sc.Unused.ID+"/members/bulk-add", identities(sc.JaneDoe.ID), "application/json")
			require.ErrorIs(t, err, tc.want)
			assert.Equal(t, tc.done, len(c.server.Effects()) == 1)
			assert.Equal(t, 200, c.get("/workgroups/v1").status)
		})
	}
	t.Run("truncating an empty answer resets", func(t *testing.T) {
		c := start(t, quiet())
		require.NoError(t, c.server.Inject(sandbox.Fault{Kind: sandbox.FaultTruncate, Method: "DELETE"}))
		_, err := c.try("DELETE", "/workgroups/v1/"+c.server.Scenario().Unused.ID, "", "")
		require.ErrorIs(t, err, syscall.ECONNRESET)
		assert.Len(t, c.server.Effects(), 1)
	})
}

// TestTimeoutHoldsUntilTheCallerGivesUp also sees the write through the hold:
// whether it was done is known before the caller hangs up.
func TestTimeoutHoldsUntilTheCallerGivesUp(t *testing.T) {
	for kind, effects := range map[sandbox.FaultKind]int{sandbox.FaultTimeout: 0, sandbox.FaultTimeoutAfterWrite: 1} {
		t.Run(string(kind), func(t *testing.T) {
			c := start(t, quiet())
			require.NoError(t, c.server.Inject(sandbox.Fault{Kind: kind, Method: "DELETE"}))
			ctx, cancel := context.WithCancel(t.Context())
			req := c.request("DELETE", "/workgroups/v1/"+c.server.Scenario().Unused.ID, "").WithContext(ctx)
			failed := make(chan error, 1)
			go func() {
				_, err := do(t, req) //nolint:testifylint // it asserts nothing when the caller has given up
				failed <- err
			}()
			require.Eventually(t, func() bool { return len(c.server.Log()) == 2 }, time.Minute, time.Millisecond)
			assert.Len(t, c.server.Effects(), effects)
			select {
			case err := <-failed:
				t.Fatalf("answered before the caller gave up: %v", err)
			default:
			}
			cancel()
			require.ErrorIs(t, <-failed, context.Canceled)
		})
	}
}

func TestLatencyIsSpentBeforeTheAnswer(t *testing.T) {
	c := start(t, quiet())
	require.NoError(t, c.server.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 30 * time.Millisecond}))
	begun := time.Now()
	require.Equal(t, 200, c.get("/workgroups/v1").status)
	assert.GreaterOrEqual(t, time.Since(begun), 30*time.Millisecond)

	require.NoError(t, c.server.Inject(sandbox.Fault{Kind: sandbox.Fault502, Latency: time.Hour}))
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("had enough")
	time.AfterFunc(10*time.Millisecond, func() { cancel(stop) })
	_, err := do(t, c.request("GET", "/workgroups/v1", "").WithContext(ctx))
	require.ErrorIs(t, err, stop)
}

func TestLatencyComesOnTopOfOtherFaults(t *testing.T) {
	o := quiet()
	o.Latency = 20 * time.Millisecond
	c := start(t, o)
	require.NoError(t, c.server.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 20 * time.Millisecond, Times: -1}))
	require.NoError(t, c.server.Inject(sandbox.Fault{Kind: sandbox.Fault502}))
	for _, want := range []int{502, 200} {
		begun := time.Now()
		assert.Equal(t, want, c.get("/workgroups/v1").status)
		assert.GreaterOrEqual(t, time.Since(begun), 40*time.Millisecond)
	}
}

func TestShortPage(t *testing.T) {
	c := start(t, quiet())
	path := "/workgroups/v1/" + c.server.Scenario().Sixty.ID + "/members"
	require.NoError(t, c.server.Inject(sandbox.Fault{Kind: sandbox.FaultShortPage, Operation: sandbox.OpListMembers}))
	a := c.get(query(path, "count", "true", "sorters", "name"))
	assert.Len(t, a.array(), 25)
	assert.Equal(t, "60", a.header.Get("X-Total-Count"))
	assert.Len(t, c.get(path).array(), 50)
}

func TestItemsThatFail(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	require.NoError(t, c.server.Inject(sandbox.Fault{Kind: sandbox.FaultItemFailed, IDs: []string{sc.Admin.ID}}))
	a := c.post("/workgroups/v1/"+sc.Unused.ID+"/members/bulk-add", identities(sc.JaneDoe.ID, sc.Admin.ID))
	assert.Equal(t, []any{201.0, 500.0}, a.column("status"))
	assert.Len(t, c.server.Effects(), 1)
}

// TestWhichRequestAFaultHits sends the same five requests under each fault and
// tells which of them it hit.
func TestWhichRequestAFaultHits(t *testing.T) {
	c := start(t, quiet())
	id := c.server.Scenario().DBAccess.ID
	requests := [][2]string{
		{"GET", "/workgroups/v1"}, {"GET", "/workgroups/v1/" + id}, {"GET", "/v2025/workgroups/" + id},
		{"DELETE", "/workgroups/v1/00000000-0000-4000-8000-000000000000"}, {"GET", "/workgroups/v1/" + id + "/members"},
	}
	for name, tc := range map[string]struct {
		fault sandbox.Fault
		want  [5]bool
	}{
		"first":      {sandbox.Fault{}, [5]bool{true}},
		"all":        {sandbox.Fault{Times: -1}, [5]bool{true, true, true, true, true}},
		"two":        {sandbox.Fault{Times: 2}, [5]bool{true, true}},
		"skip":       {sandbox.Fault{Skip: 3}, [5]bool{3: true}},
		"method":     {sandbox.Fault{Method: "delete"}, [5]bool{3: true}},
		"operation":  {sandbox.Fault{Operation: sandbox.OpGetGroup, Times: -1}, [5]bool{1: true, 2: true}},
		"path":       {sandbox.Fault{Path: "/workgroups/v1/*", Times: -1}, [5]bool{1: true, 3: true}},
		"everything": {sandbox.Fault{Method: "GET", Operation: sandbox.OpGetGroup, Path: "/v2025/*/*", Times: -1}, [5]bool{2: true}},
		"nothing":    {sandbox.Fault{Method: "POST", Times: -1}, [5]bool{}},
	} {
		t.Run(name, func(t *testing.T) {
			tc.fault.Kind = sandbox.Fault502
			require.NoError(t, c.server.Inject(tc.fault))
			var got [5]bool
			for i, r := range requests {
				got[i] = c.send(r[0], r[1], "", "").status == 502
			}
			assert.Equal(t, tc.want, got)
			c.server.ClearFaults()
			assert.Equal(t, 200, c.get("/workgroups/v1").status)
		})
	}
}

func TestFaultsWaitInLine(t *testing.T) {
	c := start(t, quiet())
	for _, kind := range []sandbox.FaultKind{sandbox.Fault500, sandbox.Fault503, sandbox.Fault502} {
		require.NoError(t, c.server.Inject(sandbox.Fault{Kind: kind, RetryAfter: 1500 * time.Millisecond}))
	}
	assert.Equal(t, 500, c.get("/workgroups/v1").status)
	a := c.get("/workgroups/v1")
	assert.Equal(t, 503, a.status)
	assert.Equal(t, "2", a.header.Get("Retry-After"))
	assert.Equal(t, 502, c.get("/workgroups/v1").status)
	assert.Equal(t, 200, c.get("/workgroups/v1").status)
}

func TestFaultAtTheTokenEndpoint(t *testing.T) {
	c := start(t, quiet())
	require.NoError(t, c.server.Inject(sandbox.Fault{Kind: sandbox.Fault500, Operation: sandbox.OpToken}))
	assert.Equal(t, 200, c.get("/workgroups/v1").status)
	assert.Equal(t, 500, c.grant(nil).status)
	assert.Equal(t, 400, c.grant(nil).status)
}

func TestImpossibleFaultsAreRefused(t *testing.T) {
	c := start(t, quiet())
	for _, f := range []sandbox.Fault{
		{}, {Kind: "418"}, {Kind: "429_after_write"}, {Kind: "truncate_after_write"}, {Kind: "_after_write"}, {Kind: sandbox.FaultLatency},
		{Kind: sandbox.Fault500, Path: "["}, {Kind: sandbox.Fault500, Skip: -1}, {Kind: sandbox.Fault429, RetryAfter: -1},
		{Kind: sandbox.Fault500, Latency: -1},
	} {
		require.Error(t, c.server.Inject(f), "%+v", f)
	}
	assert.Equal(t, 200, c.get("/workgroups/v1").status)
}
