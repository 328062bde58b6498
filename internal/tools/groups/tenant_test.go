// What the tests share: an embedded tenant over real HTTP, a real client of it,
// and the registry in front of both.

package groups_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

// setup is what a test may choose; the zero value is the ordinary tenant.
type setup struct {
	sandbox   sandbox.Options
	tools     tools.Settings
	client    sandbox.Client    // another client than the administrator's
	transport http.RoundTripper // nil: the client's own
	timeout   time.Duration     // of one request; 0: the client's own
}

// world is one tenant with everything in front of it.
type world struct {
	*sandbox.Server
	sandbox.Scenario
	client   *sailpoint.Client
	registry *tools.Registry
	outputs  map[string]*validator
}

// newWorld starts a tenant that limits nobody's rate and ends with the test.
func newWorld(t testing.TB, with setup) *world {
	t.Helper()
	if with.sandbox.RateLimit == 0 {
		with.sandbox.RateLimit = -1
	}
	server, err := sandbox.Start("", with.sandbox)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Close()) })
	id, secret := server.ClientID, server.ClientSecret
	if with.client.ID != "" {
		server.AddClient(with.client)
		id, secret = with.client.ID, with.client.Secret
	}
	w := &world{Server: server, Scenario: server.Tenant.Scenario(), outputs: map[string]*validator{}}
	w.client, err = sailpoint.New(sailpoint.Config{
		BaseURL: server.URL, ClientID: id, ClientSecret: redact.New(secret), RateLimit: -1, Transport: with.transport, Timeout: with.timeout,
	})
	require.NoError(t, err)
	catalogue, err := tools.NewCatalogue(w.client, with.tools, groups.Tools()...)
	require.NoError(t, err)
	w.registry, err = tools.NewRegistry(catalogue, nil, nil)
	require.NoError(t, err)
	for _, tool := range w.registry.Tools() {
		w.outputs[tool.Name] = newValidator(t, tool.Output)
	}
	return w
}

// args are a call's arguments.
type args map[string]any

// try makes a call. What comes back meets the tool's output schema, whatever
// else the test is about.
func (w *world) try(t testing.TB, tool string, in any) (tools.Result, error) {
	t.Helper()
	raw, err := json.Marshal(in)
	require.NoError(t, err)
	result, err := w.registry.Call(t.Context(), tools.Call{Tool: tool, Arguments: raw, Caller: tools.Caller{Surface: "stdio", Subject: "tester"}})
	if err == nil {
		w.outputs[tool].accepts(t, result.Data)
		assert.NotEmpty(t, result.Text)
	}
	return result, err
}

// ok makes a call that must succeed.
func (w *world) ok(t testing.TB, tool string, in any) tools.Result {
	t.Helper()
	result, err := w.try(t, tool, in)
	require.NoError(t, err)
	return result
}

// outcome makes a call of a tool that changes or destroys.
func (w *world) outcome(t testing.TB, tool string, in any) tools.Outcome {
	t.Helper()
	return w.ok(t, tool, in).Data.(tools.Outcome)
}

// refused makes a call that must be refused with the code and change nothing. It
// gives the sentences without the assurance that nothing was changed, which ends
// them all where the tool changes something, and none where it reads.
func (w *world) refused(t testing.TB, code tools.Code, tool string, in any) string {
	t.Helper()
	before := len(w.Effects())
	_, err := w.try(t, tool, in)
	failure := faultOf(t, err)
	require.Equal(t, code, failure.Code, failure.Message)
	assert.Len(t, w.Effects(), before, "a refused call changed the tenant")
	said, assured := strings.CutSuffix(failure.Message, " Nothing was changed.")
	assert.Equal(t, !w.reads(tool), assured, failure.Message)
	assert.NotContains(t, said, "othing was changed")
	return said
}

// reads reports whether the tool only reads.
func (w *world) reads(name string) bool {
	for _, tool := range w.registry.Tools() {
		if tool.Name == name {
			return tool.ReadOnly()
		}
	}
	return false
}

// faultOf is the error that every error of the registry is.
func faultOf(t testing.TB, err error) *tools.Error {
	t.Helper()
	require.Error(t, err)
	failure, is := err.(*tools.Error) //nolint:errorlint // the contract is the type itself, not something wrapped
	require.True(t, is, "%T is not a fault: %v", err, err)
	return failure
}

// into reads a result as a client does: as JSON.
func into[T any](t testing.TB, result tools.Result) T {
	t.Helper()
	raw, err := json.Marshal(result.Data)
	require.NoError(t, err)
	var out T
	require.NoError(t, json.Unmarshal(raw, &out))
	return out
}

// requests counts the requests that a piece of work sends, by operation, and
// leaves out the fetching of tokens.
func (w *world) requests(work func()) map[sandbox.Operation]int {
	before := len(w.Log())
	work()
	sent := map[sandbox.Operation]int{}
	for _, x := range w.Log()[before:] {
		if x.Operation != sandbox.OpToken {
			sent[x.Operation]++
		}
	}
	return sent
}

// effects gives what a piece of work changed in the tenant, as "kind" or
// "kind person", in order.
func (w *world) effects(work func()) []string {
	before := len(w.Effects())
	work()
	changed := []string{}
	for _, e := range w.Effects()[before:] {
		text := string(e.Kind)
		if e.IdentityID != "" {
			text += " " + e.IdentityID
		}
		changed = append(changed, text)
	}
	return changed
}

// inject lets the tenant misbehave.
func (w *world) inject(t testing.TB, f sandbox.Fault) {
	t.Helper()
	require.NoError(t, w.Inject(f))
}

// group is the tenant's own record of a group.
func (w *world) group(t testing.TB, id string) sandbox.Group {
	t.Helper()
	g, there := w.Group(id)
	require.True(t, there, "no group %s in the tenant", id)
	return g
}

// crowd adds n people to the tenant whose accounts are crowd001 and so on.
func (w *world) crowd(t testing.TB, n int) []sandbox.Person {
	t.Helper()
	people := make([]sandbox.Person, n)
	for i := range people {
		account := fmt.Sprintf("crowd%03d", i+1)
		p, err := w.AddPerson(sandbox.Person{
			Name: fmt.Sprintf("Crowd Person%03d", i+1), FirstName: "Crowd", LastName: fmt.Sprintf("Person%03d", i+1),
			Alias: account, Email: account + "@corp.example", Status: "active", State: "ACTIVE",
		})
		require.NoError(t, err)
		people[i] = p
	}
	return people
}

// accounts are the account names of people.
func accounts(people []sandbox.Person) []string {
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.Alias
	}
	return names
}

// outcomes are the items' outcomes by name.
func outcomes(items []tools.Item) map[string]string {
	byName := map[string]string{}
	for _, item := range items {
		byName[item.Name] = item.Outcome
	}
	return byName
}

// tally counts items by outcome.
func tally(items []tools.Item) map[string]int {
	n := map[string]int{}
	for _, item := range items {
		n[item.Outcome]++
	}
	return n
}
