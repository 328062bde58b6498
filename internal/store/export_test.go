package store

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// TryExec runs SQL on the connection that writes, for tests that damage a store.
func (db *DB) TryExec(query string) error {
	_, err := db.write.ExecContext(context.Background(), query)
	return err
}

// Exec is TryExec where it must succeed.
func (db *DB) Exec(t *testing.T, query string) {
	t.Helper()
	require.NoError(t, db.TryExec(query))
}

// Setting reads a PRAGMA of the connection that writes.
func (db *DB) Setting(t *testing.T, name string) (value string) {
	t.Helper()
	require.NoError(t, db.write.QueryRowContext(context.Background(), "PRAGMA "+name).Scan(&value))
	return value
}
