// The halves of a change, called as a gate calls them.

package tools_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
)

// planned prepares a change and plans it, as a gate does.
func (w *world) planned(t testing.TB, tool string, in any) (*tools.Session, tools.Change, tools.Plan) {
	t.Helper()
	raw, err := json.Marshal(in)
	require.NoError(t, err)
	s := w.registry.Session(tools.Caller{Surface: "stdio", Subject: "tester"}, nil)
	change, err := w.registry.Change(t.Context(), s, tool, raw)
	require.NoError(t, err)
	p, err := change.Plan(t.Context(), s)
	require.NoError(t, err)
	return s, change, p
}
