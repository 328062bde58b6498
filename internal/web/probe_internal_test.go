// Probes: how often it is asked whether all works.

package web

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func one(check func(context.Context) error) []Part { return []Part{{"tenant", check}} }

func TestReadinessIsAskedAgainAfterSomeSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		r := NewReadiness(one(func(context.Context) error {
			asked++
			time.Sleep(time.Second)
			if asked == 1 {
				return errors.New("down")
			}
			return nil
		}), slog.New(slog.DiscardHandler))
		var probes sync.WaitGroup
		for range 50 {
			probes.Go(func() { assert.Equal(t, []string{"tenant"}, r.probe(t.Context())) })
		}
		probes.Wait()
		assert.Equal(t, 1, asked)
		time.Sleep(readyFor)
		require.Empty(t, r.probe(t.Context()))
		assert.Equal(t, 2, asked)
	})
}

func TestAProbeThatHangsUpIsNotAFault(t *testing.T) {
	t.Parallel()
	r := NewReadiness(one(func(ctx context.Context) error { return ctx.Err() }), slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.Empty(t, r.probe(ctx))
}

func TestACheckThatHangsIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := NewReadiness(one(func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}), slog.New(slog.DiscardHandler))
		require.Equal(t, []string{"tenant"}, r.probe(t.Context()))
	})
}
