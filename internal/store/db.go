// Package store keeps requests to change, the audit and bearer tokens in an
// SQLite file that several processes may share. What they need of a store is
// declared by the packages confirm, audit and signin; SQL appears nowhere else.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver named "sqlite"
)

// DB is an open store. It is safe for concurrent use.
type DB struct {
	// One connection writes, so that writers of this process take turns in a
	// fair queue and meet only those of other processes at the file's lock.
	write *sql.DB
	read  *sql.DB
	now   func() time.Time // the clock that leases are counted by
	file  file
	mark  mark

	// Rollback is what was found when the file was opened: nil unless it is an older
	// copy that was put back, or another one. Then no question that was open counts
	// any more, nor any bearer token.
	Rollback *Rollback
}

// Option changes how a store is opened.
type Option func(*DB)

// WithClock has leases counted by another clock than time.Now.
func WithClock(now func() time.Time) Option { return func(db *DB) { db.now = now } }

// Open opens the store, and makes it if there is none. Where is the path of an
// SQLite file, with or without "sqlite:" before it; empty means [DefaultPath].
// The folder is made for its owner only, and so is the file; a file that others
// can read is refused, as is one written by a newer version of this program.
// Memory (":memory:") is refused, because requests must outlive the process;
// the file must be on a local disk, as SQLite's write-ahead log needs one.
func Open(ctx context.Context, where string, options ...Option) (*DB, error) {
	path, err := location(where)
	if err != nil {
		return nil, err
	}
	db, err := open(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("state in %s: %w", path, err)
	}
	for _, option := range options {
		option(db)
	}
	return db, nil
}

func open(ctx context.Context, path string) (*DB, error) {
	if err := makeFolder(path); err != nil {
		return nil, err
	}
	// Made, checked and migrated by one process at a time: several may be
	// started at once, and a migration must not run twice.
	unlock, err := lock(ctx, path)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := makeFile(path); err != nil {
		return nil, err
	}
	db, err := connect(path)
	if err != nil {
		return nil, err
	}
	if err := db.begin(ctx, path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// begin brings a file up to date that was just connected to, and compares it with
// what is known of it from outside.
func (db *DB) begin(ctx context.Context, path string) (err error) {
	if err := migrate(ctx, db.write); err != nil {
		return err
	}
	if err := db.indexOlder(ctx); err != nil {
		return err
	}
	db.file.path, db.mark.path = path, path+markSuffix
	if db.file.info, err = os.Stat(path); err != nil {
		return err
	}
	return db.compare(ctx)
}

// connect prepares the connections; none is made before it is used. Every
// transaction that is begun may write, and takes the file's lock at once: taken
// later it could be refused half-way. FULL makes a commit outlast a power cut.
func connect(path string) (*DB, error) {
	write, err := sql.Open("sqlite", dsn(path, url.Values{
		"_txlock": {"immediate"}, "_journal_mode": {"WAL"}, "_synchronous": {"FULL"},
	}))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", dsn(path, url.Values{"_query_only": {"true"}}))
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(8)
	return &DB{write: write, read: read, now: time.Now}, nil
}

// patience is how long, in milliseconds, a statement waits for other processes
// before it fails. A context that ends stops the wait sooner.
const patience = "10000"

// dsn names the file as a URI, in which any character of a path is safe.
func dsn(path string, options url.Values) string {
	options.Set("_busy_timeout", patience)
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/…
	}
	return (&url.URL{Scheme: "file", OmitHost: true, Path: slashed, RawQuery: options.Encode()}).String()
}

// Close waits for what is under way and closes the file. The DB and what it gave
// out must not be used afterwards.
func (db *DB) Close() error {
	return errors.Join(db.read.Close(), db.write.Close())
}
