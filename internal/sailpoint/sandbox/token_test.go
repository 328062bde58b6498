// Getting in: tokens, scopes, levels, and what is refused.

package sandbox_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestTokenIsGrantedForTheSecret(t *testing.T) {
	c := start(t, quiet())
	a := c.grant(url.Values{"grant_type": {"client_credentials"}, "client_id": {c.server.ClientID}, "client_secret": {c.server.ClientSecret}})
	assert.Equal(t, "bearer", a.object()["token_type"])
	assert.InDelta(t, 43200, a.object()["expires_in"], 0)
	assert.NotEqual(t, c.token, a.object()["access_token"])
}

func TestTokenRefusals(t *testing.T) {
	c := start(t, quiet())
	id, secret := c.server.ClientID, c.server.ClientSecret
	for name, tc := range map[string]struct {
		form   url.Values
		status int
		code   string
	}{
		"wrong secret":   {url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {"guess"}}, 401, "invalid_client"},
		"no secret":      {url.Values{"grant_type": {"client_credentials"}, "client_id": {id}}, 401, "invalid_client"},
		"unknown client": {url.Values{"grant_type": {"client_credentials"}, "client_id": {"nobody"}, "client_secret": {secret}}, 401, "invalid_client"},
		"no grant type":  {url.Values{"client_id": {id}, "client_secret": {secret}}, 400, "invalid_request"},
		"other grant":    {url.Values{"grant_type": {"password"}, "client_id": {id}, "client_secret": {secret}}, 400, "unsupported_grant_type"},
	} {
		t.Run(name, func(t *testing.T) {
			a := c.grant(tc.form)
			assert.Equal(t, tc.status, a.status)
			assert.Equal(t, tc.code, a.object()["error"])
			assert.NotEmpty(t, a.object()["error_description"])
		})
	}
	t.Run("json body", func(t *testing.T) {
		a := c.post("/oauth/token", fmt.Sprintf(`{"grant_type":"client_credentials","client_id":%q,"client_secret":%q}`, id, secret))
		assert.Equal(t, 400, a.status)
	})
}

func TestTokensEnd(t *testing.T) {
	var ahead atomic.Int64
	o := quiet()
	o.TokenLifetime = time.Hour
	o.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	c := start(t, o)
	require.Equal(t, 200, c.get("/workgroups/v1").status)

	ahead.Store(int64(time.Hour))
	a := c.get("/workgroups/v1")
	assert.Equal(t, 401, a.status)
	assert.JSONEq(t, `{"error":"JWT validation failed: JWT is expired"}`, a.text)

	c = c.as(c.server.ClientID, c.server.ClientSecret)
	require.Equal(t, 200, c.get("/workgroups/v1").status)
	c.server.RevokeTokens()
	assert.Equal(t, 401, c.get("/workgroups/v1").status)
	assert.Equal(t, 401, (&caller{t, c.server, "never given"}).get("/workgroups/v1").status)
	assert.Equal(t, 401, (&caller{t, c.server, ""}).get("/workgroups/v1").status)
}

// TestScopes calls every operation with every single scope: an operation that is
// let in answers anything but 403.
func TestScopes(t *testing.T) {
	c := start(t, quiet())
	id := c.server.Scenario().Unused.ID
	read, manage, write, base := sandbox.ScopeRead, sandbox.ScopeManage, sandbox.ScopeWrite, sandbox.ScopeDefault
	people := []string{sandbox.ScopeIdentityRead, sandbox.ScopeIdentityManage}
	for _, tc := range []struct {
		method, path, media string
		allowed             []string
	}{
		{"GET", "/workgroups/v1", "", []string{read, manage}},
		{"POST", "/workgroups/v1", "application/json", []string{manage}},
		{"GET", "/workgroups/v1/" + id, "", []string{read, manage}},
		{"PATCH", "/workgroups/v1/" + id, "application/json-patch+json", []string{manage}},
		{"GET", "/workgroups/v1/" + id + "/members", "", []string{read, manage}},
		{"GET", "/workgroups/v1/" + id + "/connections", "", []string{read, manage}},
		{"POST", "/workgroups/v1/" + id + "/members/bulk-add", "application/json", []string{write}},
		{"POST", "/workgroups/v1/" + id + "/members/bulk-delete", "application/json", []string{write}},
		{"POST", "/workgroups/v1/bulk-delete", "application/json", []string{manage}},
		{"DELETE", "/workgroups/v1/00000000-0000-4000-8000-000000000000", "", []string{manage}},
		{"GET", "/public-identities/v1", "", []string{base}},
		{"GET", "/identities/v1", "", people},
		{"GET", "/identities/v1/" + strings.Repeat("0", 32), "", people},
		{"POST", "/search/v1", "application/json", []string{sandbox.ScopeSearch}},
	} {
		t.Run(tc.method+" "+tc.path, func(t *testing.T) {
			for _, scope := range append([]string{read, manage, write, base, sandbox.ScopeSearch}, people...) {
				c.server.AddClient(sandbox.Client{ID: scope, Secret: "s", Scopes: []string{scope}})
				a := c.as(scope, "s").send(tc.method, tc.path, "{", tc.media)
				assert.Equal(t, slices.Contains(tc.allowed, scope), a.status != http.StatusForbidden, "%s: %s", scope, a.text)
				if a.status == http.StatusForbidden {
					a.requireRefused(403, "403 Forbidden")
				}
			}
		})
	}
	assert.Empty(t, c.server.Effects())
}

func TestLevelsAndClientsWithoutUser(t *testing.T) {
	c := start(t, quiet())
	c.server.AddClient(sandbox.Client{ID: "helpdesk", Secret: "s", Level: "HELPDESK"})
	c.server.AddClient(sandbox.Client{ID: "machine", Secret: "s", NoUser: true})
	helpdesk, machine := c.as("helpdesk", "s"), c.as("machine", "s")

	assert.Equal(t, 403, helpdesk.get("/workgroups/v1").status, "reads need an administrator too")
	assert.Equal(t, 200, helpdesk.get("/public-identities/v1").status)
	assert.Equal(t, 200, machine.get("/workgroups/v1").status)
	assert.Equal(t, 200, helpdesk.get("/identities/v1").status)
	for _, path := range []string{"/public-identities/v1", "/identities/v1", "/identities/v1/" + c.server.Scenario().JaneDoe.ID} {
		assert.Equal(t, 403, machine.get(path).status, path)
	}
	assert.Equal(t, 403, helpdesk.search("name:jdoe").status, "search is for administrators")
	assert.Equal(t, 200, machine.search("name:jdoe").status, "with a user or without")
	c.server.AddClient(sandbox.Client{ID: "certifier", Secret: "s", Level: "CERT_ADMIN"})
	assert.Equal(t, 200, c.as("certifier", "s").search("name:jdoe").status, "of any kind")
}

func TestTokensOfClientsWithoutUserAreShort(t *testing.T) {
	c := start(t, quiet())
	c.server.AddClient(sandbox.Client{ID: "machine", Secret: "s", NoUser: true, Scopes: []string{sandbox.ScopeRead, sandbox.ScopeWrite}})
	a := c.grant(url.Values{"grant_type": {"client_credentials"}, "client_id": {"machine"}, "client_secret": {"s"}}).object()
	assert.InDelta(t, 750, a["expires_in"], 0)
	assert.Equal(t, "idn:workgroup:read idn:workgroup:write", a["scope"])
}

func TestSecretsDoNotPrint(t *testing.T) {
	c := start(t, sandbox.Options{ClientID: "me", ClientSecret: "hush-hush", Groups: 1, People: 1})
	o := sandbox.Options{ClientSecret: "hush-hush"}
	client := sandbox.Client{ID: "x", Secret: "hush-hush"}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		for _, v := range []any{o, &o, client, &client, c.server, *c.server, c.server.Tenant, []any{o, client}} {
			assert.NotContains(t, fmt.Sprintf(verb, v), "hush", "%s of %T", verb, v)
		}
	}
}
