package confirm_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// needing makes a request that waits for a yes of the level.
func needing(t *testing.T, w *world, level confirm.Level) tools.RequestID {
	t.Helper()
	o := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	r := w.stored(t, o.Change)
	r.Level = level
	require.NoError(t, w.db.Requests().Update(t.Context(), r))
	return o.Change
}

func TestOnlyWhatNeedsSomeoneElseIsAnnouncedAndOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	needing(t, w, confirm.Typed)
	person, second := needing(t, w, confirm.Person), needing(t, w, confirm.Second)
	var told []tools.RequestID
	tell := func(a confirm.Announcement) error {
		told = append(told, a.ID)
		assert.Equal(t, tools.StatusAsk, a.Outcome.Status)
		return nil
	}
	require.NoError(t, w.gate.Announce(t.Context(), tell))
	assert.ElementsMatch(t, []tools.RequestID{person, second}, told)
	require.NoError(t, w.another(t).gate.Announce(t.Context(), tell))
	assert.Len(t, told, 2, "a second program tells nobody again")
}

func TestWhatCouldNotBeToldIsToldLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := needing(t, w, confirm.Second)
	lost := errors.New("the channel is gone")
	require.ErrorIs(t, w.gate.Announce(t.Context(), func(confirm.Announcement) error { return lost }), lost)
	var told []tools.RequestID
	require.NoError(t, w.gate.Announce(t.Context(), func(a confirm.Announcement) error {
		told = append(told, a.ID)
		return nil
	}))
	assert.Equal(t, []tools.RequestID{id}, told)
}

func TestWhatHasExpiredIsNotAnnounced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	needing(t, w, confirm.Second)
	w.Pass(time.Hour)
	require.NoError(t, w.gate.Announce(t.Context(), func(confirm.Announcement) error {
		t.Error("an expired request was announced")
		return nil
	}))
}
