// Fixture: what the tests share, on top of the environment that all tests have.

package groups_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
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

// env is the common environment without a gate, so that tools change at once.
type env struct{ *testenv.Env }

// outputs is what each tool's answers must meet; making it takes a while.
var outputs = sync.OnceValue(func() map[string]*validator {
	made := map[string]*validator{}
	for _, tool := range groups.Tools() {
		made[tool.Name] = newValidator(tool.Output)
	}
	return made
})

func newEnv(t testing.TB, with setup) *env {
	t.Helper()
	return &env{testenv.New(t, testenv.Options{
		Tenant: with.sandbox, Settings: with.tools, Client: with.client, Transport: with.transport, Timeout: with.timeout, Ungated: true,
	})}
}

// args are a call's arguments.
type args map[string]any

// try makes a call. What comes back meets the tool's output schema, whatever
// else the test is about.
func (e *env) try(t testing.TB, tool string, in any) (tools.Result, error) {
	t.Helper()
	result, err := e.Call(t, tools.Caller{Surface: "stdio", Subject: "tester"}, tool, in)
	if err == nil {
		outputs()[tool].accepts(t, result.Data)
		assert.NotEmpty(t, result.Text)
	}
	return result, err
}

// ok makes a call that must succeed.
func (e *env) ok(t testing.TB, tool string, in any) tools.Result {
	t.Helper()
	result, err := e.try(t, tool, in)
	require.NoError(t, err)
	return result
}

// outcome makes a call of a tool that changes or destroys.
func (e *env) outcome(t testing.TB, tool string, in any) tools.Outcome {
	t.Helper()
	return e.ok(t, tool, in).Data.(tools.Outcome)
}

// refused makes a call that must be refused with the code and change nothing. It
// gives the sentences without the assurance that nothing was changed, which ends
// them all where the tool changes something, and none where it reads.
func (e *env) refused(t testing.TB, code tools.Code, tool string, in any) string {
	t.Helper()
	before := len(e.Effects())
	_, err := e.try(t, tool, in)
	failure := errorOf(t, err)
	require.Equal(t, code, failure.Code, failure.Message)
	assert.Len(t, e.Effects(), before, "a refused call changed the tenant")
	said, assured := strings.CutSuffix(failure.Message, " Nothing was changed.")
	assert.Equal(t, !e.reads(tool), assured, failure.Message)
	assert.NotContains(t, said, "othing was changed")
	return said
}

// reads reports whether the tool only reads.
func (e *env) reads(name string) bool {
	for _, tool := range e.Registry.Tools() {
		if tool.Name == name {
			return tool.ReadOnly()
		}
	}
	return false
}

// faultOf is the error that every error of the registry is.
func errorOf(t testing.TB, err error) *tools.Error {
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
func (e *env) requests(work func()) map[sandbox.Operation]int {
	before := len(e.Log())
	work()
	sent := map[sandbox.Operation]int{}
	for _, x := range e.Log()[before:] {
		if x.Operation != sandbox.OpToken {
			sent[x.Operation]++
		}
	}
	return sent
}

// effects gives what a piece of work changed in the tenant, as "kind" or
// "kind person", in order.
func (e *env) effects(work func()) []string {
	before := len(e.Effects())
	work()
	changed := []string{}
	for _, e := range e.Effects()[before:] {
		text := string(e.Kind)
		if e.IdentityID != "" {
			text += " " + e.IdentityID
		}
		changed = append(changed, text)
	}
	return changed
}

// inject lets the tenant misbehave.
func (e *env) inject(t testing.TB, f sandbox.Fault) {
	t.Helper()
	require.NoError(t, e.Inject(f))
}

// group is the tenant's own record of a group.
func (e *env) group(t testing.TB, id string) sandbox.Group {
	t.Helper()
	g, there := e.Group(id)
	require.True(t, there, "no group %s in the tenant", id)
	return g
}

// crowd adds n people to the tenant whose accounts are crowd001 and so on.
func (e *env) crowd(t testing.TB, n int) []sandbox.Person {
	t.Helper()
	people := make([]sandbox.Person, n)
	for i := range people {
		account := fmt.Sprintf("crowd%03d", i+1)
		p, err := e.AddPerson(sandbox.Person{
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
