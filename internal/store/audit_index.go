// The audit's index: changes found by group, person, actor and time.

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// index keeps by what an entry is found, in the transaction that keeps the entry.
func index(ctx context.Context, tx *transaction, seq int64, x audit.Index) error {
	_, err := tx.exec(ctx, `INSERT INTO audit_changes (change, tenant, newest, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (change) DO UPDATE SET newest = excluded.newest, at = excluded.at`, x.Change, x.Tenant, seq, instant(x.At))
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO audit_steps (change, seq) VALUES (?, ?) ON CONFLICT DO NOTHING`, x.Change, seq)
	if err == nil && x.Undoes != "" {
		_, err = tx.exec(ctx, `INSERT INTO audit_keys (key, change) SELECT key, ? FROM audit_keys
			WHERE change = ? AND substr(key, 1, ?) <> ? ON CONFLICT DO NOTHING`, x.Change, x.Undoes, len(audit.ByActor), audit.ByActor)
	}
	var keys, names [][]any
	for _, key := range x.Keys {
		keys = append(keys, []any{indexed(key), x.Change})
	}
	seen := map[tools.Ref]bool{} // one statement may not write a row twice
	for _, g := range x.Names {
		row := tools.Ref{ID: g.ID, Name: indexed(g.Name)}
		if g.ID != "" && g.Name != "" && !seen[row] {
			seen[row] = true
			names = append(names, []any{x.Tenant, g.ID, indexed(g.Name), indexed(tools.Folded(g.Name)), instant(x.At)})
		}
	}
	return errors.Join(err,
		insert(ctx, tx, `INSERT INTO audit_keys (key, change) VALUES `, keys, ` ON CONFLICT DO NOTHING`),
		insert(ctx, tx, `INSERT INTO audit_names (tenant, id, name, folded, last) VALUES `, names,
			` ON CONFLICT (tenant, id, name) DO UPDATE SET last = excluded.last`))
}

// insert adds rows, many in one statement.
func insert(ctx context.Context, tx *transaction, into string, rows [][]any, conflict string) error {
	for some := range slices.Chunk(rows, 500) {
		row := "(?" + strings.Repeat(", ?", len(some[0])-1) + ")"
		statement := into + row + strings.Repeat(", "+row, len(some)-1) + conflict
		if _, err := tx.exec(ctx, statement, slices.Concat(some...)...); err != nil {
			return err
		}
	}
	return nil
}

// indexed is as much of a text as it is found by: a database takes no index entry of any
// length. What is longer is found by its beginning.
func indexed(text string) string {
	const most = 500
	if n := 0; len(text) > most {
		for at := range text {
			if n++; n > most {
				return text[:at]
			}
		}
	}
	return text
}

// indexOlder fills the index for entries that were appended before there was one. Those
// come first: where the first is in it, none is missing.
func (db *DB) indexOlder(ctx context.Context) error {
	var older bool
	err := db.row(ctx, `SELECT EXISTS (SELECT 1 FROM audit)
		AND NOT EXISTS (SELECT 1 FROM audit_steps WHERE seq = (SELECT min(seq) FROM audit))`).Scan(&older)
	if err != nil || !older {
		return err
	}
	var missing []audit.Record
	err = records{db}.visit(ctx, `SELECT seq, body, prev, hash FROM audit
		WHERE seq > ? AND seq NOT IN (SELECT seq FROM audit_steps) ORDER BY seq`, 0,
		func(r audit.Record) error { missing = append(missing, r); return nil })
	if err != nil || len(missing) == 0 {
		return err
	}
	return db.change(ctx, func(tx *transaction) error {
		for _, r := range missing {
			x, err := audit.IndexOf(r.Body)
			if err != nil {
				continue // damaged: for verification to find
			}
			if err := index(ctx, tx, r.Seq, x); err != nil {
				return fmt.Errorf("index entry %d of the audit: %w", r.Seq, err)
			}
		}
		return nil
	})
}

// Find implements [audit.Store].
func (s records) Find(ctx context.Context, l audit.Lookup) (found [][]audit.Record, total int, err error) {
	where, args := lookedFor(l)
	if err := s.db.row(ctx, `SELECT count(*) FROM audit_changes WHERE `+where, args...).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("read the audit: %w", err)
	}
	changes, err := s.texts(ctx, `SELECT change FROM audit_changes WHERE `+where+` ORDER BY newest DESC LIMIT ? OFFSET ?`,
		append(args, most(l.Limit), l.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	for _, change := range changes {
		var entries []audit.Record
		err := s.visit(ctx, `SELECT seq, body, prev, hash FROM audit WHERE seq IN (SELECT seq FROM audit_steps WHERE change = ?) ORDER BY seq DESC`, change,
			func(r audit.Record) error { entries = append(entries, r); return nil })
		if err != nil {
			return nil, 0, err
		}
		found = append(found, entries)
	}
	return found, total, nil
}

// most is a limit in SQL; none is all.
func most(limit int) int64 {
	if limit <= 0 {
		return math.MaxInt64
	}
	return int64(limit)
}

// lookedFor is the condition of a lookup. Values never become SQL.
func lookedFor(l audit.Lookup) (where string, args []any) {
	where = "TRUE"
	add := func(condition string, values ...any) {
		where, args = where+" AND "+condition, append(args, values...)
	}
	if l.Tenant != "" {
		add("tenant IN (?, '')", l.Tenant)
	}
	if !l.Since.IsZero() {
		add("at >= ?", instant(l.Since))
	}
	if !l.Until.IsZero() {
		add("at < ?", instant(l.Until))
	}
	for _, keys := range l.Keys {
		values := make([]any, len(keys))
		for i, key := range keys {
			values[i] = indexed(key)
		}
		add("change IN (SELECT change FROM audit_keys WHERE key IN (?"+strings.Repeat(", ?", len(keys)-1)+"))", values...)
	}
	return where, args
}

// Named implements [audit.Store].
func (s records) Named(ctx context.Context, tenant, folded string) ([]string, error) {
	return s.texts(ctx, `SELECT DISTINCT id FROM audit_names WHERE (? = '' OR tenant = ?) AND folded = ? ORDER BY id`, tenant, tenant, indexed(folded))
}

// Names implements [audit.Store].
func (s records) Names(ctx context.Context, tenant, id string) (names []audit.Naming, err error) {
	query := `SELECT name, last FROM audit_names WHERE tenant = ? AND id = ? ORDER BY last DESC`
	err = s.db.each(ctx, query, []any{tenant, id}, func(rows *sql.Rows) error {
		var n audit.Naming
		var last int64
		if err := rows.Scan(&n.Name, &last); err != nil {
			return err
		}
		n.Last = moment(last)
		names = append(names, n)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the names in the audit: %w", err)
	}
	return names, nil
}

// texts reads one column.
func (s records) texts(ctx context.Context, query string, values ...any) (all []string, err error) {
	err = s.db.each(ctx, query, values, func(rows *sql.Rows) error {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		all = append(all, text)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the audit: %w", err)
	}
	return all, nil
}
