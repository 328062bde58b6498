// Whoami: what callers are told of themselves.

package groups_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

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
