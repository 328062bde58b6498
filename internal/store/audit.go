// The audit's records, behind audit's interface.

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"govgroup/internal/audit"
)

// Audit gives access to the audit's records.
func (db *DB) Audit() audit.Store { return records{db} }

type records struct{ db *DB }

const headQuery = `SELECT seq, hash FROM audit_head`

// Append implements [audit.Store]. It chains from the head and not from the
// newest row: a row taken away at the end then leaves a gap that stays.
func (s records) Append(ctx context.Context, next func(audit.Record) (audit.Record, error)) (err error) {
	ended := s.db.began("append")
	defer func() { ended(err) }()
	var r audit.Record
	err = s.db.change(ctx, func(tx *transaction) error {
		newest, err := headOf(tx.tx.QueryRowContext(ctx, headQuery))
		if err != nil {
			return err
		}
		if r, err = next(newest); err != nil {
			return err
		}
		if err := keep(ctx, tx, r); err != nil {
			return fmt.Errorf("keep entry %d: %w", r.Seq, err)
		}
		return nil
	})
	if err == nil {
		s.db.engine.advance(r.Seq, r.Hash)
	}
	return err
}

func keep(ctx context.Context, tx *transaction, r audit.Record) error {
	_, err := tx.exec(ctx, `INSERT INTO audit (seq, body, prev, hash) VALUES (?, ?, ?, ?)`, r.Seq, r.Body, r.Prev, r.Hash)
	if err != nil {
		return err
	}
	if err := index(ctx, tx, r.Seq, r.Index); err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO audit_head ("only", seq, hash) VALUES (1, ?, ?)
		ON CONFLICT ("only") DO UPDATE SET seq = excluded.seq, hash = excluded.hash`, r.Seq, r.Hash)
	return err
}

// Head implements [audit.Store].
func (s records) Head(ctx context.Context) (int64, string, error) {
	newest, err := headOf(s.db.row(ctx, headQuery))
	return newest.Seq, newest.Hash, err
}

// headOf is the zero record where nothing was appended yet.
func headOf(row *sql.Row) (audit.Record, error) {
	var r audit.Record
	err := row.Scan(&r.Seq, &r.Hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return audit.Record{}, fmt.Errorf("read the head of the audit: %w", err)
	}
	return r, nil
}

// Each implements [audit.Store]. What is appended meanwhile is not seen.
func (s records) Each(ctx context.Context, from int64, visit func(audit.Record) error) error {
	return s.visit(ctx, `SELECT seq, body, prev, hash FROM audit WHERE seq >= ? ORDER BY seq`, from, visit)
}

func (s records) visit(ctx context.Context, query string, value any, visit func(audit.Record) error) error {
	return s.db.each(ctx, query, []any{value}, func(rows *sql.Rows) error {
		var r audit.Record
		if err := rows.Scan(&r.Seq, &r.Body, &r.Prev, &r.Hash); err != nil {
			return fmt.Errorf("read the audit: %w", err)
		}
		return visit(r)
	})
}
