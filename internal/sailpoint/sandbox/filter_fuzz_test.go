// Chance, thrown at the two query languages.

package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

// direct calls a tenant without a network, which fuzzing is too fast for.
type direct struct {
	tenant *sandbox.Tenant
	token  string
}

func newDirect(tb testing.TB, o sandbox.Options) direct {
	tb.Helper()
	tenant := sandbox.New(o)
	id, secret := tenant.Credentials()
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}}
	r := httptest.NewRequest("POST", "/oauth/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	tenant.ServeHTTP(w, r)
	var out struct {
		AccessToken string `json:"access_token"`
	}
	require.NoError(tb, json.Unmarshal(w.Body.Bytes(), &out))
	return direct{tenant, out.AccessToken}
}

func (d direct) do(method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+d.token)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	d.tenant.ServeHTTP(w, r)
	return w
}

// FuzzFilter: every filter is either understood or refused.
func FuzzFilter(f *testing.F) {
	d := newDirect(f, quiet())
	for _, seed := range []string{`name eq "x"`, `id in ("a","b") or (name sw "\\\"" and name eq "")`, `((`, `name eq "`, "\x00\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		w := d.do("GET", query("/workgroups/v1", "filters", filter, "limit", "1"), "")
		if w.Code != http.StatusOK && w.Code != http.StatusBadRequest {
			t.Fatalf("filter %q: %d %s", filter, w.Code, w.Body)
		}
		require.True(t, json.Valid(w.Body.Bytes()))
	})
}

// FuzzFilterValue: whatever a group is called, it is found under that name.
func FuzzFilterValue(f *testing.F) {
	d := newDirect(f, quiet())
	jane := d.tenant.Scenario().JaneDoe.ID
	for _, g := range d.tenant.Scenario().Hostile {
		f.Add(g.Name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		g, err := d.tenant.AddGroup(sandbox.Group{Name: name, OwnerID: jane})
		require.NoError(t, err)
		defer func() { require.NoError(t, d.tenant.DeleteGroup(g.ID)) }()
		quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
		for _, filter := range []string{"name eq " + quoted, "name in (" + quoted + ")", "name sw " + quoted} {
			w := d.do("GET", query("/workgroups/v1", "filters", filter), "")
			require.Equal(t, http.StatusOK, w.Code, w.Body)
			if name != "" {
				require.Contains(t, w.Body.String(), g.ID, filter)
			}
		}
	})
}

// FuzzSearchQuery: every query is either understood or refused.
func FuzzSearchQuery(f *testing.F) {
	d := newDirect(f, quiet())
	for _, seed := range []string{`jane`, `email:"a b" AND (name:x* OR id:?)`, `a\:b`, `((`, `"`, `name:`, "\x00\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		body, err := json.Marshal(map[string]any{"indices": []string{"identities"}, "query": map[string]string{"query": text}})
		require.NoError(t, err)
		w := d.do("POST", "/search/v1?limit=1", string(body))
		if w.Code != http.StatusOK && w.Code != http.StatusBadRequest {
			t.Fatalf("query %q: %d %s", text, w.Code, w.Body)
		}
	})
}
