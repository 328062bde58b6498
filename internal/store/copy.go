// Copying a state as it is, from one store to another: from a file to a server, say.

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// ErrNotEmpty says that a state was to be copied over another one.
var ErrNotEmpty = errors.New("there are records already; copy into a state that is new")

// Copied counts what was copied.
type Copied struct{ Requests, Entries, Tokens int }

// contents are the tables, with the columns and the order in which they are copied. What is
// derived from the audit is derived again.
func (db *DB) contents() [][3]string {
	return [][3]string{
		{"requests", "id, version, tenant, state, surface, subject, created, undoes, document, fence, lease, sent, expires, look_at, begun", db.engine.arrival()},
		{"audit", "seq, body, prev, hash", "seq"},
		{"audit_head", `"only", seq, hash`, "seq"},
		{"tokens", tokenColumns, "id"},
		{"seen", "hash, until", "hash"},
		{"keys", "name, value", "name"},
	}
}

// CopyTo copies everything into a store that has nothing yet, in one transaction there: all
// of it or nothing. ErrNotEmpty: it has something. Stop the programs that use this store
// first; what they write meanwhile may not be among it.
func (db *DB) CopyTo(ctx context.Context, to *DB) (done Copied, err error) {
	counts := map[string]int{}
	err = to.change(ctx, func(tx *transaction) error {
		for _, table := range db.contents() {
			if err := empty(ctx, tx, table[0]); err != nil {
				return err
			}
			n, err := db.copyTable(ctx, tx, table[0], table[1], table[2])
			if err != nil {
				return fmt.Errorf("copy %s: %w", table[0], err)
			}
			counts[table[0]] = n
		}
		return nil
	})
	if err == nil {
		err = to.indexOlder(ctx)
	}
	if err == nil {
		err = to.AcceptRollback(ctx) // its mark is as far as it is now
	}
	return Copied{Requests: counts["requests"], Entries: counts["audit"], Tokens: counts["tokens"]}, err
}

func empty(ctx context.Context, tx *transaction, table string) error {
	var has bool
	err := tx.tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+table+`)`).Scan(&has)
	if err == nil && has {
		err = ErrNotEmpty
	}
	return err
}

// copyTable copies the rows of a table one by one.
func (db *DB) copyTable(ctx context.Context, tx *transaction, table, columns, order string) (n int, err error) {
	width := strings.Count(columns, ",") + 1
	into := `INSERT INTO ` + table + ` (` + columns + `) VALUES (?` + strings.Repeat(", ?", width-1) + `)`
	err = db.each(ctx, `SELECT `+columns+` FROM `+table+` ORDER BY `+order, nil, func(rows *sql.Rows) error {
		values, places := make([]any, width), make([]any, width)
		for i := range values {
			places[i] = &values[i]
		}
		if err := rows.Scan(places...); err != nil {
			return err
		}
		n++
		_, err := tx.exec(ctx, into, values...)
		return err
	})
	return n, err
}
