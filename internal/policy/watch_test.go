// Watching: a file that changes is taken over, unless it is broken.

package policy_test

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/policy"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

const (
	lists = "roles: {all: {anyone: true}}\nrules: [{name: all, roles: [all], allow: [govgroup_list]}]\n"
	gets  = "roles: {all: {anyone: true}}\nrules: [{name: all, roles: [all], allow: [govgroup_get]}]\n"
)

// watching is a policy whose file is watched, in a bubble with its own time.
type watching struct {
	*policy.Policy
	t    *testing.T
	path string
	log  testenv.Buffer
	s    *tools.Invocation
}

// watch runs a scenario while the file is watched.
func watch(t *testing.T, scenario func(w *watching)) {
	t.Helper()
	registry := newRegistry(t, "http://127.0.0.1:1", "nobody", "nothing")
	w := &watching{t: t, path: file(t, lists), s: registry.NewInvocation(stranger, nil)}
	synctest.Test(t, func(t *testing.T) {
		var err error
		w.Policy, err = policy.Load(w.path, policy.Options{Tools: known(), Log: slog.New(slog.NewTextHandler(&w.log, nil))})
		require.NoError(t, err)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); w.Watch(ctx) }()
		time.Sleep(time.Second) // out of step with the looks
		scenario(w)
		stop()
		<-done
	})
}

func (w *watching) write(text string) {
	w.t.Helper()
	require.NoError(w.t, os.WriteFile(w.path, []byte(text), 0o600))
}

// pass lets so many looks go by.
func (w *watching) pass(looks int) {
	time.Sleep(time.Duration(looks) * 2 * time.Second)
	synctest.Wait()
}

// allows checks which of the two policies is in force.
func (w *watching) allows(tool string) {
	w.t.Helper()
	for _, name := range []string{"govgroup_list", "govgroup_get"} {
		assert.Equal(w.t, name == tool, w.Authorize(w.t.Context(), w.s, toolNamed(w.t, name)) == nil, name)
	}
}

func (w *watching) errors() int { return strings.Count(w.log.String(), "level=ERROR") }

func TestAChangedFileIsTakenOver(t *testing.T) {
	t.Parallel()
	watch(t, func(w *watching) {
		w.allows("govgroup_list")
		w.write(gets)
		w.pass(2)
		w.allows("govgroup_get")
		assert.Equal(t, 1, strings.Count(w.log.String(), "the policy was reloaded"))
		w.pass(10)
		assert.Equal(t, 1, strings.Count(w.log.String(), "\n"), w.log.String())
	})
}

// A file that is being written may read as a whole policy, only shorter.
func TestAFileThatStillChangesIsNotTakenOver(t *testing.T) {
	t.Parallel()
	watch(t, func(w *watching) {
		for i := range 5 {
			w.write(gets + strings.Repeat("#", i))
			w.pass(1)
			w.allows("govgroup_list")
		}
		w.pass(1)
		w.allows("govgroup_get")
	})
}

func TestABrokenFileKeepsTheLastGoodOneLoudly(t *testing.T) {
	t.Parallel()
	for name, breakIt := range map[string]func(w *watching){
		"broken": func(w *watching) { w.write("rules: [") },
		"empty":  func(w *watching) { w.write("") },
		"gone":   func(w *watching) { require.NoError(w.t, os.Remove(w.path)) },
	} {
		t.Run(name, func(t *testing.T) {
			watch(t, func(w *watching) {
				breakIt(w)
				w.pass(2)
				w.allows("govgroup_list")
				assert.Equal(t, 1, w.errors())
				assert.Contains(t, w.log.String(), "the last good policy stays in force")
				w.pass(60)
				assert.Equal(t, 3, w.errors(), "once a minute")
				w.write(gets)
				w.pass(2)
				w.allows("govgroup_get")
				assert.Equal(t, 3, w.errors())
			})
		})
	}
}

func TestABrokenFileThatIsMendedIsComplainedOfAtOnceWhenItBreaksAgain(t *testing.T) {
	t.Parallel()
	watch(t, func(w *watching) {
		for range 2 {
			w.write("rules: [")
			w.pass(2)
			w.write(lists)
			w.pass(2)
		}
		assert.Equal(t, 2, w.errors())
	})
}

func TestTheBuiltInRulesAreNotWatched(t *testing.T) {
	t.Parallel()
	policy.BuiltIn().Watch(t.Context()) // returns
}
