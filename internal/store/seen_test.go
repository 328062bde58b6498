package store_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/store"
)

func TestAKeyIsNewOnceInAllProcesses(t *testing.T) { onBoth(t, aKeyIsNewOnce) }

func aKeyIsNewOnce(t *testing.T, place func(testing.TB) string) {
	t.Parallel()
	path := place(t)
	open := func() *store.DB {
		db, err := store.Open(t.Context(), path)
		require.NoError(t, err)
		t.Cleanup(func() { assert.NoError(t, db.Close()) })
		return db
	}
	replicas := []*store.DB{open(), open()}
	now := time.Now()
	var first atomic.Int64
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			is, err := replicas[i%2].FirstTime(t.Context(), "v0=abc", now, now.Add(5*time.Minute))
			assert.NoError(t, err)
			if is {
				first.Add(1)
			}
		})
	}
	all.Wait()
	assert.EqualValues(t, 1, first.Load())

	again, err := open().FirstTime(t.Context(), "v0=abc", now.Add(time.Minute), now.Add(6*time.Minute))
	require.NoError(t, err)
	assert.False(t, again, "after a restart it is still known")
	other, err := replicas[0].FirstTime(t.Context(), "v0=abd", now, now.Add(5*time.Minute))
	require.NoError(t, err)
	assert.True(t, other)
	later, err := replicas[0].FirstTime(t.Context(), "v0=abc", now.Add(6*time.Minute), now.Add(11*time.Minute))
	require.NoError(t, err)
	assert.True(t, later, "what is over is forgotten")
}
