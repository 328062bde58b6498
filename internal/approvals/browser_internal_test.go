// Browser: how browsers are started, and what sign-ins in progress are sealed with.

package approvals

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHowABrowserIsStarted(t *testing.T) {
	t.Parallel()
	for system, want := range map[string]string{"linux": "xdg-open", "freebsd": "xdg-open", "darwin": "open", "windows": "rundll32"} {
		name, arguments := opener(system, "/home/ann/a file.html")
		assert.Equal(t, want, name)
		assert.Equal(t, "/home/ann/a file.html", arguments[len(arguments)-1], "one argument, whatever is in it")
	}
	for _, c := range []struct {
		system, variable string
		want             bool
	}{{"linux", "", true}, {"linux", "DISPLAY", false}, {"linux", "WAYLAND_DISPLAY", false}, {"darwin", "", false}, {"windows", "", false}} {
		assert.Equal(t, c.want, headless(c.system, func(name string) string {
			if name == c.variable {
				return ":0"
			}
			return ""
		}), c)
	}
}

func TestNobodyOpensAFlowThatTheyDidNotSeal(t *testing.T) {
	t.Parallel()
	ours, theirs := newSealer(), newSealer()
	sealed := ours.seal(flow{State: "s"})
	for _, wrong := range []string{"", "x", sealed[1:], sealed[:len(sealed)-2], theirs.seal(flow{State: "s"})} {
		_, err := ours.open(wrong, flow{}.Until)
		require.ErrorIs(t, err, errFlow)
	}
	opened, err := ours.open(sealed, flow{}.Until)
	require.NoError(t, err)
	assert.Equal(t, "s", opened.State)
	for path, want := range map[string]string{
		"/approvals/decided": "/approvals/decided", "/approvals/requests/0af1": "/approvals/requests/0af1",
		"//evil.example": Root, "https://evil.example": Root, "/approvals/../x": Root, "/approvals/requests/0af1\n": Root, "": Root,
	} {
		assert.Equal(t, want, flow{Path: path}.back())
	}
}
