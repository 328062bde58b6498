// How the access token is fetched, shared and renewed.

package sailpoint_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
)

// tokens answers with a new token of the given lifetime each time.
func tokenFor(seconds int) http.HandlerFunc {
	n := 0
	return func(w http.ResponseWriter, r *http.Request) {
		n++
		answer(200, fmt.Sprintf(`{"access_token":"%s-%d","expires_in":%d}`, accessToken, n, seconds))(w, r)
	}
}

func TestTokenIsFetchedOnceForManyCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second)
			tokenFor(750)(w, r)
		}
		tenant := &tenant{api: answer(200, `[]`), token: slow}
		client := tenant.client(t)
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() { assert.NoError(t, client.Check(t.Context())) })
		}
		wg.Wait()
		assert.Equal(t, 1, tenant.tokens())
		assert.Len(t, tenant.seen(), 50)
		for _, r := range tenant.seen() {
			assert.Equal(t, "Bearer "+accessToken+"-1", r.header.Get("Authorization"))
		}
	})
}

func TestTokenRequestIsAForm(t *testing.T) {
	tenant := &tenant{api: answer(200, `[]`)}
	tenant.token = func(w http.ResponseWriter, r *http.Request) {
		assert.NoError(t, r.ParseForm())
		assert.Equal(t, "/kept/oauth/token", r.URL.Path)
		assert.Empty(t, r.URL.RawQuery, "secrets do not belong into addresses")
		assert.Equal(t, []string{"client_credentials", "client-id", clientSecret},
			[]string{r.PostForm.Get("grant_type"), r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")})
		tokenFor(750)(w, r)
	}
	client := tenant.client(t, func(c *sailpoint.Config) { c.BaseURL += "/kept/" })
	require.NoError(t, client.Check(t.Context()))
}

func TestTokenIsRenewedAheadOfExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: answer(200, `[]`), token: tokenFor(750)}
		client := tenant.client(t)
		for _, step := range []struct {
			wait    time.Duration
			fetches int
		}{{0, 1}, {600 * time.Second, 1}, {100 * time.Second, 2}, {100 * time.Second, 2}, {time.Hour, 3}} {
			time.Sleep(step.wait)
			require.NoError(t, client.Check(t.Context()))
			assert.Equal(t, step.fetches, tenant.tokens())
		}
	})
}

func TestOldTokenServesWhileRenewingFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: answer(200, `[]`), token: inTurn(tokenFor(750), answer(500, ``))}
		client := tenant.client(t)
		require.NoError(t, client.Check(t.Context()))
		time.Sleep(720 * time.Second)
		require.NoError(t, client.Check(t.Context()), "it has 30 s left")
		time.Sleep(40 * time.Second)
		err := client.Check(t.Context())
		assert.ErrorContains(t, err, "gave no access token")
		assert.Len(t, tenant.seen(), 2, "nothing is sent with an expired token")
	})
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	expired := answer(401, `{"error":"JWT validation failed: JWT is expired"}`)
	for _, tc := range []struct {
		name     string
		api      http.HandlerFunc
		requests int
		fetches  int
		status   int
	}{
		{"expired early", inTurn(expired, answer(200, `[]`)), 2, 2, 0},
		{"refused for good", expired, 2, 2, 401},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tenant := &tenant{api: tc.api}
			_, err := tenant.client(t).AddMembers(t.Context(), groupID, []string{personID})
			assert.Len(t, tenant.seen(), tc.requests)
			assert.Equal(t, tc.fetches, tenant.tokens())
			if tc.status == 0 {
				require.NoError(t, err)
				return
			}
			fault := faultOf(t, err)
			assert.True(t, fault.Unauthorized())
			assert.False(t, fault.OutcomeUnknown, "it was refused")
			assert.Contains(t, err.Error(), "JWT is expired")
		})
	}
}

func TestManyRefusedCallersShareOneRenewal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{}
		tenant.api = func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second)
			if r.Header.Get("Authorization") == "Bearer "+accessToken+"-1" {
				answer(401, `{"error":"revoked"}`)(w, r)
				return
			}
			answer(200, `[]`)(w, r)
		}
		client := tenant.client(t)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() { assert.NoError(t, client.Check(t.Context())) })
		}
		wg.Wait()
		assert.Equal(t, 2, tenant.tokens())
	})
}

func TestFailedFetchIsAnError(t *testing.T) {
	for _, tc := range []struct {
		name  string
		token http.HandlerFunc
		text  string
		tries int
	}{
		{"wrong secret", answer(401, `{"error":"invalid_client","error_description":"no such client"}`), "invalid_client: no such client", 1},
		{"no token in it", answer(200, `{"expires_in":750}`), "missing access_token", 5},
		{"an empty token", answer(200, `{"access_token":"","expires_in":750}`), "missing access_token", 5},
		{"not JSON", answer(200, `<html>sign in</html>`), "cannot parse json", 5},
		{"HTML refusal", answer(403, `<html>no</html>`), "HTML page", 1},
		{"gateway", answer(502, ``), "502", 5},
		{"echoes the secret", answer(400, `{"error":"bad secret `+clientSecret+`"}`), "bad secret [redacted]", 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tenant := &tenant{api: answer(200, `[]`), token: tc.token}
				_, err := tenant.client(t).AddMembers(t.Context(), groupID, []string{personID})
				fault := faultOf(t, err)
				assert.Contains(t, err.Error(), "POST /oauth/token")
				assert.Contains(t, err.Error(), tc.text)
				assert.NotContains(t, err.Error(), clientSecret)
				assert.False(t, fault.OutcomeUnknown, "the write was never sent")
				assert.Empty(t, tenant.seen())
				assert.Equal(t, tc.tries, tenant.tokens())
			})
		})
	}
}

func TestFailedFetchIsNotTriedAnewByTheCallItWasFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, op := range reads() {
			tenant := &tenant{api: answer(200, `[]`), token: answer(502, ``)}
			err := op.call(t.Context(), tenant.client(t))
			assert.True(t, faultOf(t, err).Unavailable())
			assert.Equal(t, 5, tenant.tokens(), op.name)
		}
	})
}

func TestTokenFetchRecovers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: answer(200, `[]`)}
		tenant.token = inTurn(answer(502, ``), answer(429, ``, "Retry-After", "3"), tokenFor(750))
		require.NoError(t, tenant.client(t).Check(t.Context()))
		assert.Equal(t, 3, tenant.tokens())
	})
}

func TestCallerWhoLeavesDoesNotStopTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(10 * time.Second)
			tokenFor(750)(w, r)
		}
		tenant := &tenant{api: answer(200, `[]`), token: slow}
		client := tenant.client(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() {
			began := time.Now()
			err := client.Check(ctx)
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, time.Second, time.Since(began))
		})
		time.Sleep(time.Millisecond)
		wg.Go(func() { assert.NoError(t, client.Check(t.Context())) })
		wg.Wait()
		assert.Equal(t, 1, tenant.tokens())
	})
}
