// Doctor: what it finds, and the cure it names.

package app_test

import (
	"encoding/json"
	"maps"
	"net"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
	"govgroup/internal/sailpoint/sandbox"
)

func TestTheDoctorFindsNothing(t *testing.T) {
	t.Parallel()
	_, variables := startTenant(t)
	h := newSystem(t, "", variables)
	overHTTP := func(s *app.Settings) { s.Transport = "http" }
	require.NoError(t, app.Doctor(t.Context(), settings(t, overHTTP), h.Host, false), h.out.String())
	assert.NotContains(t, h.out.String(), "FAULT")
	assert.Contains(t, h.out.String(), "ok     people: can be looked up")
	assert.Contains(t, h.out.String(), "ok     display names: people can be looked up by them")
}

func TestTheDoctorChangesNothing(t *testing.T) {
	t.Parallel()
	_, variables := startTenant(t)
	h, s := newSystem(t, "", variables), settings(t)
	require.NoError(t, app.Doctor(t.Context(), s, h.Host, false), h.out.String())
	assert.Contains(t, h.out.String(), "the first start makes the state")
	assert.NoFileExists(t, s.State)

	// A token is on record; a state without it is an older one.
	require.NoError(t, app.NewToken(t.Context(), s, h.Host, "laptop", "jane@corp.example", "90d"))
	require.NoError(t, os.Remove(s.State))
	other := settings(t)
	require.NoError(t, app.NewToken(t.Context(), other, h.Host, "other", "jane@corp.example", "90d"))
	require.NoError(t, os.Rename(other.State, s.State))
	for range 2 {
		h = newSystem(t, "", variables)
		require.Error(t, app.Doctor(t.Context(), s, h.Host, false))
		assert.Contains(t, h.out.String(), "FAULT  records and tools: the state is an older copy, or another one")
	}
}

func TestTheDoctorNamesFaultsAndCures(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = taken.Close() })
	for name, c := range map[string]struct {
		change    func(*app.Settings)
		variables map[string]string // over those of the tenant
		fault     *sandbox.Fault
		scopes    []string // of the credentials; all if there are none
		want      []string
	}{
		"nothing configured": {variables: map[string]string{"SAIL_BASE_URL": "", "SAIL_CLIENT_ID": "", "SAIL_CLIENT_SECRET": ""},
			want: []string{"FAULT  configuration", "cure: Set SAIL_BASE_URL"}},
		"a wrong secret": {variables: map[string]string{"SAIL_CLIENT_SECRET": "wrong-hunter2"},
			want: []string{"FAULT  governance groups", "cure: Check SAIL_CLIENT_ID and SAIL_CLIENT_SECRET"}},
		"a wrong address": {variables: map[string]string{"SAIL_BASE_URL": "http://127.0.0.1:1"},
			want: []string{"FAULT  governance groups", "cure: Check SAIL_BASE_URL, the network"}},
		"the address of the user interface": {variables: map[string]string{"SAIL_BASE_URL": "https://acme.identitynow.com"},
			want: []string{"FAULT  configuration", "user interface: give https://acme.api.identitynow.com\n"}},
		"an address with a path": {variables: map[string]string{"SAIL_BASE_URL": "https://acme.api.identitynow.com/v2025"},
			want: []string{"FAULT  configuration", "the path /v2025", "give https://acme.api.identitynow.com\n"}},
		"a variable that was not filled in": {variables: map[string]string{"SAIL_BASE_URL": "${SAIL_BASE_URL}"},
			want: []string{"FAULT  configuration", "SAIL_BASE_URL is the text ${SAIL_BASE_URL}"}},
		"an address without encryption": {variables: map[string]string{"SAIL_BASE_URL": "http://tenant.example"},
			want: []string{"FAULT  configuration", "https"}},
		"a taken port": {change: func(s *app.Settings) { s.Transport, s.Addr = "http", taken.Addr().String() },
			want: []string{"FAULT  address", "cure: Choose another --addr"}},
		"an address for everyone": {change: func(s *app.Settings) { s.Transport, s.Addr = "http", "0.0.0.0:0" },
			want: []string{"FAULT  address", "cure: Give --auth token or --auth oidc"}},
		"a policy that is not there": {change: func(s *app.Settings) { s.Policy = "/nonexistent.yaml" },
			want: []string{"FAULT  policy", "/nonexistent.yaml"}},
		"a wrong flag": {change: func(s *app.Settings) { s.Auth = "magic" },
			want: []string{"FAULT  settings", "cure: Correct the flag"}},
		"scopes without display names": {scopes: []string{sandbox.ScopeManage, sandbox.ScopeWrite, sandbox.ScopeDefault},
			want: []string{"ok     people", "FAULT  display names", "cure: Give the token the scope idn:identity:read"}},
		"scopes without people": {scopes: []string{sandbox.ScopeManage, sandbox.ScopeWrite},
			want: []string{"ok     governance groups", "FAULT  people", "sp:scopes:default"}},
		"scopes for fewer tools": {scopes: []string{sandbox.ScopeManage, sandbox.ScopeDefault, sandbox.ScopeIdentityRead},
			want: []string{"FAULT  records and tools", "govgroup_members_add: the tenant's token lacks idn:workgroup:write", "cure: Give the token the scopes named"}},
		"the tenant in trouble": {fault: &sandbox.Fault{Kind: sandbox.Fault500, Operation: sandbox.OpListGroups, Times: -1},
			want: []string{"FAULT  governance groups", "cure: The tenant is in trouble"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant, variables := startTenant(t)
			if c.fault != nil {
				require.NoError(t, tenant.Inject(*c.fault))
			}
			tenant.AddClient(sandbox.Client{ID: tenant.ClientID, Secret: tenant.ClientSecret, Scopes: c.scopes})
			maps.Copy(variables, c.variables)
			if c.change == nil {
				c.change = func(*app.Settings) {}
			}
			h := newSystem(t, "", variables)
			require.ErrorContains(t, app.Doctor(t.Context(), settings(t, c.change), h.Host, false), "1 fault")
			for _, text := range c.want {
				assert.Contains(t, h.out.String(), text)
			}
			assert.NotContains(t, h.out.String()+h.log.String(), "hunter2")
		})
	}
}

func TestTheDoctorWritesJSON(t *testing.T) {
	t.Parallel()
	_, variables := startTenant(t)
	h := newSystem(t, "", variables)
	require.Error(t, app.Doctor(t.Context(), settings(t, func(s *app.Settings) { s.Auth = "magic" }), h.Host, true))
	var findings []app.Finding
	require.NoError(t, json.Unmarshal([]byte(h.out.String()), &findings))
	require.NotEmpty(t, findings)
	assert.Equal(t, app.Finding{Check: "settings", Fault: findings[0].Fault, Cure: "Correct the flag, or its environment variable."}, findings[0])
	assert.Contains(t, findings[0].Fault, "magic")
	assert.True(t, findings[1].OK)
}
