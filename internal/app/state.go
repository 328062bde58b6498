// State: opening the records, and watching that they can be kept.

package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/store"
	"govgroup/internal/tools"
	"govgroup/internal/web"
)

// stateFile is where the records live; empty is the default. The embedded
// tenant's requests do not mix with a real one's: they have a file of their own.
func (s Settings) stateFile() (string, error) {
	if s.State != "" || !s.Sandbox {
		return s.State, nil
	}
	path, err := store.DefaultPath()
	return filepath.Join(filepath.Dir(path), "sandbox.db"), err
}

// openState opens the records. That an older copy was put back is said loudly, and
// is on record.
func openState(ctx context.Context, s Settings, h Host) (*store.DB, error) {
	db, err := s.state(func(where string) (*store.DB, error) { return store.Open(ctx, where, h.countTransactions()...) })
	if err != nil || db.Rollback == nil {
		return db, err
	}
	h.Log.Error(db.Rollback.Error()+". "+whatEnded, "known", db.Rollback.Known, "found", db.Rollback.Found)
	_, err = audit.NewLog(db.Audit(), time.Now).Append(ctx, audit.Entry{
		Kind: audit.RolledBack, Actor: s.commandLine(h), Tool: "state", State: string(audit.RolledBack), Reason: db.Rollback.Error() + ". " + whatEnded,
	})
	if err == nil {
		err = db.AcceptRollback(ctx)
	}
	if err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("state: %w", err)
	}
	return db, nil
}

// whatEnded is what an older copy loses.
const whatEnded = "Requests that waited in it have expired and its bearer tokens are revoked: what was decided and revoked since then is not known any more."

// readState opens the records only to read them.
func readState(ctx context.Context, s Settings) (*store.DB, error) {
	return s.state(func(where string) (*store.DB, error) { return store.OpenReading(ctx, where) })
}

// state opens the records in one of the ways that there are.
func (s Settings) state(open func(where string) (*store.DB, error)) (*store.DB, error) {
	path, err := s.stateFile()
	if err == nil {
		var db *store.DB
		if db, err = open(path); err == nil {
			return db, nil
		}
	}
	return nil, fmt.Errorf("state: %w", err)
}

// lookIntoState opens the records without changing anything. Where there are none yet,
// it gives empty ones, which are gone when it is done.
func lookIntoState(ctx context.Context, s Settings) (db *store.DB, found string, done func(), err error) {
	db, err = readState(ctx, s)
	if err == nil {
		return db, "requests and audit can be read", func() { _ = db.Close() }, nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, "", nil, err
	}
	folder, err := os.MkdirTemp("", "govgroup-doctor-*")
	if err != nil {
		return nil, "", nil, err
	}
	if db, err = store.Open(ctx, filepath.Join(folder, "state.db")); err != nil {
		return nil, "", nil, errors.Join(err, os.RemoveAll(folder))
	}
	return db, "the first start makes the state", func() { _ = errors.Join(db.Close(), os.RemoveAll(folder)) }, nil
}

// commandLine is who uses the command line, as the audit names them.
func (s Settings) commandLine(h Host) tools.Caller {
	return tools.Caller{Surface: "command line", Subject: s.actor(h)}
}

// parts are what a program needs to be ready.
func (r runtime) parts(t tenant) []web.Part {
	return []web.Part{{Name: "tenant", Check: t.Check}, {Name: "state", Check: r.db.Check}, {Name: "policy", Check: r.policy.Check}}
}

// lookAtState is how often the records are looked at while nobody uses them.
const lookAtState = 15 * time.Second

// watchState complains as soon as records can no longer be kept, and when they can
// again.
func watchState(ctx context.Context, db *store.DB, log *slog.Logger) {
	ticks := time.NewTicker(lookAtState)
	defer ticks.Stop()
	for failing := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
		switch err := db.Check(ctx); {
		case ctx.Err() != nil:
			return
		case err != nil && !failing:
			log.Error("the records cannot be kept, so nothing is changed until they can", "error", err)
			failing = true
		case err == nil && failing:
			log.Info("the records can be kept again")
			failing = false
		}
	}
}
