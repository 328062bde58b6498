// Calls: one caller's take nothing from another.

package mcpserver

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
)

func TestAttackManyCallsOfOneCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCalls()
		ctx, leave := context.WithCancel(t.Context())
		var waiting sync.WaitGroup
		for n := range maxAtWork + maxWaiting {
			waiting.Go(func() {
				if c.acquire(ctx, "ann") != nil && n < maxAtWork {
					t.Error("some of the first do not get their turn")
				}
			})
			synctest.Wait()
		}
		err := c.acquire(ctx, "ann")
		require.Error(t, err)
		assert.Equal(t, tools.RateLimited, tools.AsError(err).Code)
		require.NoError(t, c.acquire(ctx, "bob"), "another's turn comes at once")
		c.release("bob")

		c.release("ann")
		synctest.Wait()
		assert.Len(t, c.waiting["ann"], maxWaiting-1, "one that waited has its turn")
		leave()
		waiting.Wait()
		assert.Empty(t, c.waiting["ann"])
		for range maxAtWork {
			c.release("ann")
		}
		<-c.stop()
		assert.ErrorIs(t, c.acquire(t.Context(), "ann"), errStopping)
	})
}
