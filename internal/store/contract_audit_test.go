// What audit expects of a store, written against its interface alone: every
// store that there will be must pass.

package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

func testAudit(t *testing.T, open func(t *testing.T) audit.Store) {
	for name, test := range map[string]func(*testing.T, audit.Store){
		"append and read":    auditAppendAndRead,
		"nothing half":       auditNothingHalf,
		"stopping":           auditStopping,
		"read while writing": auditReadWhileWriting,
		"many at once":       auditManyAtOnce,
		"log":                auditLog,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// add appends a record that is chained as far as a store cares.
func add(t *testing.T, s audit.Store) (newest audit.Record) {
	t.Helper()
	require.NoError(t, s.Append(t.Context(), func(r audit.Record) (audit.Record, error) {
		newest = r
		seq := r.Seq + 1
		return audit.Record{Seq: seq, Body: []byte{0, 0xff, byte(seq)}, Prev: r.Hash, Hash: fmt.Sprintf("h%d", seq)}, nil
	}))
	return newest
}

func all(t *testing.T, s audit.Store, from int64) (found []audit.Record) {
	t.Helper()
	require.NoError(t, s.Each(t.Context(), from, func(r audit.Record) error {
		found = append(found, r)
		return nil
	}))
	return found
}

func auditAppendAndRead(t *testing.T, s audit.Store) {
	seq, hash, err := s.Head(t.Context())
	require.NoError(t, err)
	assert.Zero(t, seq)
	assert.Empty(t, hash)
	assert.Empty(t, all(t, s, 0))

	assert.Equal(t, audit.Record{}, add(t, s))
	assert.Equal(t, audit.Record{Seq: 1, Hash: "h1"}, add(t, s))
	add(t, s)
	second := audit.Record{Seq: 2, Body: []byte{0, 0xff, 2}, Prev: "h1", Hash: "h2"}
	assert.Len(t, all(t, s, -5), 3)
	assert.Equal(t, second, all(t, s, 2)[0])
	assert.Empty(t, all(t, s, 4))
	seq, hash, err = s.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "3 h3", fmt.Sprint(seq, " ", hash))
}

func auditNothingHalf(t *testing.T, s audit.Store) {
	add(t, s)
	broken := errors.New("broken")
	require.ErrorIs(t, s.Append(t.Context(), func(audit.Record) (audit.Record, error) { return audit.Record{}, broken }), broken)
	require.Error(t, s.Append(t.Context(), func(r audit.Record) (audit.Record, error) { return r, nil }), "the number is taken")
	assert.Equal(t, audit.Record{Seq: 1, Hash: "h1"}, add(t, s))
	assert.Len(t, all(t, s, 1), 2)
}

func auditStopping(t *testing.T, s audit.Store) {
	for range 5 {
		add(t, s)
	}
	enough := errors.New("enough")
	require.ErrorIs(t, s.Each(t.Context(), 1, func(r audit.Record) error {
		assert.LessOrEqual(t, r.Seq, int64(2))
		if r.Seq == 2 {
			return enough
		}
		return nil
	}), enough)
}

func auditReadWhileWriting(t *testing.T, s audit.Store) {
	add(t, s)
	require.NoError(t, s.Each(t.Context(), 1, func(audit.Record) error {
		add(t, s) // a reader holds up no writer, and does not see what it writes
		return nil
	}))
	assert.Len(t, all(t, s, 1), 2)
}

func auditManyAtOnce(t *testing.T, s audit.Store) {
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			for range 10 {
				add(t, s)
			}
		})
	}
	writers.Wait()
	found := all(t, s, 1)
	require.Len(t, found, 80)
	for i, r := range found[1:] {
		require.Equal(t, found[i].Hash, r.Prev)
	}
}

// auditLog is the audit itself on this store.
func auditLog(t *testing.T, s audit.Store) {
	log := audit.NewLog(s, time.Now)
	for i := range 5 {
		_, err := log.Append(t.Context(), audit.Entry{Kind: audit.Outcome, Request: tools.RequestID(fmt.Sprint(i)), Groups: []tools.Ref{{ID: "g1"}}, State: "done"})
		require.NoError(t, err)
	}
	report, err := log.Verify(t.Context())
	require.NoError(t, err)
	assert.True(t, report.Sound(), report)
	assert.Equal(t, 5, report.Entries)
	changes, total, err := log.History(t.Context(), audit.Query{Group: "g1", Limit: 1})
	require.NoError(t, err)
	assert.Equal(t, 5, total)
	assert.Equal(t, tools.RequestID("4"), changes[0].Request)
}
