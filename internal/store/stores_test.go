// Both stores keep the contracts: a file, and a database on a real server.

package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/signin"
	"govgroup/internal/store"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// stores are the places that a state can be in, each new and empty.
var stores = map[string]func(testing.TB) string{
	"sqlite":   func(t testing.TB) string { return fresh(t) },
	"postgres": testenv.Postgres,
}

// onBoth runs a test on each store.
func onBoth(t *testing.T, test func(t *testing.T, place func(testing.TB) string)) {
	for name, place := range stores {
		t.Run(name, func(t *testing.T) { test(t, place) })
	}
}

func TestRequests(t *testing.T) {
	onBoth(t, func(t *testing.T, place func(testing.TB) string) {
		testRequests(t, func(t *testing.T) confirm.Store { return opened(t, place(t)).Requests() })
	})
}

func TestLeases(t *testing.T) {
	onBoth(t, func(t *testing.T, place func(testing.TB) string) {
		testLeases(t, func(t *testing.T, now func() time.Time) confirm.Store {
			return opened(t, place(t), store.WithClock(now)).Requests()
		})
	})
}

func TestAudit(t *testing.T) {
	onBoth(t, func(t *testing.T, place func(testing.TB) string) {
		testAudit(t, func(t *testing.T) audit.Store { return opened(t, place(t)).Audit() })
	})
}

func TestTokens(t *testing.T) {
	onBoth(t, func(t *testing.T, place func(testing.TB) string) {
		testTokens(t, func(t *testing.T) signin.TokenStore { return opened(t, place(t)).Tokens() })
	})
}

func TestAServersStateIsOpenedAsAFileIs(t *testing.T) {
	place := testenv.Postgres(t)
	_, err := store.OpenReading(t.Context(), place)
	require.ErrorIs(t, err, store.ErrNothing)
	require.ErrorIs(t, err, os.ErrNotExist)

	db := opened(t, place)
	require.NoError(t, db.Check(t.Context()))
	hostile := request("r\x001")
	hostile.Requester.Subject = "U\xff"
	require.NoError(t, db.Requests().Create(t.Context(), hostile), "a file takes any text")
	require.NoError(t, db.Requests().Create(t.Context(), request("r1")))
	long := tools.Ref{ID: "g1", Name: strings.Repeat("ä", 5000)}
	log := audit.NewLog(db.Audit(), time.Now)
	_, err = log.Append(t.Context(), audit.Entry{Kind: audit.Outcome, Request: "r1", State: "done", Groups: []tools.Ref{long, long}})
	require.NoError(t, err)
	_, total, err := log.History(t.Context(), audit.Query{Group: long.Name})
	require.NoError(t, err)
	assert.Equal(t, 1, total)

	reading, err := store.OpenReading(t.Context(), place)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, reading.Close()) })
	_, err = reading.Requests().Get(t.Context(), "r1")
	require.NoError(t, err)
	require.ErrorContains(t, reading.Requests().Create(t.Context(), request("r9")), "read-only")
	require.ErrorContains(t, reading.Check(t.Context()), "read-only")

	for _, query := range []string{`UPDATE audit SET hash = ''`, `DELETE FROM audit`, `TRUNCATE audit`} {
		require.ErrorContains(t, db.TryExec(query), "append-only")
	}
	db.Exec(t, `INSERT INTO migrations (version_id, is_applied) VALUES (99, true)`)
	for _, open := range []func() (*store.DB, error){
		func() (*store.DB, error) { return store.Open(t.Context(), place) },
		func() (*store.DB, error) { return store.OpenReading(t.Context(), place) },
	} {
		_, err := open()
		require.ErrorContains(t, err, "newer govgroup (schema 99, this one knows 9)")
	}
}

func TestBothStoresCountTheSameSchemas(t *testing.T) {
	newest := func(folder string) string {
		files, err := filepath.Glob(filepath.Join("migrations", folder, "*.sql"))
		require.NoError(t, err)
		require.NotEmpty(t, files)
		return filepath.Base(files[len(files)-1])[:5]
	}
	assert.Equal(t, newest("sqlite"), newest("postgres"))
}

// The password of an address is shown nowhere.
func TestAServerThatCannotBeReached(t *testing.T) {
	for where, want := range map[string]string{
		"postgres://u:secret@127.0.0.1:1/d":          "state in postgres://u:xxxxx@127.0.0.1:1/d: ",
		"postgres://u@127.0.0.1:1/d?password=secret": "connect",
		"postgresql://u:secret@h:port/d":             "cannot parse",
	} {
		for _, open := range []func(context.Context, string) (*store.DB, error){
			func(ctx context.Context, at string) (*store.DB, error) { return store.Open(ctx, at) }, store.OpenReading,
		} {
			_, err := open(t.Context(), where)
			require.ErrorContains(t, err, want, where)
			assert.NotContains(t, err.Error(), "secret")
			assert.NotErrorIs(t, err, store.ErrNothing)
		}
	}
}

// A program that is frozen while it has its turn does not stop the others for good.
func TestAFrozenProgramLosesItsTurn(t *testing.T) {
	testenv.Long(t, "it waits until the server ends a session")
	place := testenv.Postgres(t)
	frozen, db := opened(t, place), opened(t, place)
	appending, goOn := make(chan struct{}), make(chan struct{})
	ended := make(chan error, 1)
	go func() {
		ended <- frozen.Audit().Append(context.WithoutCancel(t.Context()), func(audit.Record) (audit.Record, error) {
			close(appending)
			<-goOn
			return audit.Record{Seq: 1, Body: []byte("late"), Hash: "late"}, nil
		})
	}()
	<-appending
	assert.Equal(t, audit.Record{}, add(t, db.Audit()))
	close(goOn)
	require.Error(t, <-ended, "it is told that nothing was kept")
	assert.Len(t, all(t, db.Audit(), 1), 1)
}
