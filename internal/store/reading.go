// Reading: opening a state only to look into it. Nothing is made, migrated or
// changed, not even a file beside it.

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"
)

// ErrNothing says that there is no state at a path.
var ErrNothing = errors.New("there is no state of govgroup")

// OpenReading opens a store to read from it; everything that writes fails. ErrNothing:
// there is no file, which is [os.ErrNotExist], too, or it is not a state. Where is as for
// [Open].
func OpenReading(ctx context.Context, where string) (*DB, error) {
	return opened(where, nil,
		func(path string) (*DB, error) { return readFile(ctx, path) },
		func(address string) (*DB, error) { return readServer(ctx, address) })
}

func readFile(ctx context.Context, path string) (*DB, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w (%w)", ErrNothing, os.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	options := url.Values{"mode": {"ro"}, "_query_only": {"true"}}
	if log, err := os.Stat(path + "-wal"); err != nil || log.Size() == 0 {
		// Nobody writes. Else SQLite would leave an empty log behind.
		options.Set("immutable", "1")
	}
	read, err := sql.Open("sqlite", dsn(path, options))
	if err != nil {
		return nil, err
	}
	db := &DB{write: read, read: read, engine: &sqliteFile{file: file{path, info}}, now: clock(time.Now)}
	if err = db.look(ctx); err == nil {
		db.Rollback, err = db.older(ctx, path+markSuffix)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// older looks whether the file is an older copy that was put back.
func (db *DB) older(ctx context.Context, markPath string) (*Rollback, error) {
	known, err := readMark(markPath)
	if err != nil {
		return nil, err
	}
	return db.rolledBack(ctx, known)
}

// look checks that this is a state that the program understands.
func (db *DB) look(ctx context.Context) error {
	var have int
	if err := db.row(ctx, `SELECT coalesce(max(version_id), 0) FROM migrations`).Scan(&have); err != nil {
		return fmt.Errorf("%w: %w", ErrNothing, err)
	}
	known, err := schemaKnown()
	switch {
	case err != nil:
		return err
	case have > known:
		return newer(have, known)
	case have < known:
		return fmt.Errorf("written by an older govgroup (schema %d, this one knows %d): start the server once, which brings it up to date", have, known)
	}
	return nil
}
