// Turns: what one caller asks for costs another nothing.

package sailpoint_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
)

// callingAs makes calls of a caller, so many at once, and gives when each was
// answered.
func callingAs(ctx context.Context, t *testing.T, client *sailpoint.Client, key string, calls int) (answered func() []time.Duration) {
	var wg sync.WaitGroup
	took := make([]time.Duration, calls)
	began := time.Now()
	ctx = sailpoint.WithCaller(ctx, sailpoint.Caller{Key: key})
	for i := range calls {
		wg.Go(func() {
			assert.NoError(t, client.Check(ctx))
			took[i] = time.Since(began)
		})
	}
	return func() []time.Duration { wg.Wait(); return took }
}

// slowly answers after a second.
func slowly(w http.ResponseWriter, r *http.Request) {
	time.Sleep(time.Second)
	answer(200, `[]`)(w, r)
}

func TestManyReadsOfOneCallerCostAnotherNothing(t *testing.T) {
	for name, api := range map[string]http.HandlerFunc{"a fast tenant": answer(200, `[]`), "a slow tenant": slowly} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tenant := &tenant{api: api}
				client := tenant.client(t, limited(0, 0)) // the defaults
				many := callingAs(t.Context(), t, client, "ann", 200)
				synctest.Wait()
				for range 3 { // whenever the other comes
					for range 3 { // and for the few calls that one read is
						one := callingAs(t.Context(), t, client, "ben", 1)()
						assert.LessOrEqual(t, one[0], 2*time.Second)
					}
					time.Sleep(3 * time.Second)
				}
				many()
			})
		})
	}
}

func TestCallersWhoWaitTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: slowly}
		client := tenant.client(t, limited(-1, 1))
		var ends []func() []time.Duration
		for caller := range 4 {
			ends = append(ends, callingAs(t.Context(), t, client, strconv.Itoa(caller), 5))
			synctest.Wait()
		}
		for _, end := range ends {
			last := time.Duration(0)
			for _, took := range end() {
				last = max(last, took)
			}
			assert.GreaterOrEqual(t, last, 14*time.Second, "each one's last call is in the last rounds")
		}
	})
}

func TestOneCallerAloneGetsNearlyTheWholeWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: answer(200, `[]`)}
		client := tenant.client(t, limited(100, 8))
		began := time.Now()
		callingAs(t.Context(), t, client, "ann", 89)() // and the token
		assert.Zero(t, time.Since(began))
		callingAs(t.Context(), t, client, "ann", 180)()
		assert.Less(t, time.Since(began), 21*time.Second)
		requests := tenant.seen()
		for i := 100; i < len(requests); i++ {
			assert.Greater(t, requests[i].at.Sub(requests[i-100].at), 10*time.Second)
		}
	})
}

func TestCallsThatLeaveTheQueueTakeNobodysPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: slowly}
		client := tenant.client(t, limited(-1, 1))
		require.NoError(t, client.Check(t.Context())) // and the token
		began := time.Now()
		first := callingAs(t.Context(), t, client, "ann", 1)
		synctest.Wait()
		leaving, leave := context.WithCancel(sailpoint.WithCaller(t.Context(), sailpoint.Caller{Key: "ben"}))
		var left sync.WaitGroup
		for range 50 {
			left.Go(func() { assert.ErrorIs(t, client.Check(leaving), context.Canceled) })
		}
		synctest.Wait()
		last := callingAs(t.Context(), t, client, "cat", 1)
		synctest.Wait()
		leave()
		left.Wait()
		first()
		last()
		assert.Equal(t, 2*time.Second, time.Since(began))
	})
}

func TestALongWaitIsToldAndLogged(t *testing.T) {
	for name, c := range map[string]struct {
		api  http.HandlerFunc
		rate int
		why  string
	}{
		"our own limit": {answer(200, `[]`), 2, "Waiting for a turn"},
		"the tenant's":  {inTurn(answer(200, `[]`), answer(429, ``, "Retry-After", "9"), answer(200, `[]`)), 100, "The tenant has asked for a pause"},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			var told []string
			synctest.Test(t, func(t *testing.T) {
				tenant := &tenant{api: c.api}
				client := tenant.client(t, limited(c.rate, 8), func(c *sailpoint.Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
				ctx := sailpoint.WithCaller(t.Context(), sailpoint.Caller{Key: "ann", Waiting: func(why string) { told = append(told, why) }})
				require.NoError(t, client.Check(ctx))
				assert.Empty(t, told)
				require.NoError(t, client.Check(ctx))
			})
			require.Len(t, told, 1)
			assert.Contains(t, told[0], c.why)
			assert.Contains(t, log.String(), `msg="sailpoint: a call waits" method=GET path=/workgroups/v1 waited=3s`)
		})
	}
}
