// Arguments: they are checked before anything else looks at them, with messages that
// tell a person or a model what to do.

package groups_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
)

// refusals has at least one case for each kind of message.
var refusals = []struct{ tool, arguments string }{
	{"govgroup_get", `{}`},
	{"govgroup_get", ``},
	{"govgroup_get", `null`},
	{"govgroup_get", `[]`},
	{"govgroup_get", `"DB Access"`},
	{"govgroup_get", `{`},
	{"govgroup_get", `{"group":"DB Access"} and more`},
	{"govgroup_get", `{"group":"DB Access"}{}`},
	{"govgroup_get", `{"group":null}`},
	{"govgroup_get", `{"group":7}`},
	{"govgroup_get", `{"group":["DB Access"]}`},
	{"govgroup_get", `{"group":{"name":"DB Access"}}`},
	{"govgroup_get", `{"group":true}`},
	{"govgroup_get", `{"group":""}`},
	{"govgroup_get", `{"group":"   "}`},
	{"govgroup_get", `{"groups":"DB Access"}`},
	{"govgroup_get", `{"Group":"DB Access"}`},
	{"govgroup_get", `{"group":"DB Access","purpose":"curiosity"}`},
	{"govgroup_get", `{"group":"DB Access","gruop":1,"verbose":2}`},
	{"govgroup_get", "{\"group\":\"DB Access\",\"gro\u202eup\\u0000\":1}"},
	{"govgroup_whoami", `{"verbose":1}`},
	{"govgroup_list", `{"limit":0}`},
	{"govgroup_list", `{"limit":-1}`},
	{"govgroup_list", `{"limit":251}`},
	{"govgroup_list", `{"limit":1.5}`},
	{"govgroup_list", `{"limit":"20"}`},
	{"govgroup_list", `{"limit":1e30}`},
	{"govgroup_list", `{"offset":-1}`},
	{"govgroup_list", `{"offset":99999999999999999999}`},
	{"govgroup_list", `{"query":"","owner":""}`},
	{"govgroup_members_list", `{"group":"DB Access","limit":51}`},
	{"govgroup_members_add", `{"group":"DB Access"}`},
	{"govgroup_members_add", `{"group":"DB Access","members":[]}`},
	{"govgroup_members_add", `{"group":"DB Access","members":["jdoe",null,7]}`},
	{"govgroup_members_add", `{"group":"DB Access","members":"[\"jdoe\",7]"}`},
	{"govgroup_members_add", `{"group":"DB Access","members":"[jdoe]"}`},
	{"govgroup_members_add", `{"group":"DB Access","members":" "}`},
	{"govgroup_members_add", `{"group":"DB Access","members":null}`},
	{"govgroup_people_find", `{"query":" "}`},
	{"govgroup_members_add", `{"group":"DB Access","members":["jdoe"],"confirm":true}`},
	{"govgroup_bulk_delete", `{"groups":[]}`},
	{"govgroup_create", `{"description":7}`},
	{"govgroup_create", `{"name":"  ","owner":"jdoe"}`},
	{"govgroup_update", `{"group":"DB Access"}`},
	{"govgroup_update", `{"group":"DB Access","name":null}`},
	{"govgroup_update", `{"group":"DB Access","name":" "}`},
	{"govgroup_people_find", `{"query":"` + strings.Repeat("x", 201) + `"}`},
}

func TestRefusalsOfArguments(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	var said strings.Builder
	sent := e.requests(func() {
		for _, c := range refusals {
			_, err := e.Registry.Call(t.Context(), tools.Call{Tool: c.tool, Arguments: json.RawMessage(c.arguments)})
			failure := errorOf(t, err)
			assert.Equal(t, tools.InvalidInput, failure.Code, c.arguments)
			fmt.Fprintf(&said, "%s %+q\n    %s\n", c.tool, c.arguments, failure)
		}
	})
	assert.Empty(t, sent, "arguments that are refused need nothing of the tenant")
	golden(t, "refusals", said.String())
}

// Two arguments of one name: the last one counts for the check and for the work
// alike, so that nothing unchecked gets through.
func TestRepeatedArgumentsAreCheckedAsTheyAreUsed(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	call := func(raw string) (tools.Result, error) {
		return e.Registry.Call(t.Context(), tools.Call{Tool: "govgroup_list", Arguments: json.RawMessage(raw)})
	}
	result, err := call(`{"limit":9999,"limit":2}`)
	require.NoError(t, err)
	assert.Len(t, into[list](t, result).Items, 2)
	_, err = call(`{"limit":2,"limit":9999}`)
	assert.Equal(t, tools.InvalidInput, errorOf(t, err).Code)
	_, err = call(`{"limit":9999,"LIMIT":2}`)
	assert.Equal(t, tools.InvalidInput, errorOf(t, err).Code, "another spelling is another name")
}

// However large the arguments, what is said about them can be read.
func TestMessagesAboutHugeArgumentsStayShort(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	numbers := "[" + strings.Repeat("1,", 20_000) + "1]"
	var unknown strings.Builder
	for i := range 5_000 {
		fmt.Fprintf(&unknown, `,"no%d":1`, i)
	}
	cases := map[string]struct{ tool, arguments string }{
		"many wrong entries":     {"govgroup_members_add", `{"group":"x","members":` + numbers + `}`},
		"many unknown arguments": {"govgroup_get", `{"group":"x"` + unknown.String() + `}`},
		"one long unknown name":  {"govgroup_get", `{"group":"x","` + strings.Repeat("y", 100_000) + `":1}`},
		"a number of digits":     {"govgroup_list", `{"limit":` + strings.Repeat("9", 100_000) + `}`},
		"a huge exponent":        {"govgroup_list", `{"limit":1e100000}`},
		"a tiny exponent":        {"govgroup_list", `{"limit":1e-100000}`},
		"an absurd exponent":     {"govgroup_list", `{"limit":1e999999999}`},
		"a negative absurdity":   {"govgroup_list", `{"limit":-1e999999999}`},
		"deep nesting":           {"govgroup_get", `{"group":` + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000) + `}`},
		"deeper nesting":         {"govgroup_get", strings.Repeat("[", 1_000_000)},
		"a long group":           {"govgroup_update", `{"group":"` + strings.Repeat("z", 100_000) + `"}`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := e.Registry.Call(t.Context(), tools.Call{Tool: c.tool, Arguments: json.RawMessage(c.arguments)})
			failure := errorOf(t, err)
			assert.Equal(t, tools.InvalidInput, failure.Code)
			assert.Less(t, len(failure.Message), 4_000)
		})
	}
}

func TestTheNearestWord(t *testing.T) {
	t.Parallel()
	names := []string{"query", "member", "owner", "filters", "sorters", "limit", "offset"}
	for given, near := range map[string]string{
		"querry": "query", "members": "member", "filter": "filters", "sorter": "sorters", "LIMIT": "limit", "ofset": "offset",
		"owners": "owner", "purpose": "", "": "", "x": "", "confirm": "", "количество": "",
	} {
		assert.Equal(t, near, tools.Nearest(given, names), "for %q", given)
	}
	assert.Empty(t, tools.Nearest("query", nil))
}

// More than a person could read in one question is refused before the tenant is
// asked, with how to go on.
func TestARequestHasAtMostAThousandItems(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	many := make([]string, 2001)
	for i := range many {
		many[i] = fmt.Sprintf("person%04d", i)
	}
	for tool, in := range map[string]func(items []string) args{
		"govgroup_create":         func(items []string) args { return args{"name": "New", "owner": "jdoe", "members": items} },
		"govgroup_members_add":    func(items []string) args { return args{"group": "DB Access", "members": items} },
		"govgroup_members_remove": func(items []string) args { return args{"group": "DB Access", "members": items} },
		"govgroup_bulk_delete":    func(items []string) args { return args{"groups": items} },
	} {
		sent := e.requests(func() {
			said := e.refused(t, tools.InvalidInput, tool, in(many))
			assert.Contains(t, said, "has 2001 entries; at most 1000 are accepted. Split them into 3 requests.", tool)
		})
		assert.Empty(t, sent, tool)
	}
	said := e.refused(t, tools.NotFound, "govgroup_members_add", args{"group": "DB Access", "members": many[:1000]})
	assert.Contains(t, said, "“person0009” and 990 more.", "a thousand are taken, and a few of them named")
}

// What clients send in place of what the schema says, where only one thing can be meant.
func TestWhatClientsReallySend(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for sent, meant := range map[[2]string]string{
		{"govgroup_members_add", `{"group":"DB Access","members":"[\"jdoe\", \"avery.stone@corp.example\"]","dry_run":true}`}: `{"group":"DB Access","members":["jdoe","avery.stone@corp.example"],"dry_run":true}`,
		{"govgroup_members_add", `{"group":"DB Access","members":"avery.stone@corp.example","dry_run":true}`}:                 `{"group":"DB Access","members":["avery.stone@corp.example"],"dry_run":true}`,
		{"govgroup_bulk_delete", `{"groups":"[\"DB Access\"]","dry_run":true,"reason":null}`}:                                 `{"groups":["DB Access"],"dry_run":true}`,
		{"govgroup_list", `{"query":"DB","member":null,"owner":null,"limit":null,"filters":null}`}:                            `{"query":"DB"}`,
		{"govgroup_update", `{"group":"DB Access","name":null,"description":"x","dry_run":true}`}:                             `{"group":"DB Access","description":"x","dry_run":true}`,
		{"govgroup_list", `{"limit":5.0,"offset":1e1}`}:                                                                       `{"limit":5,"offset":10}`,
	} {
		got, err := e.Registry.Call(t.Context(), tools.Call{Tool: sent[0], Arguments: json.RawMessage(sent[1])})
		require.NoError(t, err, sent[1])
		want, err := e.Registry.Call(t.Context(), tools.Call{Tool: sent[0], Arguments: json.RawMessage(meant)})
		require.NoError(t, err, meant)
		assert.Equal(t, want, got, sent[1])
	}
}
