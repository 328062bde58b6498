// A long pause: kept for a minute, and then tried by one call.

package sailpoint_test

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One answer that asks for an hour may come from a proxy, or be outdated soon: it
// counts for a minute, and then a single call finds out.
func TestALongPauseIsTriedAfterAMinute(t *testing.T) {
	for _, status := range []int{429, 503} {
		synctest.Test(t, func(t *testing.T) {
			refuse := answer(status, `{"message":"later"}`, "Retry-After", "3600")
			ok := answer(200, `[]`)
			slow := func(w http.ResponseWriter, r *http.Request) { time.Sleep(time.Second); ok(w, r) }
			tenant := &tenant{api: inTurn(ok, refuse, refuse, slow, ok)}
			client := tenant.client(t)
			require.NoError(t, client.Check(t.Context()))
			require.Error(t, client.Check(t.Context()))
			for second := range 59 {
				time.Sleep(time.Second)
				began := time.Now()
				fault := faultOf(t, client.Check(t.Context()))
				assert.Equal(t, status, fault.Status)
				assert.Equal(t, time.Hour-time.Duration(second+1)*time.Second, fault.RetryAfter)
				assert.Zero(t, time.Since(began))
			}
			assert.Len(t, tenant.seen(), 2, "for a minute nobody asks")

			time.Sleep(time.Second)
			require.Error(t, client.Check(t.Context()))
			assert.Len(t, tenant.seen(), 3, "then one call does, and is refused again")
			require.Error(t, client.Check(t.Context()))
			assert.Len(t, tenant.seen(), 3)

			time.Sleep(time.Minute)
			var wg sync.WaitGroup
			wg.Go(func() { assert.NoError(t, client.Check(t.Context())) })
			synctest.Wait()
			require.Error(t, client.Check(t.Context()), "the others wait for what the one finds out")
			wg.Wait()
			burst(t, client, 5)
			assert.Len(t, tenant.seen(), 9, "the tenant answers again")
		})
	}
}

func TestAShorterAnswerToTheTrialCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: inTurn(answer(503, ``, "Retry-After", "3600"), answer(503, ``, "Retry-After", "5"), answer(200, `[]`))}
		client := tenant.client(t)
		require.Error(t, client.Check(t.Context()))
		time.Sleep(time.Minute)
		began := time.Now()
		require.NoError(t, client.Check(t.Context()))
		assert.Equal(t, 5*time.Second, time.Since(began))
	})
}

func TestATrialThatBreaksIsRepeatedAMinuteLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: inTurn(answer(503, ``, "Retry-After", "3600"), answer(501, `{}`), answer(200, `[]`))}
		client := tenant.client(t)
		require.Error(t, client.Check(t.Context()))
		time.Sleep(time.Minute)
		require.Error(t, client.Check(t.Context()))
		require.NoError(t, client.Check(t.Context()), "a tenant that fails in another way is there")
	})
}
