// What every store has to keep of leases: one holder at a time, by the store's clock.

package store_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// clock is one that a test moves.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time       { return noon.Add(time.Duration(c.ahead.Load())) }
func (c *clock) pass(d time.Duration) { c.ahead.Add(int64(d)) }

func testLeases(t *testing.T, open func(t *testing.T, now func() time.Time) confirm.Store) {
	for name, test := range map[string]func(*testing.T, confirm.Store, *clock){
		"held by one":         leasesHeldByOne,
		"renewed":             leasesRenewed,
		"sending":             leasesSending,
		"ended by the state":  leasesEndedByState,
		"made with a request": leasesMadeWithRequest,
		"unattended":          leasesUnattended,
	} {
		t.Run(name, func(t *testing.T) {
			c := &clock{}
			test(t, open(t, c.now), c)
		})
	}
}

func executing(t *testing.T, s confirm.Store, id tools.RequestID) confirm.Request {
	t.Helper()
	require.NoError(t, s.Create(t.Context(), request(id)))
	r, err := s.Get(t.Context(), id)
	require.NoError(t, err)
	r.State = confirm.Executing
	r, err = s.Claim(t.Context(), r)
	require.NoError(t, err)
	return r
}

func leasesHeldByOne(t *testing.T, s confirm.Store, c *clock) {
	r := executing(t, s, "r1")
	assert.EqualValues(t, 1, r.Fence)
	_, err := s.Claim(t.Context(), r)
	require.ErrorIs(t, err, confirm.ErrConflict, "somebody holds it")
	c.pass(confirm.Lease)
	var all sync.WaitGroup
	var won atomic.Int32
	for range 16 {
		all.Go(func() {
			if taken, err := s.Claim(t.Context(), r); err == nil {
				won.Add(1)
				assert.EqualValues(t, 2, taken.Fence)
			} else {
				assert.ErrorIs(t, err, confirm.ErrConflict)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 1, won.Load())
	require.ErrorIs(t, s.Update(t.Context(), r), confirm.ErrConflict, "whoever lost the lease writes nothing")
}

func leasesRenewed(t *testing.T, s confirm.Store, c *clock) {
	r := executing(t, s, "r1")
	for range 5 {
		c.pass(confirm.Lease - time.Second)
		require.NoError(t, s.Renew(t.Context(), "r1", r.Fence))
	}
	_, err := s.Claim(t.Context(), r)
	require.ErrorIs(t, err, confirm.ErrConflict)
	c.pass(confirm.Lease)
	require.ErrorIs(t, s.Renew(t.Context(), "r1", r.Fence), confirm.ErrLeaseLost, "what is over is not renewed")
	taken, err := s.Claim(t.Context(), r)
	require.NoError(t, err)
	require.ErrorIs(t, s.Renew(t.Context(), "r1", r.Fence), confirm.ErrLeaseLost)
	require.NoError(t, s.Renew(t.Context(), "r1", taken.Fence))
	require.ErrorIs(t, s.Renew(t.Context(), "other", 1), confirm.ErrLeaseLost)
}

func leasesSending(t *testing.T, s confirm.Store, c *clock) {
	r := executing(t, s, "r1")
	c.pass(time.Second)
	at, err := s.Sending(t.Context(), "r1", r.Fence)
	require.NoError(t, err)
	assert.Equal(t, c.now(), at)
	got, err := s.Get(t.Context(), "r1")
	require.NoError(t, err)
	assert.Equal(t, at, got.LastSent)
	assert.Equal(t, r.Version, got.Version, "the record itself stays as it is")
	c.pass(confirm.Lease)
	_, err = s.Sending(t.Context(), "r1", r.Fence)
	require.ErrorIs(t, err, confirm.ErrLeaseLost, "nobody has taken it, and still it is over")
	_, err = s.Claim(t.Context(), r)
	require.NoError(t, err)
	_, err = s.Sending(t.Context(), "r1", r.Fence)
	require.ErrorIs(t, err, confirm.ErrLeaseLost)
}

func leasesEndedByState(t *testing.T, s confirm.Store, c *clock) {
	r := executing(t, s, "r1")
	require.NoError(t, s.Update(t.Context(), r), "outcomes are kept under the lease")
	require.NoError(t, s.Renew(t.Context(), "r1", r.Fence))
	r.Version++
	r.State = confirm.Unknown
	require.NoError(t, s.Update(t.Context(), r))
	require.ErrorIs(t, s.Renew(t.Context(), "r1", r.Fence), confirm.ErrLeaseLost)
	r.Version++
	_, err := s.Claim(t.Context(), r)
	require.NoError(t, err, "another may look at it at once")
}

func leasesMadeWithRequest(t *testing.T, s confirm.Store, c *clock) {
	r := request("r1")
	r.State = confirm.Executing
	require.NoError(t, s.Create(t.Context(), r))
	_, err := s.Sending(t.Context(), "r1", 1)
	require.NoError(t, err)
}

func leasesUnattended(t *testing.T, s confirm.Store, c *clock) {
	unattended := func() (ids []tools.RequestID) {
		found, err := s.Unattended(t.Context(), acme)
		require.NoError(t, err)
		for _, r := range found {
			ids = append(ids, r.ID)
		}
		return ids
	}
	executing(t, s, "at work")
	pending := request("waits")
	pending.Expires, pending.Created = noon.Add(10*time.Minute), noon.Add(time.Second)
	require.NoError(t, s.Create(t.Context(), pending))
	unknown := executing(t, s, "unknown")
	unknown.State, unknown.LookAt, unknown.Created = confirm.Unknown, noon.Add(5*time.Minute), noon.Add(2*time.Second)
	require.NoError(t, s.Update(t.Context(), unknown))
	done := executing(t, s, "done")
	done.State, done.LookAt = confirm.Done, time.Time{}
	require.NoError(t, s.Update(t.Context(), done))
	other := request("elsewhere")
	other.Tenant = "https://other.example"
	require.NoError(t, s.Create(t.Context(), other))

	assert.Empty(t, unattended())
	c.pass(confirm.Lease)
	assert.Equal(t, []tools.RequestID{"at work"}, unattended())
	c.pass(5 * time.Minute)
	assert.Equal(t, []tools.RequestID{"at work", "unknown"}, unattended())
	c.pass(5 * time.Minute)
	assert.Equal(t, []tools.RequestID{"at work", "waits", "unknown"}, unattended())
}
