// Fuzzing: no file and no request may bring the policy to a fall.

package policy_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"govgroup/internal/policy"
	"govgroup/internal/tools"
)

// Whatever stands in the file, it is refused in words or can be judged by; and
// what no rule names stays denied.
func FuzzReadingAPolicy(f *testing.F) {
	example, err := os.ReadFile("../../examples/policy.yaml")
	require.NoError(f, err)
	for _, text := range []string{sound, rules, levels, limits, approvers, string(example), "", "rules: [", "a: &a [*a]", "? {a: b}", "- !!x y", "\xff", "roles:\n  a: |\n   x"} {
		f.Add(text)
	}
	all := known()
	registry := newRegistry(f, "http://127.0.0.1:1", "nobody", "nothing")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		if err := policy.Read([]byte(text), all); err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.Error(t, policy.Read([]byte(text+"\n---\nrules: []\n"), all), "a second document was overlooked")
		path := dir + "/policy.yaml"
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		p, err := policy.Load(path, policy.Options{Tools: all})
		require.NoError(t, err)
		inv := registry.NewInvocation(tools.Caller{Surface: "http"}, nil)
		for _, tool := range all {
			if p.Authorize(t.Context(), inv, tool) == nil && tool.Name != "govgroup_whoami" && !strings.Contains(text, `\`) {
				require.Contains(t, text, "anyone", "nobody was allowed %s", tool.Name)
			}
		}
	})
}

// A pattern means what the obvious regular expression means.
func FuzzPatterns(f *testing.F) {
	for _, seed := range [][2]string{{"a*b", "axb"}, {"*", ""}, {"a*a", "a"}, {"**x*", "yx"}, {"ab*ba", "aba"}, {"a*b*a", "aba"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		fold := func(s string) string { return strings.ToLower(norm.NFC.String(s)) }
		parts := strings.Split(fold(pattern), "*")
		for i, part := range parts {
			parts[i] = regexp.QuoteMeta(part)
		}
		same, err := regexp.Compile(`(?s)\A` + strings.Join(parts, ".*") + `\z`)
		if err != nil || strings.ToValidUTF8(text, "") != text {
			return // not something to compare with
		}
		require.Equal(t, same.MatchString(fold(text)), policy.Matches(pattern, text))
	})
}
