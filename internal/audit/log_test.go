// Appending: what is kept is what was given, numbered, dated and chained.

package audit_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
)

func TestAppendNumbersDatesAndChains(t *testing.T) {
	log, store := filled(t, 2)
	third, err := log.Append(t.Context(), audit.Entry{Seq: 77, Time: time.Unix(0, 0), Kind: audit.Asked, Actor: jane})
	require.NoError(t, err)
	assert.Equal(t, int64(3), third.Seq)
	assert.Equal(t, "2026-01-31T09:02:00Z", third.Time.Format(time.RFC3339))

	record := store.records[2]
	var kept audit.Entry
	require.NoError(t, json.Unmarshal(record.Body, &kept))
	assert.Equal(t, third, kept)
	assert.Equal(t, store.records[1].Hash, record.Prev)
	sum := sha256.Sum256([]byte(record.Prev + "\n" + string(record.Body)))
	assert.Equal(t, hex.EncodeToString(sum[:]), record.Hash)
}

func TestAppendKeepsTheArgumentsByteForByte(t *testing.T) {
	_, store := filled(t, 1)
	assert.Contains(t, string(store.records[0].Body), `"arguments":{"group":"g1","members":["<b>"]}`)
}

func TestAppendSaysThatNothingWasKept(t *testing.T) {
	log, store := filled(t, 1)
	_, err := log.Append(t.Context(), audit.Entry{Arguments: json.RawMessage(`{`)})
	require.Error(t, err)
	assert.Len(t, store.records, 1)

	full := errors.New("disk is full")
	_, err = audit.NewLog(broken{store, full}, clock()).Append(t.Context(), audit.Entry{})
	require.ErrorIs(t, err, full)
}

func TestManyAppendAtOnce(t *testing.T) {
	store := &memory{}
	log := audit.NewLog(store, time.Now)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 20 {
				_, err := log.Append(context.Background(), audit.Entry{Kind: audit.Intent})
				assert.NoError(t, err)
			}
		})
	}
	all.Wait()
	report, err := log.Verify(t.Context())
	require.NoError(t, err)
	assert.True(t, report.Sound(), report)
	assert.Equal(t, 320, report.Entries)
}

// broken is a store that fails whatever is asked of it.
type broken struct {
	audit.Store
	err error
}

func (b broken) Append(context.Context, func(audit.Record) (audit.Record, error)) error { return b.err }
func (b broken) Head(context.Context) (int64, string, error)                            { return 0, "", b.err }
func (b broken) Each(context.Context, int64, func(audit.Record) error) error            { return b.err }
func (b broken) Find(context.Context, audit.Lookup) ([][]audit.Record, int, error) {
	return nil, 0, b.err
}
