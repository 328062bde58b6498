// What is believed of a provider's claims, and how browsers are started.

package approvals

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhoAProviderSaysSomebodyIs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		said       claims
		email      string
		attributes []string
	}{
		"nothing":                   {claims{}, "", nil},
		"a verified e-mail":         {claims{"email": "a@x.example", "email_verified": true}, "a@x.example", nil},
		"verified, said by a text":  {claims{"email": "a@x.example", "email_verified": "true"}, "a@x.example", nil},
		"an e-mail not verified":    {claims{"email": "a@x.example", "email_verified": false}, "", nil},
		"nothing said of verifying": {claims{"email": "a@x.example"}, "", nil},
		"an e-mail with a line":     {claims{"email": "a@x.example\nb", "email_verified": true}, "", nil},
		"groups and a department": {claims{"groups": []any{"b", "a", 7.0}, "dept": "it", "exp": 1.0, "nonce": "n"}, "",
			[]string{"claim:dept=it", "claim:groups=b", "claim:groups=a"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := person("https://issuer.example", "007", c.said)
			require.NoError(t, err)
			assert.Equal(t, "007@https://issuer.example", p.Subject)
			assert.Equal(t, c.email, p.Email)
			assert.Equal(t, c.attributes, p.Attributes)
		})
	}
	for _, nobody := range []string{"", "a\nb", "\u202ea"} {
		_, err := person("https://issuer.example", nobody, claims{})
		require.Error(t, err)
	}
}

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
