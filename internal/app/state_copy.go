// Copying the records from one place to another.

package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/store"
)

// CopyState copies the records and verifies them where they have come to. After an error
// what is there is not to be used.
func CopyState(ctx context.Context, h Host, from, to string) (err error) {
	old, err := store.OpenReading(ctx, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	if old.Rollback != nil {
		return fmt.Errorf("%w; start the server on it once, which puts that on record", old.Rollback)
	}
	next, err := store.Open(ctx, to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, next.Close()) }()
	done, err := old.CopyTo(ctx, next)
	if err != nil {
		return fmt.Errorf("state in %s: %w", store.Name(to), err)
	}
	report, err := audit.NewLog(next.Audit(), time.Now).Verify(ctx)
	if err == nil && !report.Sound() {
		err = errors.New(report.String())
	}
	if err == nil {
		err = confirm.CrossCheck(ctx, next.Audit(), next.Requests())
	}
	if err != nil {
		return fmt.Errorf("the copy in %s: %w", store.Name(to), err)
	}
	_, err = fmt.Fprintf(h.Stdout, "Copied to %s and verified: %d requests, %d entries of the audit, %d tokens. Start the programs with --state there, and keep the old one away from them.\n",
		store.Name(to), done.Requests, done.Entries, done.Tokens)
	return err
}
