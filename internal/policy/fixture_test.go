// What the tests share: an embedded tenant, policies made from a text, and callers
// as the front ends make them.

package policy_test

import (
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/policy"
	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// env is one tenant with the tools in front of it.
type env struct {
	*testenv.Env
	registry *tools.Registry
}

func newEnv(t testing.TB) *env { return newEnvWith(t, testenv.Options{}) }

func newEnvWith(t testing.TB, o testenv.Options) *env {
	t.Helper()
	o.Tenant = sandbox.Options{Groups: 60, People: 700}
	e := testenv.New(t, o)
	return &env{Env: e, registry: e.Registry}
}

func newRegistry(t testing.TB, url, id, secret string) *tools.Registry {
	t.Helper()
	client, err := sailpoint.New(sailpoint.Config{BaseURL: url, ClientID: id, ClientSecret: redact.New(secret), RateLimit: -1})
	require.NoError(t, err)
	catalogue, err := tools.NewCatalogue(client, tools.Settings{})
	require.NoError(t, err)
	registry, err := tools.NewRegistry(catalogue, nil, nil)
	require.NoError(t, err)
	return registry
}

// withPolicy puts the policy in front of the tools.
func (e *env) withPolicy(t testing.TB, p *policy.Policy) {
	t.Helper()
	registry, err := tools.NewRegistry(e.registry.Catalogue, e.Gate, p, e.Gate.Operations()...)
	require.NoError(t, err)
	e.registry = registry
}

// known are all the tools there are.
func known() []tools.Tool { return testenv.Operations() }

// file writes a policy.
func file(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "policy.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// load makes a policy that must be made.
func load(t testing.TB, text string, change ...func(*policy.Options)) *policy.Policy {
	t.Helper()
	o := policy.Options{Tools: known(), Log: slog.New(slog.DiscardHandler)}
	for _, c := range change {
		c(&o)
	}
	p, err := policy.Load(file(t, text), o)
	require.NoError(t, err)
	return p
}

// The callers are those of the two front ends: over MCP with a client, over Slack
// with a user id and groups.

func mcp(p sandbox.PersonRef) tools.Caller {
	return tools.Caller{Surface: "http", Subject: p.Alias + "@issuer.example", Email: p.Email, Identity: p.ID, Client: "assistant 1"}
}

func slack(p sandbox.PersonRef, attributes ...string) tools.Caller {
	return tools.Caller{Surface: "slack", Subject: "U" + p.ID[:8], Email: p.Email, Identity: p.ID, Attributes: attributes}
}

// stranger is known to the front end and not to the tenant.
var stranger = tools.Caller{Surface: "http", Subject: "stranger", Email: "stranger@elsewhere.example"}

type args map[string]any

func (a args) raw(t testing.TB) json.RawMessage {
	t.Helper()
	return testenv.Raw(t, a)
}

// plan makes the plan of a call as the caller.
func (e *env) plan(t testing.TB, caller tools.Caller, tool string, a args) (*tools.Invocation, tools.Plan) {
	t.Helper()
	inv := e.registry.NewInvocation(caller, nil)
	change, err := e.registry.Change(t.Context(), inv, tool, a.raw(t))
	require.NoError(t, err)
	plan, err := change.Plan(t.Context(), inv)
	require.NoError(t, err)
	return inv, plan
}

// rule judges a call.
func (e *env) rule(t testing.TB, p *policy.Policy, caller tools.Caller, tool string, a args) (policy.Decision, error) {
	t.Helper()
	inv, plan := e.plan(t, caller, tool, a)
	return p.Decide(t.Context(), inv, plan)
}

// may judges a tool.
func (e *env) may(t testing.TB, p *policy.Policy, caller tools.Caller, tool string) error {
	t.Helper()
	return p.Authorize(t.Context(), e.registry.NewInvocation(caller, nil), toolNamed(t, tool))
}

func toolNamed(t testing.TB, name string) tools.Tool {
	t.Helper()
	for _, one := range known() {
		if one.Name == name {
			return one
		}
	}
	require.Fail(t, "no such tool", name)
	return tools.Tool{}
}

// notAllowed checks a refusal and gives its sentences.
func notAllowed(t testing.TB, err error) string {
	t.Helper()
	return faulty(t, tools.NotAllowed, err)
}

func faulty(t testing.TB, code tools.Code, err error) string {
	t.Helper()
	require.Error(t, err)
	failure := tools.AsError(err)
	require.Equal(t, code, failure.Code, failure.Message)
	return failure.Message
}
