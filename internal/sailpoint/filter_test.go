// No value can change the meaning of a filter. The built text is read back with a
// small parser of the test's own.

package sailpoint_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
)

func TestFilterTexts(t *testing.T) {
	eq := sailpoint.Eq("name", "a")
	in := sailpoint.In("id", "1", "2")
	sw := sailpoint.StartsWith("name", "b")
	for _, tc := range []struct {
		want   string
		filter sailpoint.Filter
	}{
		{``, sailpoint.Filter{}},
		{`name eq "a"`, eq},
		{`id in ("1","2")`, in},
		{`name sw "b"`, sw},
		{`name eq "say \"hi\" \\o/"`, sailpoint.Eq("name", `say "hi" \o/`)},
		{`name eq "a" and id in ("1","2")`, sailpoint.And(eq, in)},
		{`name eq "a" or name sw "b"`, sailpoint.Or(eq, sw)},
		{`(name eq "a" or name sw "b") and id in ("1","2")`, sailpoint.And(sailpoint.Or(eq, sw), in)},
		{`name eq "a"`, sailpoint.And(sailpoint.Filter{}, eq)},
		{`name eq "a"`, sailpoint.Or(sailpoint.In("id"), eq)},
		{``, sailpoint.Or(eq, sailpoint.Filter{})},
		{``, sailpoint.And()},
		{`name co "x"`, sailpoint.Raw(` name co "x" `)},
		{`(name eq "x" or id eq "y") and name sw "b"`, sailpoint.And(sailpoint.Raw(`name eq "x" or id eq "y"`), sw)},
	} {
		assert.Equal(t, tc.want, tc.filter.String())
	}
}

func TestFilterThatSelectsNothingAsksNothing(t *testing.T) {
	tenant := &tenant{api: answer(200, listOf(1))}
	client := tenant.client(t)
	nothing := sailpoint.In("id")
	for _, f := range []sailpoint.Filter{nothing, sailpoint.And(sailpoint.Eq("name", "a"), nothing), sailpoint.Or(nothing, nothing)} {
		groups, err := client.Groups(t.Context(), sailpoint.Query{Filter: f})
		require.NoError(t, err)
		assert.Empty(t, groups)
		page, err := client.GroupsPage(t.Context(), sailpoint.Query{Filter: f})
		require.NoError(t, err)
		assert.Equal(t, sailpoint.Page[sailpoint.Group]{}, page)
	}
	assert.Empty(t, tenant.seen())
}

// comparison is one condition of a filter, as the tenant would read it.
type comparison struct {
	field, operator string
	values          []string
}

// readFilter reads `field eq "…"`, `field sw "…"` and `field in ("…","…")`,
// joined by and/or. It gives the conditions and the words between them.
func readFilter(text string) (found []comparison, joints []string, err error) {
	for {
		var c comparison
		words := strings.SplitN(text, " ", 3)
		if len(words) < 3 {
			return nil, nil, fmt.Errorf("no condition in %q", text)
		}
		c.field, c.operator, text = words[0], words[1], words[2]
		if c.values, text, err = readValues(c.operator == "in", text); err != nil {
			return nil, nil, err
		}
		found = append(found, c)
		if text == "" {
			return found, joints, nil
		}
		joint, rest, ok := strings.Cut(strings.TrimPrefix(text, " "), " ")
		if !ok || joint != "and" && joint != "or" {
			return nil, nil, fmt.Errorf("unexpected %q", text)
		}
		joints, text = append(joints, joint), rest
	}
}

func readValues(list bool, text string) ([]string, string, error) {
	if !list {
		value, rest, err := readString(text)
		return []string{value}, rest, err
	}
	var values []string
	for text = "," + strings.TrimPrefix(text, "("); strings.HasPrefix(text, ","); {
		value, rest, err := readString(text[1:])
		if err != nil {
			return nil, "", err
		}
		values, text = append(values, value), rest
	}
	rest, ok := strings.CutPrefix(text, ")")
	if !ok {
		return nil, "", fmt.Errorf("open list before %q", text)
	}
	return values, rest, nil
}

func readString(text string) (value, rest string, err error) {
	if !strings.HasPrefix(text, `"`) {
		return "", "", fmt.Errorf("no string in %q", text)
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '"':
			return b.String(), text[i+1:], nil
		case '\\':
			i++
			if i == len(text) || text[i] != '"' && text[i] != '\\' {
				return "", "", fmt.Errorf("odd escape in %q", text)
			}
		}
		b.WriteByte(text[i])
	}
	return "", "", fmt.Errorf("open string %q", text)
}

// hostile are values that break filters that are pasted together.
var hostile = []string{
	``, ` `, `"`, `\`, `\"`, `\\"`, `"\`, `" or name sw "`, `x" or name eq "y`, `a","b`, `a") or id in ("`,
	`O'Neil`, "line\nbreak", "tab\t", "nul\x00", "\xff\xfe", "100%", "%22", "a+b&filters=x#y", "名前 👩‍🚀", "\u202e", "<!channel>",
}

func checkFilter(t *testing.T, a, b string) {
	t.Helper()
	eq, in, sw := sailpoint.Eq("name", a), sailpoint.In("id", b, a), sailpoint.StartsWith("name", b)
	got, joints, err := readFilter(sailpoint.Or(eq, in, sw).String())
	require.NoError(t, err)
	assert.Equal(t, []string{"or", "or"}, joints)
	assert.Equal(t, []comparison{{"name", "eq", []string{a}}, {"id", "in", []string{b, a}}, {"name", "sw", []string{b}}}, got)
}

func TestHostileValues(t *testing.T) {
	for _, a := range hostile {
		for _, b := range hostile {
			checkFilter(t, a, b)
		}
	}
}

func TestHostileValuesOnTheirWay(t *testing.T) {
	for _, value := range hostile {
		tenant := &tenant{api: answer(200, `[]`)}
		_, err := tenant.client(t).GroupsPage(t.Context(), sailpoint.Query{Filter: sailpoint.Eq("name", value)})
		require.NoError(t, err)
		query := tenant.seen()[0].query
		assert.NotContains(t, query, "+", "spaces travel as %20")
		params, err := url.ParseQuery(query)
		require.NoError(t, err)
		got, _, err := readFilter(params.Get("filters"))
		require.NoError(t, err)
		assert.Equal(t, []comparison{{"name", "eq", []string{value}}}, got)
		assert.Len(t, params, 5, "no parameter was added: count, filters, limit, offset, sorters")
	}
}

func FuzzFilter(f *testing.F) {
	for i, v := range hostile {
		f.Add(v, hostile[len(hostile)-1-i])
	}
	f.Fuzz(checkFilter)
}
