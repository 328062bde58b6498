// Fuzzing: whatever arrives as arguments, every tool that reads answers with a result
// or an error, and the tenant stays as it is.

package groups_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

func FuzzArguments(f *testing.F) {
	for _, c := range refusals {
		f.Add([]byte(c.arguments))
	}
	for _, good := range []string{
		`{"group":"DB Access","limit":3,"offset":1,"sorters":"-name"}`, `{"query":"approv","limit":2}`, `{"owner":"jdoe"}`,
		`{"filters":"name sw \"DB\""}`, `{"filters":"name co \"DB\""}`, `{"member":"jane.doe@corp.example","sorters":"size"}`,
		`{"group":"00000000-0000-0000-0000-000000000000"}`, `{"group":"0123456789abcdef0123456789abcdef"}`,
		`{"limit":1e1000001}`, `{"limit":1,"limit":{}}`, "{\"group\":\"\xff\"}", `{"group":"\ud800"}`, `{"query":"a b c"}`,
	} {
		f.Add([]byte(good))
	}
	e := newEnv(f, setup{sandbox: sandbox.Options{Groups: 60, People: 650}})
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, tool := range e.Registry.Tools() {
			if !tool.ReadOnly() {
				continue // the others go through the same check and would only take longer
			}
			result, err := e.Registry.Call(t.Context(), tools.Call{Tool: tool.Name, Arguments: raw})
			if err == nil {
				outputs()[tool.Name].accepts(t, result.Data)
				continue
			}
			failure := errorOf(t, err)
			assert.True(t, utf8.ValidString(failure.Message), "%q", failure.Message)
			assert.NotEqual(t, tools.Internal, failure.Code, "%v", failure.Cause)
		}
		require.Empty(t, e.Effects())
	})
}
