// Pace: the client stays within what the tenant bears.

package sailpoint_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
)

// limited sets a rate limit and how many calls may be under way.
func limited(rate, concurrency int) func(*sailpoint.Config) {
	return func(c *sailpoint.Config) { c.RateLimit, c.Concurrency = rate, concurrency }
}

// burst makes so many calls at once and waits for all.
func burst(t *testing.T, client *sailpoint.Client, calls int) {
	var wg sync.WaitGroup
	for range calls {
		wg.Go(func() { assert.NoError(t, client.Check(t.Context())) })
	}
	wg.Wait()
}

func TestNeverMoreThanTheLimitInAnyTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: answer(200, `[]`)}
		client := tenant.client(t, limited(0, 0)) // the defaults
		began := time.Now()
		burst(t, client, 60)
		time.Sleep(5 * time.Second)
		burst(t, client, 240)
		requests := tenant.seen()
		require.Len(t, requests, 300)
		for i := 100; i < len(requests); i++ {
			assert.Greater(t, requests[i].at.Sub(requests[i-100].at), 10*time.Second)
		}
		assert.Less(t, time.Since(began), 32*time.Second, "and not much less either")
	})
}

func TestBurstWithinTheLimitIsNotSlowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: answer(200, `[]`)}
		client := tenant.client(t, limited(100, 8))
		began := time.Now()
		burst(t, client, 99) // and the token
		assert.Zero(t, time.Since(began))
	})
}

func TestConcurrencyIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int32
		tenant := &tenant{api: func(w http.ResponseWriter, r *http.Request) {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Second)
			now.Add(-1)
			answer(200, `[]`)(w, r)
		}}
		client := tenant.client(t, limited(-1, 3))
		began := time.Now()
		burst(t, client, 12)
		assert.EqualValues(t, 3, most.Load())
		assert.Equal(t, 4*time.Second, time.Since(began))
	})
}

func TestEveryCallIsHeldBackAsLongAsTheTenantAsks(t *testing.T) {
	for name, tc := range map[string]struct {
		status int
		header func() string
	}{
		"429, seconds":  {429, func() string { return "7" }},
		"503, seconds":  {503, func() string { return "7" }},
		"429, the date": {429, func() string { return time.Now().Add(7 * time.Second).UTC().Format(http.TimeFormat) }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				refuse := func(w http.ResponseWriter, r *http.Request) {
					answer(tc.status, `{"message":" Rate Limit Exceeded "}`, "Retry-After", tc.header())(w, r)
				}
				tenant := &tenant{api: inTurn(answer(200, `[]`), refuse, answer(200, `[]`))}
				client := tenant.client(t)
				require.NoError(t, client.Check(t.Context()))
				began := time.Now()
				var wg sync.WaitGroup
				wg.Go(func() { // the one that is refused is a write
					_, err := client.AddMembers(t.Context(), groupID, []string{personID})
					assert.NoError(t, err)
				})
				synctest.Wait()
				for range 5 {
					time.Sleep(time.Second)
					wg.Go(func() { assert.NoError(t, client.Check(t.Context())) })
				}
				wg.Wait()
				for _, r := range tenant.seen()[2:] {
					assert.GreaterOrEqual(t, r.at.Sub(began), 7*time.Second)
				}
				assert.Equal(t, 7*time.Second, time.Since(began))
			})
		})
	}
}

func TestAnswersOwnClockDecidesWhatADateMeans(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wrong := time.Now().Add(24 * time.Hour).UTC()
		refuse := answer(429, ``, "Date", wrong.Format(http.TimeFormat), "Retry-After", wrong.Add(4*time.Second).Format(http.TimeFormat))
		tenant := &tenant{api: inTurn(refuse, answer(200, `[]`))}
		began := time.Now()
		require.NoError(t, tenant.client(t).Check(t.Context()))
		assert.Equal(t, 4*time.Second, time.Since(began))
	})
}

func TestTooLongAWaitIsAnErrorAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: answer(429, `{"message":" Rate Limit Exceeded "}`, "Retry-After", "600", "SLPT-Request-ID", "abc")}
		client := tenant.client(t)
		began := time.Now()
		err := client.Check(t.Context())
		assert.Zero(t, time.Since(began))
		fault := faultOf(t, err)
		assert.True(t, fault.RateLimited())
		assert.Equal(t, 10*time.Minute, fault.RetryAfter)
		assert.Equal(t, "GET /workgroups/v1: status 429: Rate Limit Exceeded; the tenant asks to wait 10m0s (tracking id abc)", err.Error())

		time.Sleep(30 * time.Second)
		_, err = client.AddMembers(t.Context(), groupID, []string{personID})
		fault = faultOf(t, err)
		assert.True(t, fault.RateLimited())
		assert.Equal(t, 9*time.Minute+30*time.Second, fault.RetryAfter)
		assert.False(t, fault.OutcomeUnknown)
		assert.Len(t, tenant.seen(), 1, "the second call did not even try")
	})
}

func TestWaitsAddUpToAMinuteAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: answer(429, ``, "Retry-After", "25")}
		began := time.Now()
		err := tenant.client(t).Check(t.Context())
		assert.True(t, faultOf(t, err).RateLimited())
		assert.Equal(t, 50*time.Second, time.Since(began))
		assert.Len(t, tenant.seen(), 3)
	})
}

func TestContextEndsEveryWaitAtOnce(t *testing.T) {
	slow := func(w http.ResponseWriter, r *http.Request) { never(w, r) }
	for name, tc := range map[string]struct {
		api    http.HandlerFunc
		config func(*sailpoint.Config)
		before int // calls that use up the limit
	}{
		"asked to wait":      {answer(429, ``, "Retry-After", "30"), limited(-1, 8), 0},
		"our own rate limit": {answer(200, `[]`), limited(4, 8), 3},
		"no free place":      {slow, limited(-1, 1), 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tenant := &tenant{api: tc.api}
				client := tenant.client(t, tc.config)
				burst(t, client, tc.before)
				ctx, cancel := context.WithCancel(t.Context())
				began := time.Now()
				var wg sync.WaitGroup
				for range 3 {
					wg.Go(func() { assert.ErrorIs(t, client.Check(ctx), context.Canceled) })
				}
				time.Sleep(2 * time.Second)
				cancel()
				wg.Wait()
				assert.Equal(t, 2*time.Second, time.Since(began))
			})
		})
	}
}

func TestDeadlineBeforeTheEndOfAWaitIsToldAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: answer(429, ``, "Retry-After", "30")}
		client := tenant.client(t)
		for range 2 { // the refused call, and one that comes after it
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			began := time.Now()
			err := client.Check(ctx)
			cancel()
			assert.True(t, faultOf(t, err).RateLimited())
			assert.Equal(t, 30*time.Second, faultOf(t, err).RetryAfter)
			assert.Zero(t, time.Since(began))
		}
	})
}

func TestShorterWaitDoesNotEndALongerOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refusals := inTurn(answer(429, ``, "Retry-After", "20"), answer(429, ``, "Retry-After", "2"), answer(200, `[]`))
		tenant := &tenant{api: func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second) // so that both are under way when the first is refused
			refusals(w, r)
		}}
		client := tenant.client(t)
		burst(t, client, 2)
		requests := tenant.seen()
		require.Len(t, requests, 4)
		assert.Equal(t, 21*time.Second, requests[2].at.Sub(requests[0].at))
	})
}

func TestLastRefusalStillHoldsTheOthersBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refuse := answer(429, ``, "Retry-After", "9")
		tenant := &tenant{api: inTurn(refuse, refuse, refuse, refuse, refuse, answer(200, `[]`))}
		client := tenant.client(t)
		require.Error(t, client.Check(t.Context()), "five tries are enough")
		began := time.Now()
		require.NoError(t, client.Check(t.Context()))
		assert.Equal(t, 9*time.Second, time.Since(began))
	})
}

func TestFormsOfRetryAfter(t *testing.T) {
	for value, want := range map[string]struct{ least, most time.Duration }{
		"3":                             {3 * time.Second, 3 * time.Second},
		"0":                             {100 * time.Millisecond, 100 * time.Millisecond},
		"-5":                            {100 * time.Millisecond, 100 * time.Millisecond},
		"Sat, 02 Jan 1999 15:04:05 GMT": {100 * time.Millisecond, 100 * time.Millisecond},
		"":                              {500 * time.Millisecond, 1500 * time.Millisecond}, // a pause of our own
		"soon":                          {500 * time.Millisecond, 1500 * time.Millisecond},
		"1e3":                           {500 * time.Millisecond, 1500 * time.Millisecond},
	} {
		t.Run(value, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tenant := &tenant{api: inTurn(answer(429, ``, "Retry-After", value), answer(200, `[]`))}
				began := time.Now()
				require.NoError(t, tenant.client(t).Check(t.Context()))
				assert.GreaterOrEqual(t, time.Since(began), want.least)
				assert.LessOrEqual(t, time.Since(began), want.most)
			})
		})
	}
}

func TestSendingAgainIsLogged(t *testing.T) {
	var log bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: inTurn(answer(429, ``, "Retry-After", "2", "SLPT-Request-ID", "abc"), answer(200, `[]`))}
		client := tenant.client(t, func(c *sailpoint.Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
		require.NoError(t, client.Check(t.Context()))
	})
	assert.Contains(t, log.String(), `level=WARN msg="sailpoint: sending again" method=GET path=/workgroups/v1 status=429 attempt=1 retry_after=2s tracking_id=abc`)
	assert.Equal(t, 1, strings.Count(log.String(), "\n"), "what goes well is not worth a line")
}
