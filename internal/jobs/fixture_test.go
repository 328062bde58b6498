// Fixture: the jobs behind a real gate, on an embedded tenant.

package jobs_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// ann asks and approves.
var ann = tools.Caller{Surface: "stdio", Subject: "ann"}

type args = testenv.Args

type env struct{ *testenv.Env }

func newEnv(t testing.TB, tenant sandbox.Options) *env {
	t.Helper()
	return &env{testenv.New(t, testenv.Options{Tenant: tenant})}
}

// run makes a call and approves it where somebody is asked.
func (e *env) run(t testing.TB, tool string, in args) tools.Outcome {
	t.Helper()
	o := e.Ask(t, ann, tool, in)
	if o.Status != tools.StatusAsk {
		return o
	}
	done, err := e.Approve(t, ann, o.Change)
	require.NoError(t, err)
	return done
}

// refused makes a call that must change nothing, and gives its sentences.
func (e *env) refused(t testing.TB, code tools.Code, tool string, in args) (said string) {
	t.Helper()
	e.Untouched(t, func() {
		_, err := e.Call(t, ann, tool, in)
		said = testenv.Failed(t, code, err)
	})
	return said
}

// members are who is in a group, sorted.
func (e *env) members(t testing.TB, group string) []string {
	t.Helper()
	g, there := e.Group(group)
	require.True(t, there)
	slices.Sort(g.Members)
	return g.Members
}

// owner is who owns a group.
func (e *env) owner(t testing.TB, group string) string {
	t.Helper()
	g, there := e.Group(group)
	require.True(t, there)
	return g.OwnerID
}

// effects are what a piece of work changed, in order: the kind and the person.
func (e *env) effects(work func()) (changed []string) {
	before := len(e.Effects())
	work()
	for _, effect := range e.Effects()[before:] {
		changed = append(changed, string(effect.Kind)+" "+effect.IdentityID)
	}
	return changed
}

// outcomes are the items' outcomes by their names for people.
func outcomes(items []tools.Item) map[string]string {
	all := map[string]string{}
	for _, item := range items {
		all[item.Label()] = item.Outcome
	}
	return all
}
