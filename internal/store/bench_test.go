// What the store costs. The entries are as large as real ones.

package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/store"
	"govgroup/internal/tools"
)

func benchmarked(b *testing.B) *store.DB {
	b.Helper()
	db, err := store.Open(b.Context(), b.TempDir()+"/state.db")
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, db.Close()) })
	return db
}

func BenchmarkOpenNew(b *testing.B) {
	folder := b.TempDir()
	for i := 0; b.Loop(); i++ {
		db, err := store.Open(b.Context(), fmt.Sprintf("%s/%d.db", folder, i))
		require.NoError(b, err)
		require.NoError(b, db.Close())
	}
}

func BenchmarkOpenAgain(b *testing.B) {
	path := b.TempDir() + "/state.db"
	for b.Loop() {
		db, err := store.Open(b.Context(), path)
		require.NoError(b, err)
		require.NoError(b, db.Close())
	}
}

func BenchmarkUpdate(b *testing.B) {
	requests := benchmarked(b).Requests()
	r := request("r1")
	require.NoError(b, requests.Create(b.Context(), r))
	for r.Version = 1; b.Loop(); r.Version++ {
		require.NoError(b, requests.Update(b.Context(), r))
	}
}

func entry(i int) audit.Entry {
	members := make([]tools.Item, 5)
	for n := range members {
		members[n] = tools.Item{ID: fmt.Sprintf("2c9180835d2e5168015d32f890ca%04d", n), Name: "Somebody Or-Other", Outcome: tools.ItemDone}
	}
	return audit.Entry{
		Kind: audit.Outcome, Request: tools.RequestID(fmt.Sprint("r", i/4)), Tenant: acme, Actor: request("").Requester, Tool: "govgroup_members_remove",
		Groups: []tools.Ref{{ID: "g1", Name: "DB Access"}}, Level: "client", State: "done", Items: members,
	}
}

func BenchmarkAppend(b *testing.B) {
	log := audit.NewLog(benchmarked(b).Audit(), time.Now)
	for i := 0; b.Loop(); i++ {
		_, err := log.Append(b.Context(), entry(i))
		require.NoError(b, err)
	}
}

// BenchmarkTenThousandEntries reads a log of 10,000 entries as a whole.
func BenchmarkTenThousandEntries(b *testing.B) {
	db := benchmarked(b)
	log := audit.NewLog(db.Audit(), time.Now)
	require.NoError(b, db.TryExec(`PRAGMA synchronous = OFF`)) // only filling it
	for i := range 10_000 {
		_, err := log.Append(b.Context(), entry(i))
		require.NoError(b, err)
	}
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			report, err := log.Verify(b.Context())
			require.NoError(b, err)
			require.True(b, report.Sound())
		}
	})
	b.Run("history", func(b *testing.B) {
		for b.Loop() {
			_, total, err := log.History(b.Context(), audit.Query{Group: "g1", Limit: 50})
			require.NoError(b, err)
			require.Equal(b, 2500, total)
		}
	})
}
