// What the tests share: the embedded tenant behind a gate with a policy, a real
// OpenID provider with people of the tenant, and the site between them.

package approvals_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"

	"govgroup/internal/approvals"
	"govgroup/internal/confirm"
	"govgroup/internal/redact"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// rules: an admin may ask for everything, protected groups need a second person,
// approvers and the owner of the group may decide.
const rules = `
protected: {names: ["Regional *"]}
roles:
  admins: {emails: [avery.stone@corp.example]}
  approvers: {emails: [morgan.hale@corp.example]}
  owners: {owner_of_group: true}
  realm: {claims: {realm_access.roles: [group-approver], scope: [approve]}}
rules:
  - {name: admins may do everything, roles: [admins], allow: ["govgroup_*"]}
levels:
  - {level: second, groups: {protected: true}}
approvers:
  - {roles: [approvers, owners, realm]}
`

// The people who sign in; the password of each is their name.
const (
	avery  = "avery.stone@corp.example"  // who asks
	morgan = "morgan.hale@corp.example"  // who may decide for others
	jane   = "jane.doe@corp.example"     // who owns the group DB Access
	clerk  = "clerk@elsewhere.example"   // signed in and unknown to the tenant
	nested = "nested@elsewhere.example"  // has a role by a claim within a claim
	scoped = "scoped@elsewhere.example"  // has a role by a word of the scope
	doubt  = "unverified@corp.example"   // has an e-mail that nobody has verified
	secret = "a-secret-of-the-approvals" // the site's own at the provider
)

// env is one tenant with everything in front of it.
type env struct {
	*testenv.Env
	site   *approvals.Site
	web    *httptest.Server // the site's
	issuer string
	logged *testenv.Buffer
}

// newEnv makes everything but the site.
func newEnv(t testing.TB) *env {
	t.Helper()
	file := filepath.Join(t.TempDir(), "policy.yaml")
	require.NoError(t, os.WriteFile(file, []byte(rules), 0o600))
	e := testenv.New(t, testenv.Options{Tenant: sandbox.Options{Groups: 60, People: 700}, PolicyFile: file})
	return &env{Env: e, logged: &testenv.Buffer{}}
}

func (e *env) options() approvals.Options {
	return approvals.Options{
		Gate: e.Gate, Identify: e.Directory.Identify, Now: e.Now,
		Log: slog.New(slog.NewTextHandler(e.logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
}

// newTeam makes an environment with a site that people sign in to. The provider is
// another site than ours, as it is in life.
func newTeam(t testing.TB) *env {
	t.Helper()
	e := newEnv(t)
	e.web = httptest.NewUnstartedServer(nil)
	address := "http://" + e.web.Listener.Addr().String()
	e.issuer = startProvider(t, address+"/approvals/callback")
	provider, err := approvals.NewProvider(t.Context(), approvals.ProviderConfig{Issuer: e.issuer, ClientID: "govgroup", Secret: redact.New(secret)})
	require.NoError(t, err)
	e.site, err = approvals.NewTeam(e.options(), address, provider)
	require.NoError(t, err)
	e.web.Config.Handler = e.site.Handler()
	e.web.Start()
	t.Cleanup(e.web.Close)
	t.Cleanup(func() { assert.NoError(t, e.site.Close(t.Context())) })
	return e
}

// claiming is a provider's store that says more of some people than their e-mail.
type claiming struct {
	*storage.Storage
	claims map[string]map[string]any // by the person's id
}

// SetUserinfoFromToken answers who signed in.
func (c claiming) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, token, subject, origin string) error {
	for name, value := range c.claims[subject] {
		info.AppendClaims(name, value)
	}
	return c.Storage.SetUserinfoFromToken(ctx, info, token, subject, origin)
}

// startProvider starts an OpenID provider and gives its address.
func startProvider(t testing.TB, callback string) string {
	t.Helper()
	people := map[string]storage.User{}
	for i, email := range []string{avery, morgan, jane, clerk, doubt, nested, scoped} {
		id := string(rune('a'+i)) + "-person"
		people[id] = storage.User{ID: id, Username: email, Password: email, Email: email, EmailVerified: email != doubt}
	}
	claims := map[string]map[string]any{
		"f-person": {"realm_access": map[string]any{"roles": []string{"group-approver"}}},
		"g-person": {"scope": "openid approve"},
	}
	raw, err := json.Marshal(people)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "people.json")
	require.NoError(t, os.WriteFile(file, raw, 0o600))
	users, err := storage.StoreFromFile(file)
	require.NoError(t, err)
	clients := map[string]*storage.Client{"govgroup": storage.WebClient("govgroup", secret, callback)}
	server := httptest.NewUnstartedServer(nil)
	issuer := strings.Replace("http://"+server.Listener.Addr().String(), "127.0.0.1", "localhost", 1)
	server.Config.Handler = exampleop.SetupServer(issuer, claiming{storage.NewStorageWithClients(users, clients), claims}, slog.New(slog.DiscardHandler), false)
	server.Start()
	t.Cleanup(server.Close)
	return issuer
}

// caller is somebody who asks over MCP, known by their e-mail.
func (e *env) caller(t testing.TB, email string) tools.Caller {
	t.Helper()
	c, err := e.Directory.Identify(t.Context(), tools.Caller{Surface: "stdio", Subject: email, Email: email, Client: "assistant 1"})
	require.NoError(t, err)
	return c
}

// ask makes a call by avery that must wait for a person, and gives its id.
func (e *env) ask(t testing.TB, tool string, arguments map[string]any) string {
	t.Helper()
	return string(e.Waiting(t, e.caller(t, avery), tool, arguments).Change)
}

// askDelete asks to delete a group.
func (e *env) askDelete(t testing.TB, group sandbox.GroupRef) string {
	t.Helper()
	return e.ask(t, "govgroup_delete", map[string]any{"group": group.ID})
}

// members are the ids of a group's members.
func (e *env) members(t testing.TB, group sandbox.GroupRef) []string {
	t.Helper()
	g, ok := e.Tenant.Group(group.ID)
	require.True(t, ok)
	return g.Members
}

// phrase is what a request wants typed.
func (e *env) phrase(t testing.TB, id string) string {
	t.Helper()
	return e.Phrase(t, tools.RequestID(id))
}

// stored is a request as the state has it.
func (e *env) stored(t testing.TB, id string) confirm.Request {
	t.Helper()
	return e.Stored(t, tools.RequestID(id))
}

// unstarted stands for a server at that address that the test did not start.
func unstarted(address string) *httptest.Server { return &httptest.Server{URL: address} }
