// The guard before a handler: headers, addresses, and how often one may be wrong.

package signin_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/signin"
	"govgroup/internal/tools"
)

// known lets in who shows the word "good", and counts how often it is asked.
type known struct{ asked *int }

func (k known) Authenticate(_ context.Context, bearer string) (tools.Caller, error) {
	if k.asked != nil {
		*k.asked++
	}
	switch bearer {
	case "good", "good2":
		return tools.Caller{Subject: bearer}, nil
	case "away":
		return tools.Caller{}, errors.New("hunter2")
	}
	return tools.Caller{}, &signin.AuthError{Status: http.StatusUnauthorized, Code: "invalid_token", Sentence: "No."}
}

// greeter says who was let in, and what was left of the token.
var greeter = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	caller, signedIn := signin.CallerFrom(r.Context())
	_ = json.NewEncoder(w).Encode([]any{caller.Subject, signedIn, r.Header.Get("Authorization")})
})

// show sends a request with the headers, in pairs, from an address.
func show(h http.Handler, target, from string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, target, nil)
	r.RemoteAddr = from
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const here = "192.0.2.1:999"

func TestWithoutAGuardCallersAreNobody(t *testing.T) {
	var none *signin.Guard
	got := show(none.Wrap(greeter), "/mcp", here, "Authorization", "Bearer good")
	assert.JSONEq(t, `["", false, "Bearer good"]`, got.Body.String())
	assert.Equal(t, http.StatusNotFound, show(none.Metadata(), signin.MetadataPath, here).Code)
}

func TestWhatARequestMustShow(t *testing.T) {
	h := signin.NewGuard(signin.Options{Authenticator: known{}}).Wrap(greeter)
	for name, c := range map[string]struct {
		headers   []string
		status    int
		challenge string
	}{
		"a good token":         {[]string{"Authorization", "Bearer good"}, 200, ""},
		"another way to write": {[]string{"authorization", "bEARER   good"}, 200, ""},
		"nothing":              {nil, 401, `Bearer realm="govgroup"`},
		"a wrong token":        {[]string{"Authorization", "Bearer bad"}, 401, `Bearer realm="govgroup", error="invalid_token", error_description="No."`},
		"another scheme":       {[]string{"Authorization", "Basic Z29vZDpnb29k"}, 401, "invalid_token"},
		"the token alone":      {[]string{"Authorization", "good"}, 401, "invalid_token"},
		"an empty token":       {[]string{"Authorization", "Bearer "}, 401, "invalid_token"},
		"an empty header":      {[]string{"Authorization", ""}, 401, "invalid_token"},
		"two tokens":           {[]string{"Authorization", "Bearer good good"}, 401, "invalid_token"},
		"a list":               {[]string{"Authorization", "Bearer good, Bearer good2"}, 401, "invalid_token"},
		"markup":               {[]string{"Authorization", `Bearer good"><b>`}, 401, "invalid_token"},
		"too long":             {[]string{"Authorization", "Bearer " + strings.Repeat("x", 17<<10)}, 401, "invalid_token"},
		"a cookie":             {[]string{"Cookie", "access_token=good; Authorization=Bearer good"}, 401, `Bearer realm="govgroup"`},
		"a proxy's word":       {[]string{"X-Forwarded-User", "good", "X-Remote-User", "good", "Proxy-Authorization", "Bearer good"}, 401, `Bearer realm="govgroup"`},
	} {
		t.Run(name, func(t *testing.T) {
			got := show(h, "/mcp", here, c.headers...)
			require.Equal(t, c.status, got.Code, got.Body.String())
			if c.status == http.StatusOK {
				assert.JSONEq(t, `["good", true, ""]`, got.Body.String(), "the token goes no further")
				return
			}
			assert.Contains(t, got.Header().Get("WWW-Authenticate"), c.challenge)
			assert.Equal(t, "no-store", got.Header().Get("Cache-Control"))
			assert.NotContains(t, got.Body.String()+got.Header().Get("WWW-Authenticate"), "<b>")
		})
	}
}

func TestAttackTwoAuthorizationHeaders(t *testing.T) {
	h := signin.NewGuard(signin.Options{Authenticator: known{}}).Wrap(greeter)
	got := show(h, "/mcp", here, "Authorization", "Bearer good", "Authorization", "Bearer good2")
	assert.Equal(t, http.StatusBadRequest, got.Code)
	assert.Contains(t, got.Header().Get("WWW-Authenticate"), "invalid_request")
}

func TestAttackATokenInTheAddress(t *testing.T) {
	h := signin.NewGuard(signin.Options{Authenticator: known{}}).Wrap(greeter)
	for _, target := range []string{
		"/mcp?access_token=good", "/mcp?a=b&access_token=", "/mcp?access%5ftoken=good",
		"/mcp?key=ggt_abc_DEF", "/mcp/ggt_abc_DEF",
	} {
		for _, headers := range [][]string{nil, {"Authorization", "Bearer good"}} {
			got := show(h, target, here, headers...)
			assert.Equal(t, http.StatusBadRequest, got.Code, target)
			assert.Contains(t, got.Header().Get("WWW-Authenticate"), `error="invalid_request"`)
			assert.NotContains(t, got.Body.String(), "ggt_abc")
		}
	}
}

func TestAttackGuessing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		h := signin.NewGuard(signin.Options{Authenticator: known{&asked}}).Wrap(greeter)
		good := []string{"Authorization", "Bearer good"}
		bad := []string{"Authorization", "Bearer bad"}
		assert.Equal(t, 200, show(h, "/mcp", here, good...).Code)
		for range 10 {
			assert.Equal(t, 401, show(h, "/mcp", here, bad...).Code)
		}
		asked = 0
		for range 100 {
			got := show(h, "/mcp", "192.0.2.1:1000", bad...)
			require.Equal(t, http.StatusTooManyRequests, got.Code)
			assert.Equal(t, "6", got.Header().Get("Retry-After"))
		}
		assert.Zero(t, asked, "a token that was wrong just now is not looked at again")
		assert.Equal(t, 200, show(h, "/mcp", here, good...).Code, "who was in before stays in")
		assert.Equal(t, 200, show(h, "/mcp", here, "Authorization", "Bearer good2").Code, "nor does it keep out who was not")
		assert.Equal(t, 401, show(h, "/mcp", here).Code, "showing nothing is no guess")
		assert.Equal(t, 401, show(h, "/mcp", "192.0.2.2:1", bad...).Code, "others may still be wrong")

		time.Sleep(6 * time.Second)
		assert.Equal(t, 401, show(h, "/mcp", here, bad...).Code)
		assert.Equal(t, 429, show(h, "/mcp", here, bad...).Code)
	})
}

// A network of IPv6 is one machine's; a header is nobody's.
func TestAttackHidingBehindOtherAddresses(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}
	for name, c := range map[string]struct {
		from    func(i int) string
		headers func(i int) []string
		caught  bool
	}{
		"an invented proxy header": {
			func(int) string { return here },
			func(i int) []string {
				return []string{"X-Forwarded-For", "198.51.100." + itoa(i), "X-Real-IP", "198.51.100." + itoa(i), "Forwarded", "for=198.51.100." + itoa(i)}
			}, true},
		"invented hops before a trusted proxy's": {
			func(int) string { return "10.0.0.9:1" },
			func(i int) []string { return []string{"X-Forwarded-For", "198.51.100." + itoa(i) + ", 203.0.113.7"} }, true},
		"nonsense before a trusted proxy's": {
			func(int) string { return "10.0.0.9:1" },
			func(i int) []string {
				return []string{"X-Forwarded-For", "x" + itoa(i), "X-Forwarded-For", "203.0.113.7"}
			}, true},
		"addresses of one network of IPv6": {
			func(i int) string { return "[2001:db8::" + itoa(i) + "]:1" },
			func(int) []string { return nil }, true},
		"many people behind a trusted proxy": {
			func(int) string { return "10.0.0.9:1" },
			func(i int) []string { return []string{"X-Forwarded-For", "198.51.100." + itoa(i)} }, false},
		"many people": {
			func(i int) string { return "198.51.100." + itoa(i) + ":1" },
			func(int) []string { return nil }, false},
	} {
		t.Run(name, func(t *testing.T) {
			h := signin.NewGuard(signin.Options{Authenticator: known{}, TrustedProxies: trusted}).Wrap(greeter)
			last := 0
			for i := range 30 {
				last = show(h, "/mcp", c.from(i+1), append(c.headers(i+1), "Authorization", "Bearer bad")...).Code
			}
			assert.Equal(t, c.caught, last == http.StatusTooManyRequests, last)
		})
	}
}

func itoa(i int) string { return strconv.Itoa(i) }

func TestAFaultOfOursIsNobodysAndKeptToTheLog(t *testing.T) {
	var log strings.Builder
	h := signin.NewGuard(signin.Options{Authenticator: known{}, Log: slog.New(slog.NewTextHandler(&log, nil))}).Wrap(greeter)
	for range 20 {
		got := show(h, "/mcp", here, "Authorization", "Bearer away")
		require.Equal(t, http.StatusServiceUnavailable, got.Code, "and it counts as no wrong token")
		assert.NotContains(t, got.Body.String(), "hunter2")
		assert.NotEmpty(t, got.Header().Get("Retry-After"))
	}
	assert.Contains(t, log.String(), "hunter2")
}

func TestTheLogHoldsNothingThatStrangersWrote(t *testing.T) {
	var log strings.Builder
	h := signin.NewGuard(signin.Options{Authenticator: known{}, Log: slog.New(slog.NewTextHandler(&log, nil))}).Wrap(greeter)
	for range 1000 {
		show(h, "/mcp?evil%0alevel=ERROR", here, "Authorization", "Bearer evil-secret", "User-Agent", "evil", "X-Forwarded-For", "evil")
	}
	assert.Contains(t, log.String(), "address=192.0.2.1/32 code=invalid_token")
	assert.NotContains(t, log.String(), "evil")
	assert.Equal(t, 10, strings.Count(log.String(), "\n"), "wrong tokens cannot fill the log")
}

func FuzzOnlyTheTokenLetsIn(f *testing.F) {
	f.Add("Bearer good", "")
	f.Add("bearer  good ", "10.0.0.1, [::1]:80")
	f.Add("Bearer\tgood", "::ffff:10.0.0.1%eth0,")
	f.Fuzz(func(t *testing.T, authorization, forwarded string) {
		h := signin.NewGuard(signin.Options{
			Authenticator: known{}, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")},
		}).Wrap(greeter)
		got := show(h, "/mcp", here, "Authorization", authorization, "X-Forwarded-For", forwarded)
		token, ours := "", len(authorization) > 7 && strings.EqualFold(authorization[:7], "Bearer ")
		if ours {
			token = strings.TrimLeft(authorization[7:], " ")
		}
		assert.Equal(t, token == "good" || token == "good2", got.Code == http.StatusOK)
	})
}
