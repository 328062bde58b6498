// Probes: how often it is asked whether all works.

package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
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
			probes.Go(func() { assert.Equal(t, []string{"tenant"}, r.probe(t.Context()).parts) })
		}
		probes.Wait()
		assert.Equal(t, 1, asked)
		time.Sleep(readyFor)
		require.Empty(t, r.probe(t.Context()).parts)
		assert.Equal(t, 2, asked)
	})
}

func TestWhyIsToldWhereEveryoneMayReadIt(t *testing.T) {
	t.Parallel()
	for why, says := range map[error]string{
		errors.New("secret"): "", Public("Slack says token_revoked"): "Slack says token_revoked",
		fmt.Errorf("secret: %w", Public("the scope is missing")): "the scope is missing",
	} {
		r := NewReadiness(one(func(context.Context) error { return why }), slog.New(slog.DiscardHandler))
		answer := httptest.NewRecorder()
		r.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil))
		assert.Equal(t, http.StatusServiceUnavailable, answer.Code)
		assert.NotContains(t, answer.Body.String(), "secret")
		if says != "" {
			assert.Contains(t, answer.Body.String(), `"causes":{"tenant":"`+says+`"}`)
		}
	}
}

func TestAProbeThatHangsUpIsNotAFault(t *testing.T) {
	t.Parallel()
	r := NewReadiness(one(func(ctx context.Context) error { return ctx.Err() }), slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.Empty(t, r.probe(ctx).parts)
}

func TestACheckThatHangsIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := NewReadiness(one(func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}), slog.New(slog.DiscardHandler))
		require.Equal(t, []string{"tenant"}, r.probe(t.Context()).parts)
	})
}
