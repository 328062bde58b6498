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
func (w *world) ahead(query string) slacktest.Suggestion {
	w.t.Helper()
	v := w.form()
	var found slacktest.Suggestion
	require.Eventually(w.t, func() bool {
		var err error
		found, err = w.Suggest(w.jane, v, "group", query)
		return err == nil && len(found.Options) > 0
	}, soon, 20*time.Millisecond)
	return found
}

func TestManyLongNamesStillFitIntoAnAcknowledgement(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, w *world, r *replica) {
		for i := range 120 {
			name := fmt.Sprintf("Long %03d ", i)
			for len([]rune(name)) < 75 {
				name += "界"
			}
			_, err := w.tenant.AddGroup(sandbox.Group{Name: name, OwnerID: w.JaneDoe.ID})
			require.NoError(t, err)
		}
		r.stop()
		w.start() // whose index is read anew
		_, err := w.Command(w.jane, w.room, "/govgroup update")
		require.NoError(t, err)
		found := w.ahead("Long")
		raw, err := json.Marshal(found.Options)
		require.NoError(t, err)
		assert.Greater(t, len(found.Options), 20)
		assert.Less(t, len(raw), 100<<10)
	})
}

func TestWhoMayNotUseItIsOfferedNoNames(t *testing.T) {
	w := newWorld(t, setup{})
	w.start()
	_, err := w.Command(w.jane, w.room, "/govgroup update")
	require.NoError(t, err)
	v := w.form()
	require.NotEmpty(t, w.ahead("DB").Options)
	jane := slacktest.User{ID: w.jane, Name: "jane", Email: w.JaneDoe.Email, Guest: true}
	w.AddUser(jane)
	w.bots[0].stop()
	w.start() // which believes nothing from before
	found, err := w.Suggest(w.jane, v, "group", "DB")
	require.NoError(t, err)
	assert.Empty(t, found.Options)
}
