// Surfaces: the surfaces on which people are asked, each with a way to read all that
// it shows before the yes, and to say it.

package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// surface asks a person about a call, who says yes, and gives all that the person
// could read before.
type surface interface {
	ask(m maker, tool string, args testenv.Args) (read string)
}

// newMaker starts a tenant behind a policy that asks about everything.
func newMaker(t *testing.T, level confirm.Level) maker {
	t.Helper()
	file := filepath.Join(t.TempDir(), "policy.yaml")
	require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, asksForAll, level), 0o600))
	e := testenv.New(t, testenv.Options{
		Tenant: sandbox.Options{Groups: 30, People: 700}, PolicyFile: file, Settings: tools.Settings{Sandbox: true},
	})
	return maker{Env: e, t: t}
}

// approved says yes without reading: for what only prepares a shape.
func (m maker) approved(id tools.RequestID) tools.Outcome {
	m.t.Helper()
	by, err := m.Directory.Identify(m.t.Context(), tools.Caller{Surface: "slack", Subject: "U0MORGAN", Email: "morgan.hale@corp.example"})
	require.NoError(m.t, err)
	o, err := m.Gate.Decide(m.t.Context(), id, confirm.Answer{Verdict: confirm.Yes, Typed: m.Phrase(m.t, id), By: by, Authenticated: true})
	require.NoError(m.t, err)
	return o
}

// asked makes a call by the asker that waits for a person elsewhere.
func (m maker) asked(tool string, args testenv.Args) tools.RequestID {
	m.t.Helper()
	by, err := m.Directory.Identify(m.t.Context(), tools.Caller{Surface: "stdio", Subject: asker, Email: asker, Client: "assistant 1"})
	require.NoError(m.t, err)
	return m.Waiting(m.t, by, tool, args).Change
}

func TestWhatIsWrittenIsWhatCouldBeRead(t *testing.T) {
	t.Parallel()
	surfaces := map[string]struct {
		level confirm.Level
		open  func(maker) surface
	}{
		"form":    {confirm.Client, func(maker) surface { return form{} }},
		"page":    {confirm.Person, func(maker) surface { return page{} }},
		"slack":   {confirm.Second, newSlack},
		"console": {confirm.Client, func(maker) surface { return terminal{} }},
	}
	for name, s := range surfaces {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "slack" {
				testenv.Long(t, "approvers are told every few seconds")
			}
			m := newMaker(t, s.level)
			on := s.open(m)
			for i, one := range shapes() {
				t.Run(one.name, func(t *testing.T) {
					t.Parallel()
					m := m.of(t, i)
					tool, args := one.call(m)
					before := m.snapshot()
					read := on.ask(m, tool, args)
					m.written(before, m.snapshot()).isWhatIsRead(read)
				})
			}
		})
	}
}
