// SQLite: the state in a file.

package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite" // the driver named "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteFile is the engine of a state in a file.
type sqliteFile struct {
	file file
	mark mark
}

func openFile(ctx context.Context, path string) (*DB, error) {
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
	if err := db.beginFile(ctx, path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// beginFile brings a file up to date that was just connected to, and compares it with
// what is known of it from outside.
func (db *DB) beginFile(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	db.engine = &sqliteFile{file{path, info}, mark{path: path + markSuffix}}
	if err := migrate(ctx, goose.DialectSQLite3, db.write); err != nil {
		return err
	}
	if err := db.indexOlder(ctx); err != nil {
		return err
	}
	return db.compare(ctx, path+markSuffix)
}

// connect prepares the connections; none is made before it is used. One connection
// writes, so that writers of this process take turns in a fair queue and meet only
// those of other processes at the file's lock. Every transaction that is begun may
// write, and takes that lock at once: taken later it could be refused half-way. FULL
// makes a commit outlast a power cut.
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
	return &DB{write: write, read: read, engine: &sqliteFile{}, now: clock(time.Now)}, nil
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

func (*sqliteFile) statement(query string, values []any) (string, []any) { return query, values }

func (*sqliteFile) turn(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	return db.BeginTx(ctx, nil)
}

func (*sqliteFile) broken(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

func (s *sqliteFile) present() error { return s.file.present() }

func (s *sqliteFile) room() error { return room(s.file.path) }

func (s *sqliteFile) advance(seq int64, hash string) { s.mark.advance(seq, hash) }

func (s *sqliteFile) accept(seq int64, hash string) error { return s.mark.accept(seq, hash) }

func (*sqliteFile) arrival() string { return "rowid" }
