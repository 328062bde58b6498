// Fixture: a host for programs under test, and the embedded tenant as a foreign one.

package app_test

import (
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
)

// system is a host with an empty home directory and the given variables.
type system struct {
	app.Host
	out, log *testenv.Buffer
}

func newSystem(t *testing.T, stdin string, variables map[string]string) system {
	t.Helper()
	s := system{out: &testenv.Buffer{}, log: &testenv.Buffer{}}
	log, err := app.NewLogger(s.log, "debug", "text")
	require.NoError(t, err)
	s.Host = app.Host{
		Getenv: func(name string) string { return variables[name] },
		Home:   t.TempDir(), Version: "1.2.3", Log: log,
		Stdin: strings.NewReader(stdin), Stdout: s.out, Stderr: io.Discard,
	}
	return s
}

// settings are those of a program started without flags, with records of its own.
func settings(t *testing.T, change ...func(*app.Settings)) app.Settings {
	t.Helper()
	s := app.Settings{
		Transport: "stdio", Addr: "127.0.0.1:0", Auth: "none",
		State: filepath.Join(t.TempDir(), "state.db"),
	}
	for _, c := range change {
		c(&s)
	}
	return s
}

func sandboxed(s *app.Settings) { s.Sandbox = true }

// startTenant starts a tenant and gives the variables that lead to it.
func startTenant(t *testing.T) (*sandbox.Server, map[string]string) {
	t.Helper()
	tenant, err := sandbox.Start("", sandbox.Options{Groups: 60, People: 700})
	require.NoError(t, err)
	t.Cleanup(func() { _ = tenant.Close() })
	return tenant, map[string]string{
		"SAIL_BASE_URL": tenant.URL, "SAIL_CLIENT_ID": tenant.ClientID, "SAIL_CLIENT_SECRET": tenant.ClientSecret,
	}
}
