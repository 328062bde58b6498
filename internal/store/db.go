// Package store keeps requests to change, the audit and bearer tokens: in an SQLite
// file that several processes of one machine may share, or in a PostgreSQL database
// that many machines share. What they need of a store is declared by the packages
// confirm, audit and signin; SQL appears nowhere else.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// DB is an open store. It is safe for concurrent use.
type DB struct {
	write  *sql.DB
	read   *sql.DB
	engine engine
	now    func(context.Context) (time.Time, error) // the clock that leases are counted by

	observe func(operation string, took time.Duration, err error)

	// Rollback is what was found when the store was opened: nil unless it is an older
	// copy that was put back, or another one. Then no question that was open counts
	// any more, nor any bearer token.
	Rollback *Rollback
}

// engine is what the two databases do each in its own way. Statements are written with
// "?" for their values.
type engine interface {
	// statement writes SQL, and its values, as the database takes them.
	statement(query string, values []any) (string, []any)

	// turn begins a transaction in which nobody else appends to the audit, or begins a
	// change: those take turns.
	turn(ctx context.Context, db *sql.DB) (*sql.Tx, error)

	// broken reports whether an error means that there may be only one of something.
	broken(err error) bool

	// present is an error where what is written would be found by nobody.
	present() error

	// room is an error where there is no space left for a record.
	room() error

	// advance notes outside the database how far the audit has come, where that is
	// possible, so that an older copy is known by it.
	advance(seq int64, hash string)

	// accept notes how far it has come, whatever was known before.
	accept(seq int64, hash string) error

	// arrival is the column that tells in which order rows came.
	arrival() string
}

// Option changes how a store is opened.
type Option func(*DB)

// WithObserver has observe told of what the store does and how long it took, each wait
// included: read (requests), write, append (to the audit) or check.
func WithObserver(observe func(operation string, took time.Duration, err error)) Option {
	return func(db *DB) { db.observe = observe }
}

// began starts a measurement, which ends when the function it gives is called.
func (db *DB) began(operation string) func(err error) {
	started := time.Now()
	return func(err error) {
		if db.observe != nil {
			db.observe(operation, time.Since(started), err)
		}
	}
}

// WithClock has leases counted by another clock than the store's: time.Now on this
// machine for a file, the server's clock for PostgreSQL.
func WithClock(now func() time.Time) Option {
	return func(db *DB) { db.now = clock(now) }
}

func clock(now func() time.Time) func(context.Context) (time.Time, error) {
	return func(context.Context) (time.Time, error) { return now(), nil }
}

// Open opens the store, and makes it if there is none. Where is the path of an
// SQLite file, with or without "sqlite:" before it, or the address of a PostgreSQL
// database that is there already ("postgres://user@host/database"); empty means
// [DefaultPath].
//
// A file's folder is made for its owner only, and so is the file; a file that others
// can read is refused. Memory (":memory:") is refused, because requests must outlive
// the process; the file must be on a local disk, as SQLite's write-ahead log needs
// one. What was written by a newer version of this program is refused.
func Open(ctx context.Context, where string, options ...Option) (*DB, error) {
	return opened(where, options,
		func(path string) (*DB, error) { return openFile(ctx, path) },
		func(address string) (*DB, error) { return openServer(ctx, address) })
}

// opened opens a store in one of its two places. Errors name it, without the password
// that an address may hold.
func opened(where string, options []Option, file, server func(string) (*DB, error)) (*DB, error) {
	open, place, name := server, where, Name(where)
	if !onServer(where) {
		path, err := location(where)
		if err != nil {
			return nil, err
		}
		open, place, name = file, path, path
	}
	db, err := open(place)
	if err != nil {
		return nil, fmt.Errorf("state in %s: %w", name, err)
	}
	for _, option := range options {
		option(db)
	}
	return db, nil
}

// Close waits for what is under way and closes the store. The DB and what it gave
// out must not be used afterwards.
func (db *DB) Close() error {
	return errors.Join(db.read.Close(), db.write.Close())
}

// exec changes one thing in one statement, and gives how many rows it met.
func (db *DB) exec(ctx context.Context, query string, values ...any) (met int64, err error) {
	ended := db.began("write")
	defer func() { ended(err) }()
	if err := db.engine.present(); err != nil {
		return 0, err
	}
	query, values = db.engine.statement(query, values)
	return db.met(db.write.ExecContext(ctx, query, values...))
}

// inTurn is exec, one process after the other.
func (db *DB) inTurn(ctx context.Context, query string, values ...any) (met int64, err error) {
	ended := db.began("write")
	defer func() { ended(err) }()
	err = db.change(ctx, func(tx *transaction) error {
		met, err = db.met(tx.exec(ctx, query, values...))
		return err
	})
	return met, err
}

func (db *DB) met(result sql.Result, err error) (int64, error) {
	if err == nil {
		err = db.engine.present() // it may have gone meanwhile
	}
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// change does several things in one transaction, in its turn.
func (db *DB) change(ctx context.Context, do func(tx *transaction) error) error {
	if err := db.engine.present(); err != nil {
		return err
	}
	tx, err := db.engine.turn(ctx, db.write)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	if err := do(&transaction{tx, db.engine}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return db.engine.present()
}

// transaction is one of a database, in the store's own SQL.
type transaction struct {
	tx     *sql.Tx
	engine engine
}

func (t *transaction) exec(ctx context.Context, query string, values ...any) (sql.Result, error) {
	query, values = t.engine.statement(query, values)
	return t.tx.ExecContext(ctx, query, values...)
}

// row reads what gives one row at most, where records are read.
func (db *DB) row(ctx context.Context, query string, values ...any) *sql.Row {
	query, values = db.engine.statement(query, values)
	return db.read.QueryRowContext(ctx, query, values...)
}

// each visits the rows of a query, until there are no more or visit fails.
func (db *DB) each(ctx context.Context, query string, values []any, visit func(rows *sql.Rows) error) (err error) {
	query, values = db.engine.statement(query, values)
	rows, err := db.read.QueryContext(ctx, query, values...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := visit(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
