// A store in memory whose records a test may damage, and one that is real.

package audit_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/store"
	"govgroup/internal/tools"
)

type memory struct {
	audit.Store // what finding changes needs is not here

	mu      sync.Mutex
	records []audit.Record
	seq     int64
	hash    string
	reading func() // called between two reads, as another process might write
}

func (m *memory) Append(_ context.Context, next func(audit.Record) (audit.Record, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, err := next(audit.Record{Seq: m.seq, Hash: m.hash})
	if err != nil {
		return err
	}
	m.records = append(m.records, r)
	m.seq, m.hash = r.Seq, r.Hash
	return nil
}

func (m *memory) Head(context.Context) (int64, string, error) {
	if m.reading != nil {
		m.reading()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.seq, m.hash, nil
}

func (m *memory) Each(_ context.Context, from int64, visit func(audit.Record) error) error {
	for _, r := range m.sorted() {
		if r.Seq >= from {
			if err := visit(r); err != nil {
				return fmt.Errorf("each: %w", err)
			}
		}
	}
	return nil
}

func (m *memory) sorted() []audit.Record {
	m.mu.Lock()
	defer m.mu.Unlock()
	records := slices.Clone(m.records)
	slices.SortFunc(records, func(a, b audit.Record) int { return int(a.Seq - b.Seq) })
	return records
}

// clock begins at nine in the morning and goes on by a minute with each look.
func clock() func() time.Time {
	now := time.Date(2026, 1, 31, 8, 59, 0, 0, time.UTC)
	return func() time.Time {
		now = now.Add(time.Minute)
		return now
	}
}

var jane = tools.Caller{Surface: "slack", Subject: "U1", Email: "jane@corp.example", Client: "slackbot"}

// filled is a log of n entries and its store.
func filled(t testing.TB, n int) (*audit.Log, *memory) {
	t.Helper()
	records := &memory{}
	log := audit.NewLog(records, clock())
	for i := range n {
		_, err := log.Append(t.Context(), audit.Entry{
			Kind: audit.Outcome, Request: tools.RequestID(fmt.Sprintf("r%d", i)), Tenant: "https://acme.example", Actor: jane,
			Tool: "govgroup_members_remove", Arguments: json.RawMessage(`{"group":"g1","members":["<b>"]}`), State: "done",
		})
		require.NoError(t, err)
	}
	return log, records
}

// kept is a log in a file.
func kept(t *testing.T) *audit.Log {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "state.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, db.Close()) })
	return audit.NewLog(db.Audit(), clock())
}
