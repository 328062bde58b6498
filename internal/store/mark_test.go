// The mark: a state that was put back from an older copy is known.

package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/signin"
	"govgroup/internal/store"
	"govgroup/internal/tools"
)

// backup is a state in which r1 waits and t lets somebody in, with a copy that was
// made before both ended.
func backup(t *testing.T, path string) (older []byte) {
	t.Helper()
	db, err := store.Open(t.Context(), path)
	require.NoError(t, err)
	log := audit.NewLog(db.Audit(), time.Now)
	appended := func() {
		_, err := log.Append(t.Context(), audit.Entry{Kind: audit.Asked})
		require.NoError(t, err)
	}
	r := request("r1")
	r.Expires = time.Now().Add(time.Hour)
	require.NoError(t, db.Requests().Create(t.Context(), r))
	require.NoError(t, db.Tokens().Add(t.Context(), signin.Token{ID: "t", Name: "laptop", Hash: []byte("h")}))
	appended()
	require.NoError(t, db.Close())
	older, err = os.ReadFile(path)
	require.NoError(t, err)

	db, err = store.Open(t.Context(), path)
	require.NoError(t, err)
	require.Nil(t, db.Rollback, "nothing happened meanwhile")
	log = audit.NewLog(db.Audit(), time.Now)
	appended()
	require.NoError(t, db.Close())
	return older
}

func TestAnOlderCopyCountsForNothingThatWaited(t *testing.T) {
	path := fresh(t)
	older := backup(t, path)
	require.NoError(t, os.WriteFile(path, older, 0o600))

	reading, err := store.OpenReading(t.Context(), path)
	require.NoError(t, err)
	require.NotNil(t, reading.Rollback, "whoever only reads knows it, too")
	require.NoError(t, reading.Close())

	db := opened(t, path)
	require.Equal(t, &store.Rollback{Known: 2, Found: 1}, db.Rollback)
	r, err := db.Requests().Get(t.Context(), "r1")
	require.NoError(t, err)
	assert.Equal(t, confirm.Pending, r.State)
	assert.False(t, time.Now().Before(r.Expires), "it has expired")
	assert.Contains(t, r.Reason, "older copy")
	r.State = confirm.Expired
	require.NoError(t, db.Requests().Update(t.Context(), r), "the version in the document is the one that is compared")
	token, err := db.Tokens().Find(t.Context(), "t")
	require.NoError(t, err)
	assert.Equal(t, "revoked", token.State(time.Now()))

	assert.Equal(t, db.Rollback, opened(t, path).Rollback, "nobody has put it on record yet")
	require.NoError(t, db.AcceptRollback(t.Context()))
	assert.Nil(t, opened(t, path).Rollback, "it is said once")
}

func TestAnotherPastIsAnotherState(t *testing.T) {
	path := fresh(t)
	older := backup(t, path)
	require.NoError(t, os.WriteFile(path, older, 0o600))
	require.NoError(t, os.Rename(path+".mark", path+".kept"))
	db, err := store.Open(t.Context(), path)
	require.NoError(t, err)
	require.Nil(t, db.Rollback, "without a mark nothing is known")
	for range 3 { // further than the mark
		_, err = audit.NewLog(db.Audit(), time.Now).Append(t.Context(), audit.Entry{Kind: audit.Outcome})
		require.NoError(t, err)
	}
	require.NoError(t, db.Close())
	require.NoError(t, os.Rename(path+".kept", path+".mark"))
	assert.Equal(t, &store.Rollback{Known: 2, Found: 4}, opened(t, path).Rollback)
}

func TestANewStateInThePlaceOfTheOldIsKnown(t *testing.T) {
	path := fresh(t)
	backup(t, path)
	require.NoError(t, os.Remove(path))
	assert.Equal(t, &store.Rollback{Known: 2, Found: 0}, opened(t, path).Rollback)
}

func TestAnUnreadableMarkStopsTheProgram(t *testing.T) {
	path := fresh(t)
	backup(t, path)
	require.NoError(t, os.WriteFile(path+".mark", []byte("{"), 0o600))
	_, err := store.Open(t.Context(), path)
	require.ErrorContains(t, err, path+".mark cannot be read; remove it if you know")
}

func TestReadingMakesNothing(t *testing.T) {
	path := fresh(t)
	_, err := store.OpenReading(t.Context(), path)
	require.ErrorIs(t, err, store.ErrNothing)
	assert.Empty(t, files(t, path))

	require.NoError(t, os.WriteFile(path, []byte("notes, and long enough to be looked at"), 0o600))
	_, err = store.OpenReading(t.Context(), path)
	require.ErrorIs(t, err, store.ErrNothing)
	require.NoError(t, os.Remove(path))

	backup(t, path)
	before := files(t, path)
	db, err := store.OpenReading(t.Context(), path)
	require.NoError(t, err)
	_, err = db.Requests().Get(t.Context(), "r1")
	require.NoError(t, err)
	require.Error(t, db.Requests().Create(t.Context(), request("r9")))
	require.NoError(t, db.Close())
	assert.Equal(t, before, files(t, path))
}

func TestReadingWhileSomebodyWrites(t *testing.T) {
	path := fresh(t)
	writer := opened(t, path)
	require.NoError(t, writer.Requests().Create(t.Context(), request("r1")))
	db, err := store.OpenReading(t.Context(), path)
	require.NoError(t, err)
	defer db.Close()
	require.NoError(t, writer.Requests().Create(t.Context(), request("r2")))
	for _, id := range []tools.RequestID{"r1", "r2"} {
		_, err = db.Requests().Get(t.Context(), id)
		require.NoError(t, err, id)
	}
}

// files are the names in the state's folder.
func files(t *testing.T, path string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	for _, f := range all {
		names = append(names, f.Name())
	}
	return names
}
