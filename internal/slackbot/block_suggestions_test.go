// Suggestions: that they fit, and that only those get them who may.

package slackbot_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slacktest"
)

// ahead opens the form for updating as somebody, and types into its first field.
func (e *env) ahead(query string) slacktest.Suggestion {
	e.t.Helper()
	v := e.form()
	var found slacktest.Suggestion
	require.Eventually(e.t, func() bool {
		var err error
		found, err = e.Suggest(e.jane, v, "group", query)
		return err == nil && len(found.Options) > 0
	}, soon, 20*time.Millisecond)
	return found
}

func TestManyLongNamesStillFitIntoAnAcknowledgement(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, r *replica) {
		for i := range 120 {
			name := fmt.Sprintf("Long %03d ", i)
			for len([]rune(name)) < 75 {
				name += "界"
			}
			_, err := e.Tenant.AddGroup(sandbox.Group{Name: name, OwnerID: e.JaneDoe.ID})
			require.NoError(t, err)
		}
		r.stop()
		e.start() // whose index is read anew
		_, err := e.Command(e.jane, e.room, "/govgroup update")
		require.NoError(t, err)
		found := e.ahead("Long")
		raw, err := json.Marshal(found.Options)
		require.NoError(t, err)
		assert.Greater(t, len(found.Options), 20)
		assert.Less(t, len(raw), 100<<10)
	})
}

func TestWhoMayNotUseItIsOfferedNoNames(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	_, err := e.Command(e.jane, e.room, "/govgroup update")
	require.NoError(t, err)
	v := e.form()
	require.NotEmpty(t, e.ahead("DB").Options)
	jane := slacktest.User{ID: e.jane, Name: "jane", Email: e.JaneDoe.Email, Guest: true}
	e.AddUser(jane)
	e.bots[0].stop()
	e.start() // which believes nothing from before
	found, err := e.Suggest(e.jane, v, "group", "DB")
	require.NoError(t, err)
	assert.Empty(t, found.Options)
}
