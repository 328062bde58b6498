// Whoami: what callers are told of themselves.

package groups_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

func TestWhoamiTellsCallerTenantAndTools(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{tools: tools.Settings{ReadOnly: true, Sandbox: true}})
	caller := tools.Caller{Surface: "http", Subject: "tok-1", Email: "jane.doe@corp.example", Identity: e.JaneDoe.ID, Client: "inspector 1.0"}
	var result tools.Result
	sent := e.requests(func() {
		var err error
		result, err = e.Registry.Call(t.Context(), tools.Call{Tool: "govgroup_whoami", Caller: caller})
		require.NoError(t, err)
	})
	assert.Empty(t, sent, "it answers even when the tenant does not")
	outputs()["govgroup_whoami"].accepts(t, result.Data)
	raw, err := json.Marshal(result.Data)
	require.NoError(t, err)
	assert.JSONEq(t, `{
		"caller": {"surface": "http", "subject": "tok-1", "email": "jane.doe@corp.example", "identity": "`+e.JaneDoe.ID+`", "client": "inspector 1.0"},
		"tenant": "`+e.URL+`", "sandbox": true, "read_only": true,
		"tools": ["`+strings.Join(reading(), `", "`)+`"]
	}`, string(raw))
	assert.Contains(t, result.Text, "You are tok-1 (jane.doe@corp.example), over http.")
	assert.Contains(t, result.Text, "It is the embedded tenant")
	assert.Contains(t, result.Text, "Only tools that read are available.")
	assert.NotContains(t, result.Text, e.ClientSecret)
}

// One registry serves every caller at once.
func TestCallsAtTheSameTimeDoNotMix(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{sandbox: sandbox.Options{Groups: 60, People: 650}})
	var all sync.WaitGroup
	for _, g := range e.Groups()[:30] {
		all.Go(func() {
			raw, _ := json.Marshal(args{"group": g.ID}) // one string
			result, err := e.Registry.Call(t.Context(), tools.Call{Tool: "govgroup_get", Arguments: raw})
			if assert.NoError(t, err) {
				assert.Equal(t, g.ID, into[shownGroup](t, result).ID)
			}
		})
	}
	all.Wait()
}

// What the program's token cannot serve is not offered, and whoami says which and why.
func TestToolsThatTheTokenCannotServeAreNotOffered(t *testing.T) {
	t.Parallel()
	all := newEnv(t, setup{}).Registry.Tools()
	for name, c := range map[string]struct {
		scopes []string
		lacks  []string
		says   string
	}{
		"reading": {
			[]string{"idn:workgroup:read", "sp:scopes:default"},
			[]string{tools.NameCreate, tools.NameUpdate, tools.NameDelete, tools.NameBulkDelete, tools.NameMembersAdd, tools.NameMembersRemove, tools.NameMembersSet, tools.NameHandover},
			"Not available is govgroup_members_add: the tenant's token lacks idn:workgroup:write.",
		},
		"groups and not members": {
			[]string{"idn:workgroup:manage"},
			[]string{tools.NameMembersAdd, tools.NameMembersRemove, tools.NameMembersSet, tools.NameHandover},
			"govgroup_handover: the tenant's token lacks idn:workgroup:write",
		},
		"everything":         {[]string{"sp:scopes:all"}, nil, ""},
		"nothing that tells": {[]string{"sp:scopes:default"}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{client: sandbox.Client{ID: "scoped", Secret: "scoped-secret", Scopes: c.scopes}})
			offered := e.Registry.ToolsFor(t.Context(), tools.Caller{Surface: "stdio"})
			var lacks []string
			for _, tool := range all {
				if !slices.ContainsFunc(offered, func(o tools.Tool) bool { return o.Name == tool.Name }) {
					lacks = append(lacks, tool.Name)
				}
			}
			assert.Equal(t, c.lacks, lacks)
			said := e.ok(t, tools.NameWhoami, args{}).Text
			assert.Contains(t, said, c.says)
			for _, name := range c.lacks {
				assert.Contains(t, said, "Not available is "+name)
			}
			assert.Equal(t, len(c.lacks), strings.Count(said, "Not available"))
		})
	}
}

// While the tenant cannot be reached nothing is known of the token, and all is offered.
func TestAllToolsAreOfferedWhileTheTenantIsAway(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{client: sandbox.Client{ID: "scoped", Secret: "scoped-secret", Scopes: []string{"idn:workgroup:read"}}})
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultTimeout, Operation: sandbox.OpToken, Times: -1})
	began := time.Now()
	assert.Len(t, e.Registry.ToolsFor(t.Context(), tools.Caller{Surface: "stdio"}), len(e.Registry.Tools()))
	assert.Len(t, e.Registry.ToolsFor(t.Context(), tools.Caller{Surface: "stdio"}), len(e.Registry.Tools()))
	assert.Less(t, time.Since(began), 5*time.Second, "it is asked once, and not for long")
}
