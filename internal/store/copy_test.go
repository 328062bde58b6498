// Copying: nothing is lost on the way, in either direction.

package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/store"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

func TestAStateIsCopiedAsItIs(t *testing.T) {
	there, back := testenv.Postgres(t), fresh(t)
	from := opened(t, fresh(t))
	log := audit.NewLog(from.Audit(), time.Now)
	for i := range 30 {
		r := request(tools.RequestID(fmt.Sprint("r", i)))
		r.Created = noon // at the same moment: the order is that of their arrival
		require.NoError(t, from.Requests().Create(t.Context(), r))
		_, err := log.Append(t.Context(), audit.Entry{Kind: audit.Asked, Request: r.ID, Groups: []tools.Ref{{ID: "g1", Name: "DB"}}})
		require.NoError(t, err)
	}
	executing(t, from.Requests(), "begun")
	require.NoError(t, from.Tokens().Add(t.Context(), kept("a", "laptop")))
	_, err := from.FirstTime(t.Context(), "key", time.Now(), time.Now().Add(time.Hour))
	require.NoError(t, err)
	key, err := from.Key(t.Context(), "sessions")
	require.NoError(t, err)

	was := from
	for _, place := range []string{there, back} {
		to := opened(t, place)
		done, err := was.CopyTo(t.Context(), to)
		require.NoError(t, err)
		assert.Equal(t, store.Copied{Requests: 31, Entries: 30, Tokens: 1}, done)
		_, err = was.CopyTo(t.Context(), to)
		require.ErrorIs(t, err, store.ErrNotEmpty)
		was = opened(t, place) // as the next program finds it
		require.Nil(t, was.Rollback)
	}
	wanted, err := from.Requests().List(t.Context(), confirm.Query{EveryTenant: true, Limit: -1})
	require.NoError(t, err)
	got, err := was.Requests().List(t.Context(), confirm.Query{EveryTenant: true, Limit: -1})
	require.NoError(t, err)
	assert.Equal(t, wanted, got)
	assert.Equal(t, all(t, from.Audit(), 1), all(t, was.Audit(), 1))
	report, err := audit.NewLog(was.Audit(), time.Now).Verify(t.Context())
	require.NoError(t, err)
	assert.True(t, report.Sound(), report)
	_, total, err := audit.NewLog(was.Audit(), time.Now).History(t.Context(), audit.Query{Group: "db"})
	require.NoError(t, err)
	assert.Equal(t, 30, total)
	again, err := was.Key(t.Context(), "sessions")
	require.NoError(t, err)
	assert.Equal(t, key, again)
	first, err := was.FirstTime(t.Context(), "key", time.Now(), time.Now().Add(time.Hour))
	require.NoError(t, err)
	assert.False(t, first)
	token, err := was.Tokens().Find(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, kept("a", "laptop"), token)
}
