// The rate limit, on a clock of its own.

package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestRateLimit(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	o := sandbox.Options{Groups: 1, People: 1, Now: func() time.Time { return now }}
	c := start(t, o)
	for range 100 {
		require.Equal(t, 200, c.get("/workgroups/v1?limit=1").status)
	}
	now = now.Add(2500 * time.Millisecond)
	a := c.get("/workgroups/v1?limit=1")
	assert.Equal(t, 429, a.status)
	assert.JSONEq(t, `{"message":" Rate Limit Exceeded "}`, a.text)
	assert.Equal(t, "8", a.header.Get("Retry-After"), "7.5 s, rounded up")
	assert.Equal(t, 429, c.get("/public-identities/v1").status, "one limit for all operations of a version")
	assert.Equal(t, 200, c.get("/v2025/workgroups").status, "another version has its own")

	c.server.AddClient(sandbox.Client{ID: "other", Secret: "s"})
	assert.Equal(t, 200, c.as("other", "s").get("/workgroups/v1").status, "another client has its own")

	now = now.Add(7500 * time.Millisecond)
	assert.Equal(t, 200, c.get("/workgroups/v1?limit=1").status)
	assert.Empty(t, c.server.Effects())
}

func TestRateLimitRefusesWritesUndone(t *testing.T) {
	c := start(t, sandbox.Options{Groups: 1, People: 1, RateLimit: 1})
	sc := c.server.Scenario()
	require.Equal(t, 200, c.get("/workgroups/v1").status)
	assert.Equal(t, 429, c.delete("/workgroups/v1/"+sc.DBAccess.ID).status)
	_, found := c.server.Group(sc.DBAccess.ID)
	assert.True(t, found)
}

func TestRetryAfterAsDate(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 6e8, time.UTC)
	c := start(t, sandbox.Options{Groups: 1, People: 1, RateLimit: 1, Now: func() time.Time { return now },
		Switches: sandbox.Switches{RetryAfterDate: true}})
	require.Equal(t, 200, c.get("/workgroups/v1").status)
	when, err := http.ParseTime(c.get("/workgroups/v1").header.Get("Retry-After"))
	require.NoError(t, err)
	assert.False(t, when.Before(now.Add(10*time.Second)), "a caller who comes then is not too early")
	assert.Less(t, when.Sub(now), 11*time.Second)
}
