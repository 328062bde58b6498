// Benchmark: what it costs to find out who calls.

package signin_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/signin"
	"govgroup/internal/store"
)

func BenchmarkToken(b *testing.B) {
	db, err := store.Open(b.Context(), b.TempDir()+"/state.db")
	require.NoError(b, err)
	defer db.Close()
	tokens := signin.Tokens{Store: db.Tokens()}
	whole, _, err := tokens.New(b.Context(), "laptop", janesEmail, 0)
	require.NoError(b, err)
	for b.Loop() {
		_, err := tokens.Authenticate(b.Context(), whole)
		require.NoError(b, err)
	}
}
