// Check: a mistake in the file is named with its line, so that it is found at once.

package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/policy"
)

// sound is a policy; the mistakes are put in place of parts of it.
const sound = `protected:
  names: [Payments *]
roles:
  everyone: {anyone: true}
  admins:
    emails: [a@b.example]
rules:
  - name: reading
    roles: [everyone]
    allow: [govgroup_list]
  - name: admins
    roles: [admins]
    allow: ["govgroup_*"]
    groups: {names: ["*"]}
levels:
  - level: second
    groups: {protected: true}
    more_than: 10
limits:
  - members_per_day: 5
approvers:
  - roles: [admins]
`

func TestMistakesAreNamedWithTheirLines(t *testing.T) {
	t.Parallel()
	require.NoError(t, policy.Read([]byte(sound), known()))
	for name, c := range map[string]struct{ old, new, want string }{
		"an unknown key":             {"protected:", "protectd:", `line 1: unknown field "protectd"`},
		"an unknown key further in":  {"emails:", "mails:", `line 6: unknown field "mails"`},
		"an unknown key of a rule":   {"allow: [govgroup_list]", "alow: [govgroup_list]", `line 10: unknown field "alow"`},
		"a key twice":                {"  admins:\n", "  everyone:\n", `line 5: mapping key "everyone" already defined`},
		"text for a truth":           {"anyone: true", `anyone: "true"`, "line 4: cannot unmarshal string"},
		"a number for text":          {"[a@b.example]", "[12]", "line 6: text is wanted here"},
		"a truth for text":           {"[a@b.example]", "[yes, true]", "line 6: text is wanted here"},
		"text for a number":          {"more_than: 10", `more_than: "10"`, "line 18: a whole number is wanted here"},
		"half a number":              {"more_than: 10", "more_than: 1.5", "line 18: a whole number is wanted here"},
		"nothing for a number":       {"more_than: 10", "more_than: 0", `line 18: "more_than" is 1 or more`},
		"a number that is too large": {"more_than: 10", "more_than: 99999999999999999999", "line 18: "},
		"below nothing":              {"members_per_day: 5", "members_per_day: -5", "line 20: a limit is 0 or more"},
		"one for a list":             {"[a@b.example]", "a@b.example", "line 6: string was used where sequence is expected"},
		"a key without a value":      {"[govgroup_list]", "", "line 10: a value is missing"},
		"a null":                     {"[govgroup_list]", "[govgroup_list, ~]", "line 10: a value is missing"},
		"a key that is no text":      {"  everyone: {anyone: true}", "  1: {anyone: true}", "line 4: a key must be text"},
		"an anchor":                  {"everyone: {", "everyone: &all {", "line 4: anchors, aliases"},
		"a merge":                    {"  everyone: {anyone: true}", "  <<: {everyone: {anyone: true}}", "line 4: anchors, aliases"},
		"a tag":                      {"[a@b.example]", "[!!binary aGk=]", "line 6: anchors, aliases, merge keys and tags"},
		"two documents":              {"levels:", "---\nlevels:", "line 16: a second document begins here"},
		"not YAML":                   {"levels:", "\tlevels: ][", "line 15: "},
		"no list":                    {sound, "[]", "line 1: sequence was used where mapping is expected"},
		"nothing":                    {sound, "", "the policy is empty"},
		"nothing but a comment":      {sound, "# later\n", "the policy is empty"},
		"no rules":                   {sound, "roles: {everyone: {anyone: true}}", `there are no "rules"`},
		"too long":                   {sound, strings.Repeat("#", 1<<20+1), "longer than 1048576 bytes"},

		"no such role":               {"roles: [admins]\n    allow", "roles: [admin]\n    allow", `line 12: there is no role "admin"; did you mean "admins"?`},
		"no such approver":           {"  - roles: [admins]\n", "  - roles: [everybody]\n", `line 22: there is no role "everybody"`},
		"an approver of none":        {"  - roles: [admins]\n", "  - tools: [govgroup_delete]\n", `line 22: an approver needs "roles"`},
		"no such tool":               {"[govgroup_list]", "[govgroup_lst]", `line 10: there is no tool "govgroup_lst"; did you mean "govgroup_list"?`},
		"a pattern of no tool":       {"govgroup_*", "govgrup_*", `line 13: there is no tool "govgrup_*"`},
		"no such level":              {"level: second", "level: third", `line 16: "third" is not a level`},
		"a level below the floor":    {"level: second", "level: none", `line 16: "none" is not a level`},
		"no level":                   {"level: second\n    groups", "groups", `line 16: "" is not a level`},
		"an unlimited limit":         {"members_per_day: 5", "tools: [govgroup_delete]", "line 20: a limit needs one of"},
		"neither allow nor deny":     {"    allow: [govgroup_list]\n", "", `line 8: the rule "reading" needs "allow" or "deny"`},
		"both allow and deny":        {"    allow: [govgroup_list]\n", "    allow: [govgroup_list]\n    deny: [govgroup_get]\n", `line 8: the rule "reading" needs "allow" or "deny"`},
		"an empty list":              {"allow: [govgroup_list]", "allow: []", `needs "allow" or "deny"`},
		"a rule for nobody":          {"    roles: [everyone]\n", "", `line 8: the rule "reading" needs "roles"`},
		"a rule without a name":      {"name: reading\n    roles", "roles", `line 8: "" is empty`},
		"two rules of one name":      {"name: admins", "name: reading", `line 11: another rule has the name "reading"`},
		"a role that nobody has":     {"{anyone: true}", "{anyone: false}", `line 4: the role "everyone" needs`},
		"a role of nothing":          {"{anyone: true}", "{}", `line 4: the role "everyone" needs`},
		"no e-mail":                  {"a@b.example", "a.b.example", `line 6: "a.b.example" is not an e-mail address`},
		"no identity":                {"emails: [a@b.example]", "identities: [abc]", `line 6: "abc" is not the id of an identity`},
		"a claim of nothing":         {"emails: [a@b.example]", "claims: {groups: []}", `line 6: the role "admins" needs`},
		"blanks":                     {"emails: [a@b.example]", `members_of: [" Board"]`, `line 6: " Board" is empty or has blanks around it`},
		"no group id":                {"names: [Payments *]", "ids: [Payments]", `line 2: "Payments" is not the id of a governance group`},
		"groups that are all groups": {`{names: ["*"]}`, "{}", `line 11: "groups" needs names, ids or protected`},
		"protected protected groups": {"names: [Payments *]", "protected: true", `"protected" within "protected" says nothing`},
		"reading some groups":        {`["govgroup_*"]`, "[govgroup_delete, govgroup_get]", "line 13: govgroup_get reads, and reading cannot be limited to some groups"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, sound, c.old)
			err := policy.Read([]byte(strings.Replace(sound, c.old, c.new, 1)), known())
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestAllMistakesAreNamedInOrder(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer("[everyone]", "[everyman]", "second", "third", "govgroup_list", "list").Replace(sound)
	err := policy.Read([]byte(text), known())
	require.Error(t, err)
	lines := strings.Split(err.Error(), "\n")
	require.Len(t, lines, 3)
	for i, line := range []string{"line 9:", "line 10:", "line 16:"} {
		assert.True(t, strings.HasPrefix(lines[i], line), lines[i])
	}
}

func TestAFileThatIsNotThereIsRefused(t *testing.T) {
	t.Parallel()
	_, err := policy.Load(t.TempDir()+"/none.yaml", policy.Options{Tools: known()})
	require.ErrorContains(t, err, "the policy cannot be read")
	_, err = policy.Load(file(t, "rules: []"), policy.Options{Tools: known()})
	require.ErrorContains(t, err, "cannot be used:\nthere are no \"rules\"")
}

func TestPatterns(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pattern string
		fits    []string
		not     []string
	}{
		"a name":          {"DB Access", []string{"DB Access", "db access"}, []string{"DB Access ", "DB", ""}},
		"a beginning":     {"DB *", []string{"DB ", "db x"}, []string{"DB", "xDB "}},
		"an end":          {"*_list", []string{"_list", "a_b_list"}, []string{"list", "_lists"}},
		"a middle":        {"*x*", []string{"x", "axb"}, []string{"", "ab"}},
		"all":             {"*", []string{"", "anything"}, nil},
		"both ends":       {"a*a", []string{"aa", "aba"}, []string{"a", "ab"}},
		"a part twice":    {"a*b*b", []string{"abb", "a1b2b"}, []string{"ab", "a1b"}},
		"several stars":   {"**a**", []string{"a", "bab"}, []string{"b"}},
		"not a regexp":    {"a.c[d]?", []string{"a.c[d]?"}, []string{"abc[d]?", "a.cd"}},
		"composed or not": {"Ünïcödé", []string{"U\u0308ni\u0308co\u0308de\u0301"}, []string{"Unicode"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, text := range c.fits {
				assert.True(t, policy.Matches(c.pattern, text), text)
			}
			for _, text := range c.not {
				assert.False(t, policy.Matches(c.pattern, text), text)
			}
		})
	}
}
