// What SailPoint's own clients do at the token endpoint, and read in the token.

package sandbox_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

// part decodes one part of a JWT.
func part(t *testing.T, token string, i int) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	require.Len(t, parts, 3)
	text, err := base64.RawURLEncoding.DecodeString(parts[i])
	require.NoError(t, err)
	var out map[string]any
	require.NoError(t, json.Unmarshal(text, &out))
	return out
}

func TestTheTokenIsAJWT(t *testing.T) {
	o := quiet()
	now := time.Date(2026, 4, 5, 6, 7, 8, 0, time.UTC)
	o.Now = func() time.Time { return now }
	c := start(t, o)
	admin := c.server.Scenario().Admin
	assert.Equal(t, map[string]any{"alg": "HS256", "typ": "JWT"}, part(t, c.token, 0))
	claims := part(t, c.token, 1)
	assert.Equal(t, admin.ID, claims["identity_id"])
	assert.Equal(t, admin.Alias, claims["user_name"])
	assert.Equal(t, c.server.ClientID, claims["client_id"])
	assert.EqualValues(t, now.Add(12*time.Hour).Unix(), claims["exp"])
	assert.Equal(t, []any{"sp:scopes:all"}, claims["scope"])
	assert.Equal(t, []any{"ORG_ADMIN"}, claims["authorities"])
	for _, name := range []string{"org", "tenant_id", "pod", "jti"} {
		assert.NotEmpty(t, claims[name], name)
	}
	forged := strings.Split(c.token, ".")
	forged[1] = base64.RawURLEncoding.EncodeToString([]byte(`{"user_name":"root"}`))
	assert.Equal(t, 401, (&caller{t, c.server, strings.Join(forged, ".")}).get("/workgroups/v1").status)

	c.server.AddClient(sandbox.Client{ID: "machine", Secret: "s", NoUser: true, Level: "SOURCE_ADMIN"})
	claims = part(t, c.as("machine", "s").token, 1)
	assert.NotContains(t, claims, "identity_id")
	assert.NotContains(t, claims, "user_name")
	assert.Equal(t, []any{"SOURCE_ADMIN"}, claims["authorities"])
}

func TestWaysToAskForAToken(t *testing.T) {
	c := start(t, quiet())
	c.token = ""
	id, secret := c.server.ClientID, c.server.ClientSecret
	form := func(values url.Values) (body, media string) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for name := range values {
			require.NoError(t, w.WriteField(name, values.Get(name)))
		}
		require.NoError(t, w.Close())
		return b.String(), w.FormDataContentType()
	}
	all := url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}}
	multi, media := form(all)
	keys := url.Values{"client_id": {id}, "client_secret": {secret}}
	for name, a := range map[string]answer{
		"multipart":               c.send("POST", "/oauth/token", multi, media),
		"everything in the query": c.send("POST", "/oauth/token?"+all.Encode(), "", ""),
		"grant type in the query": c.send("POST", "/oauth/token?grant_type=client_credentials", keys.Encode(), "application/x-www-form-urlencoded"),
	} {
		assert.Equal(t, 200, a.status, "%s: %s", name, a.text)
	}
	for name, a := range map[string]answer{
		"no boundary":   c.send("POST", "/oauth/token", multi, "multipart/form-data"),
		"half a form":   c.send("POST", "/oauth/token", multi[:len(multi)/2], media),
		"a wrong media": c.send("POST", "/oauth/token", all.Encode(), "text/plain"),
		"bad encoding":  c.send("POST", "/oauth/token", "grant_type=%zz", "application/x-www-form-urlencoded"),
	} {
		assert.Equal(t, 400, a.status, name)
		assert.Equal(t, "invalid_request", a.object()["error"], name)
	}
	for _, e := range c.server.Log() {
		assert.NotContains(t, e.Path, secret)
	}
}
