// Pool: its bounds, and that nothing accepted is lost.

package slackbot

import (
	"context"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func testPool(t *testing.T, workers, queue int) *pool {
	return newPool(workers, queue, slog.New(slog.NewTextHandler(t.Output(), nil)))
}

func TestNoMoreJobsRunAtOnceThanThereAreWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := testPool(t, 2, 10)
		var running, most, done atomic.Int32
		for range 6 {
			require.True(t, p.submit(func(context.Context) {
				most.Store(max(most.Load(), running.Add(1)))
				time.Sleep(time.Second)
				running.Add(-1)
				done.Add(1)
			}))
		}
		p.close(time.Minute)
		assert.EqualValues(t, 2, most.Load())
		assert.EqualValues(t, 6, done.Load(), "what was accepted is done, also while closing")
	})
}

func TestWhatDoesNotFitIsTurnedAwayAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := testPool(t, 1, 1)
		wait := func(context.Context) { time.Sleep(time.Second) }
		require.True(t, p.submit(wait))
		synctest.Wait() // it runs, and the queue is empty
		require.True(t, p.submit(wait))
		assert.False(t, p.submit(wait), "the queue holds one")
		p.close(time.Minute)
		assert.False(t, p.submit(wait), "closed")
	})
}

func TestAPanicEndsItsJobAndNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := testPool(t, 1, 2)
		var after bool
		require.True(t, p.submit(func(context.Context) { panic("for the test") }))
		require.True(t, p.submit(func(context.Context) { after = true }))
		<-p.untilIdle()
		assert.True(t, after)
		p.close(time.Second)
	})
}

func TestAfterTheGraceJobsAreToldToStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := testPool(t, 1, 2)
		var first, second error
		require.True(t, p.submit(func(ctx context.Context) { <-ctx.Done(); first = ctx.Err() }))
		require.True(t, p.submit(func(ctx context.Context) { second = ctx.Err() }))
		begun := time.Now()
		p.close(3 * time.Second)
		assert.Equal(t, 3*time.Second, time.Since(begun))
		assert.ErrorIs(t, first, context.Canceled)
		assert.ErrorIs(t, second, context.Canceled, "one that waited runs, and finds its time over")
	})
}

func TestIdleIsOpenWhileThereIsWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := testPool(t, 1, 2)
		<-p.untilIdle()
		require.True(t, p.submit(func(context.Context) { time.Sleep(time.Second) }))
		select {
		case <-p.untilIdle():
			assert.Fail(t, "a job runs")
		default:
		}
		<-p.untilIdle()
		p.close(time.Second)
	})
}
