// The SQLite store: it keeps both contracts, and opens only what it may trust.

package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/store"
	"govgroup/internal/tools"
)

func opened(t testing.TB, path string, options ...store.Option) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), path, options...)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, db.Close()) })
	return db
}

func fresh(t testing.TB) string { return filepath.Join(t.TempDir(), "state.db") }

func TestOpenKeepsWhatIsThere(t *testing.T) {
	for _, name := range []string{"state.db", "with space", "odd?&#%41'\".db", "münchen\u202e.db"} {
		path := filepath.Join(t.TempDir(), name)
		db, err := store.Open(t.Context(), "sqlite:"+path)
		require.NoError(t, err, name)
		require.NoError(t, db.Requests().Create(t.Context(), request("r1")))
		add(t, db.Audit())
		require.NoError(t, db.Close())

		_, err = os.Stat(path)
		require.NoError(t, err, "the file has the name that was given")
		again := opened(t, path)
		_, err = again.Requests().Get(t.Context(), "r1")
		require.NoError(t, err)
		assert.Len(t, all(t, again.Audit(), 1), 1)
	}
}

func TestTwoOpenOneFile(t *testing.T) {
	path := fresh(t)
	one, two := opened(t, path), opened(t, path)
	require.NoError(t, one.Requests().Create(t.Context(), request("r1")))
	r, err := two.Requests().Get(t.Context(), "r1")
	require.NoError(t, err)
	require.NoError(t, two.Requests().Update(t.Context(), r))
	require.ErrorIs(t, one.Requests().Update(t.Context(), r), confirm.ErrConflict)
}

func TestCommitsOutlastAPowerCut(t *testing.T) {
	db := opened(t, fresh(t))
	for setting, want := range map[string]string{"journal_mode": "wal", "synchronous": "2"} {
		assert.Equal(t, want, db.Setting(t, setting), setting)
	}
}

func TestFilesBelongToTheirOwner(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	folder := filepath.Join(t.TempDir(), "new", "govgroup")
	db := opened(t, filepath.Join(folder, "state.db"))
	require.NoError(t, db.Requests().Create(t.Context(), request("r1")))
	for name, mode := range map[string]os.FileMode{
		".": 0o700, "..": 0o700, "state.db": 0o600, "state.db-wal": 0o600, "state.db-shm": 0o600, "state.db.lock": 0o600,
	} {
		info, err := os.Stat(filepath.Join(folder, name))
		require.NoError(t, err)
		assert.Equal(t, mode, info.Mode().Perm(), name)
	}
}

func TestOpenRefusesWhatOthersCanRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	path := fresh(t)
	require.NoError(t, opened(t, path).Requests().Create(t.Context(), request("r1")))
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		require.NoError(t, os.Chmod(name, 0o640))
		_, err := store.Open(t.Context(), path)
		require.ErrorContains(t, err, "chmod 600 '"+name+"'")
		require.NoError(t, os.Chmod(name, 0o600))
	}
	opened(t, path)
}

func TestOpenRefusesANewerSchema(t *testing.T) {
	path := fresh(t)
	opened(t, path).Exec(t, `INSERT INTO migrations (version_id, is_applied) VALUES (99, 1)`)
	_, err := store.Open(t.Context(), path)
	require.ErrorContains(t, err, "newer govgroup (schema 99, this one knows 9): update this program")
}

func TestOpenRefusesWhatIsNoStore(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "notes.txt")
	require.NoError(t, os.WriteFile(text, []byte("these are notes, and not a database at all, however long they get"), 0o600))
	for where, want := range map[string]string{
		text:                      "not a database",
		folder:                    "is not a file",
		filepath.Join(text, "db"): "notes.txt",
		":memory:":                "lost with the process",
		"sqlite::memory:":         "lost with the process",
		"sqlite:":                 "path of a file is missing",
		"a\x00b":                  "path of a file is missing",
		"mysql://u:secret@h/d":    "neither the path of a file",
		"postgres:u:secret@h/d":   "neither the path of a file",
		"host=h password=secret":  "neither the path of a file",
	} {
		_, err := store.Open(t.Context(), where)
		require.ErrorContains(t, err, want, where)
		assert.NotContains(t, err.Error(), "secret")
	}
}

func TestDefaultPath(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems have their own")
	}
	state, home := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_STATE_HOME", state)
	opened(t, "")
	assert.FileExists(t, filepath.Join(state, "govgroup", "state.db"))

	for _, unusable := range []string{"", "relative"} {
		t.Setenv("XDG_STATE_HOME", unusable)
		path, err := store.DefaultPath()
		require.NoError(t, err)
		assert.Equal(t, filepath.Join(home, ".local", "state", "govgroup", "state.db"), path)
	}
	t.Setenv("HOME", "")
	_, err := store.Open(t.Context(), "")
	require.ErrorContains(t, err, "give the path of a file")
}

// A failure is not a conflict: conflicts mean that someone else was first.
func TestFailuresAreNotConflicts(t *testing.T) {
	hold := func(t *testing.T, db *store.DB, path string) {
		other, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate")
		require.NoError(t, err)
		tx, err := other.Begin()
		require.NoError(t, err)
		t.Cleanup(func() { assert.NoError(t, tx.Rollback()); assert.NoError(t, other.Close()) })
		db.Exec(t, `PRAGMA busy_timeout = 1`)
	}
	for name, c := range map[string]struct {
		spoil func(*testing.T, *store.DB, string)
		want  string
	}{
		"disk full": {func(t *testing.T, db *store.DB, _ string) { db.Exec(t, `PRAGMA max_page_count = 1`) }, "full"},
		"read-only": {func(t *testing.T, db *store.DB, _ string) { db.Exec(t, `PRAGMA query_only = 1`) }, "readonly"},
		"locked":    {hold, "locked"},
		"closed":    {func(t *testing.T, db *store.DB, _ string) { require.NoError(t, db.Close()) }, "closed"},
		"damaged":   {func(t *testing.T, db *store.DB, _ string) { db.Exec(t, `DROP TABLE requests; DROP TABLE audit`) }, "no such table"},
	} {
		t.Run(name, func(t *testing.T) {
			path := fresh(t)
			db := opened(t, path)
			require.NoError(t, db.Requests().Create(t.Context(), request("r1")))
			r := request("r1")
			r.Version, r.Reason = 1, string(make([]byte, 100_000)) // more than the pages at hand
			c.spoil(t, db, path)
			for _, err := range []error{
				db.Requests().Update(t.Context(), r),
				db.Requests().Create(t.Context(), confirm.Request{ID: "r2", Reason: r.Reason}),
				db.Audit().Append(t.Context(), func(audit.Record) (audit.Record, error) {
					return audit.Record{Seq: 1, Body: make([]byte, 100_000)}, nil
				}),
			} {
				require.ErrorContains(t, err, c.want)
				require.NotErrorIs(t, err, confirm.ErrConflict)
				require.NotErrorIs(t, err, confirm.ErrNotFound)
			}
		})
	}
}

func TestADocumentThatCannotBeReadIsNotMissing(t *testing.T) {
	db := opened(t, fresh(t))
	require.NoError(t, db.Requests().Create(t.Context(), request("r1")))
	db.Exec(t, `UPDATE requests SET document = '{'`)
	_, err := db.Requests().Get(t.Context(), "r1")
	require.ErrorContains(t, err, "cannot be read")
	require.NotErrorIs(t, err, confirm.ErrNotFound)
	_, err = db.Requests().List(t.Context(), confirm.Query{Tenant: acme})
	require.ErrorContains(t, err, "cannot be read")
}

func TestTheAuditIsAppendOnly(t *testing.T) {
	db := opened(t, fresh(t))
	log := audit.NewLog(db.Audit(), time.Now)
	for range 3 {
		_, err := log.Append(t.Context(), audit.Entry{Kind: audit.Asked})
		require.NoError(t, err)
	}
	for _, query := range []string{`UPDATE audit SET hash = ''`, `DELETE FROM audit WHERE seq = 3`} {
		require.ErrorContains(t, db.TryExec(query), "append-only")
	}
	db.Exec(t, `DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE seq = 3`)
	report, err := log.Verify(t.Context())
	require.NoError(t, err)
	require.False(t, report.Sound())
	assert.Equal(t, int64(3), report.Finding.Seq)
}

// A state that was written before there was an index has one when it is opened.
func TestOlderEntriesAreIndexed(t *testing.T) {
	path := fresh(t)
	db := opened(t, path)
	log := audit.NewLog(db.Audit(), time.Now)
	for range 3 {
		_, err := log.Append(t.Context(), audit.Entry{Kind: audit.Outcome, Request: "r1", State: "done", Groups: []tools.Ref{{ID: "g1", Name: "DB"}}})
		require.NoError(t, err)
	}
	wanted, total, err := log.History(t.Context(), audit.Query{Group: "db"})
	require.NoError(t, err)
	require.Equal(t, 1, total)
	db.Exec(t, `DELETE FROM audit_steps; DELETE FROM audit_changes; DELETE FROM audit_keys; DELETE FROM audit_names`)
	_, total, err = log.History(t.Context(), audit.Query{Group: "db"})
	require.NoError(t, err)
	require.Zero(t, total)
	found, _, err := audit.NewLog(opened(t, path).Audit(), time.Now).History(t.Context(), audit.Query{Group: "db"})
	require.NoError(t, err)
	assert.Equal(t, wanted, found)
}
