// PostgreSQL: the state in a database that many machines share.

package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// postgres is the engine of a state on a server.
type postgres struct{}

// Of each program: so many connections that write, so many that read. A server takes
// 100 unless it was told otherwise.
const (
	writers = 4
	readers = 6
)

// turnLock and startLock are the keys of the server's advisory locks, "govgroup" and
// the next number. They hold within one database.
const (
	turnLock  = 0x676f7667726f7570
	startLock = turnLock + 1
)

func openServer(ctx context.Context, address string) (*DB, error) {
	db, err := connectServer(address, nil)
	if err != nil {
		return nil, err
	}
	if err := db.beginServer(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// settings are those of every session, unless the address says otherwise. A statement
// waits no longer for others than one on a file does ([patience], in milliseconds); before
// that, a program that was frozen in the middle of a transaction loses it, and its turn.
var settings = map[string]string{
	"application_name": "govgroup", "lock_timeout": patience, "idle_in_transaction_session_timeout": "5s",
}

// connectServer prepares the connections, with more settings for each session.
func connectServer(address string, more map[string]string) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, err // which does not repeat the password
	}
	for name, value := range settings {
		config.RuntimeParams[name] = cmp.Or(config.RuntimeParams[name], value)
	}
	maps.Copy(config.RuntimeParams, more)
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectWithin
	}
	write, read := stdlib.OpenDB(*config), stdlib.OpenDB(*config)
	write.SetMaxOpenConns(writers)
	write.SetMaxIdleConns(writers)
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &DB{write: write, read: read, engine: postgres{}, now: serversClock(write)}, nil
}

// connectWithin is how long a server may take to let a program in.
const connectWithin = 5 * time.Second

// serversClock asks the server what time it is, so that machines whose clocks differ
// agree on who holds a lease.
func serversClock(db *sql.DB) func(context.Context) (time.Time, error) {
	return func(ctx context.Context) (now time.Time, err error) {
		err = db.QueryRowContext(ctx, `SELECT clock_timestamp()`).Scan(&now)
		return now, err
	}
}

// beginServer brings the database up to date, one program after the other.
func (db *DB) beginServer(ctx context.Context) (err error) {
	held, err := db.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.Close()) }()
	if _, err := held.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, int64(startLock)); err != nil {
		return err
	}
	defer func() { // even where the context has ended: the connection is used again
		_, unlocked := held.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(startLock))
		err = errors.Join(err, unlocked)
	}()
	if err := migrate(ctx, goose.DialectPostgres, db.write); err != nil {
		return err
	}
	return db.indexOlder(ctx)
}

// statement numbers the values, and leaves out of texts what PostgreSQL cannot keep.
func (postgres) statement(query string, values []any) (string, []any) {
	var b strings.Builder
	n := 0
	for part := range strings.SplitSeq(query, "?") {
		if n > 0 {
			b.WriteString("$" + strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	for i, value := range values {
		if text, is := value.(string); is {
			values[i] = strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
		}
	}
	return b.String(), values
}

// turn takes the lock that is given back with the transaction.
func (postgres) turn(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(turnLock)); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return tx, nil
}

func (postgres) broken(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == uniqueViolation
}

// PostgreSQL's codes for what there may be only one of, and for a table that is not there.
const (
	uniqueViolation = "23505"
	undefinedTable  = "42P01"
)

// A server answers for its own files.
func (postgres) present() error { return nil }
func (postgres) room() error    { return nil }

// Nothing outside the server tells an older copy of it.
func (postgres) advance(int64, string)      {}
func (postgres) accept(int64, string) error { return nil }

func (postgres) arrival() string { return "arrival" }

// readServer opens a state to read from it.
func readServer(ctx context.Context, address string) (*DB, error) {
	db, err := connectServer(address, map[string]string{"default_transaction_read_only": "on"})
	if err != nil {
		return nil, err
	}
	err = db.read.PingContext(ctx)
	if err == nil {
		err = db.look(ctx)
	}
	var e *pgconn.PgError
	if errors.As(err, &e) && e.Code == undefinedTable {
		err = fmt.Errorf("%w in this database (%w)", ErrNothing, os.ErrNotExist)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}
