// The schema: brought up to date by whichever process comes first.

package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// migrate applies what is missing. A schema from the future is refused: this
// program could break promises that it does not know of. Both databases count the same
// versions.
func migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations/"+folders[dialect])
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, db, files,
		goose.WithTableName("migrations"), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	have, known, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > known {
		return newer(int(have), int(known))
	}
	_, err = provider.Up(ctx)
	return err
}

func newer(have, known int) error {
	return fmt.Errorf("written by a newer govgroup (schema %d, this one knows %d): update this program", have, known)
}

// folders are where each database's migrations are.
var folders = map[goose.Dialect]string{goose.DialectSQLite3: "sqlite", goose.DialectPostgres: "postgres"}

// schemaKnown is the newest schema that this program has.
func schemaKnown() (int, error) {
	files, err := fs.Glob(migrations, "migrations/sqlite/*.sql")
	return len(files), err
}

// lock keeps other processes, and other calls in this one, from opening the
// same store until it is given back. The lock is SQLite's own, on an empty file
// beside the store: it works on every system and ends with its process.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	name := path + ".lock"
	db, err := sql.Open("sqlite", dsn(name, url.Values{"_txlock": {"exclusive"}}))
	if err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err == nil {
		err = os.Chmod(name, 0o600)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("take the lock %s: %w", name, err), db.Close())
	}
	// Failing to give the lock back matters to nobody: closing drops it.
	return func() { _ = errors.Join(tx.Rollback(), db.Close()) }, nil
}
