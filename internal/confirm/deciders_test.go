// What the people whom a request concerns are shown of it.

package confirm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// page is somebody known by their browser.
func page(subject string) tools.Caller { return tools.Caller{Surface: "http", Subject: subject} }

func ids(cases []confirm.RequestView) []tools.RequestID {
	var all []tools.RequestID
	for _, c := range cases {
		all = append(all, c.ID)
	}
	return all
}

func TestWhatWaitsIsListedForWhoMayDecide(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.waiting(t, "govgroup_delete", args{"group": w.DBAccess.ID})
	w.Pass(time.Minute)
	second := w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID})

	own, err := w.gate.ListPending(t.Context(), ann)
	require.NoError(t, err)
	assert.Equal(t, []tools.RequestID{first.Change, second.Change}, ids(own), "the one that expires first is first")
	assert.Equal(t, "DB Access", own[0].Phrase)
	assert.True(t, own[0].Own)
	assert.Nil(t, own[0].Refusal)

	others, err := w.gate.ListPending(t.Context(), page("bob"))
	require.NoError(t, err)
	assert.Empty(t, others, "without a policy nobody decides for others")

	w.Pass(14*time.Minute + 30*time.Second)
	own, err = w.gate.ListPending(t.Context(), ann)
	require.NoError(t, err)
	assert.Equal(t, []tools.RequestID{second.Change}, ids(own), "what expired does not wait")
}

func TestACaseIsShownToWhomItConcerns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	asked := w.waiting(t, "govgroup_delete", args{"group": w.DBAccess.ID})
	_, err := w.gate.View(t.Context(), asked.Change, page("bob"))
	refused(t, tools.NotAllowed, err)
	_, err = w.gate.View(t.Context(), asked.Change, page(""))
	refused(t, tools.NotAllowed, err)
	_, err = w.gate.View(t.Context(), "0123", ann)
	assert.Equal(t, tools.NotFound, tools.AsError(err).Code)

	w.done(t, asked)
	c, err := w.gate.View(t.Context(), asked.Change, ann)
	require.NoError(t, err)
	assert.Equal(t, confirm.Done, c.State)
	assert.Equal(t, tools.StatusDone, c.Outcome.Status)
}

func TestWhatSomebodyDecidedIsListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agreed := w.waiting(t, "govgroup_delete", args{"group": w.DBAccess.ID})
	declined := w.waiting(t, "govgroup_delete", args{"group": w.Unused.ID})
	w.waiting(t, "govgroup_delete", args{"group": w.Sixty.ID})
	w.done(t, agreed)
	_, err := w.gate.Decide(t.Context(), declined.Change, confirm.Answer{Verdict: confirm.No, By: ann})
	refused(t, tools.Declined, err)

	all, total, err := w.gate.ListDecided(t.Context(), ann, 10)
	require.NoError(t, err)
	assert.Equal(t, 2, total)
	assert.Equal(t, []tools.RequestID{declined.Change, agreed.Change}, ids(all), "the latest first")
	some, total, err := w.gate.ListDecided(t.Context(), ann, 1)
	require.NoError(t, err)
	assert.Equal(t, 2, total, "what is not listed is counted")
	assert.Equal(t, []tools.RequestID{declined.Change}, ids(some))
	none, total, err := w.gate.ListDecided(t.Context(), page("bob"), 10)
	require.NoError(t, err)
	assert.Zero(t, total)
	assert.Empty(t, none)
}
