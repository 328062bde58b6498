// Leases on requests, counted by the store's clock.

package store

import (
	"context"
	"errors"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// Claim implements [confirm.Store]. That the lease is free is checked by the same
// statement that takes it. Changes begin one after the other, so that a limit per day
// counts all that began before.
func (s requests) Claim(ctx context.Context, r confirm.Request) (confirm.Request, error) {
	now, err := s.db.now(ctx)
	if err != nil {
		return r, err
	}
	err = s.replace(ctx, r, replacement{
		set:    `, begun = CASE begun WHEN 0 THEN ` + nextBegun + ` ELSE begun END, fence = fence + 1, lease = ?`,
		values: []any{instant(now.Add(confirm.Lease))},
		where:  ` AND lease <= ?`, conditions: []any{instant(now)}, inTurn: true,
	})
	if err != nil {
		return r, err
	}
	return s.Get(ctx, r.ID)
}

// Renew implements [confirm.Store].
func (s requests) Renew(ctx context.Context, id tools.RequestID, fence int64) error {
	now, err := s.db.now(ctx)
	if err != nil {
		return err
	}
	return s.held(ctx, `UPDATE requests SET lease = ? WHERE id = ? AND fence = ? AND lease > ?`, now.Add(confirm.Lease), id, fence, now)
}

// Sending implements [confirm.Store].
func (s requests) Sending(ctx context.Context, id tools.RequestID, fence int64) (time.Time, error) {
	now, err := s.db.now(ctx)
	if err != nil {
		return now, err
	}
	return now.UTC(), s.held(ctx, `UPDATE requests SET sent = ? WHERE id = ? AND fence = ? AND lease > ?`, now, id, fence, now)
}

// held runs a statement that meets a row only while the lease is held.
func (s requests) held(ctx context.Context, statement string, set time.Time, id tools.RequestID, fence int64, now time.Time) error {
	met, err := s.db.exec(ctx, statement, instant(set), string(id), fence, instant(now))
	switch {
	case err != nil:
		return s.db.refused("hold the lease on", id, err)
	case met == 0:
		return confirm.ErrLeaseLost
	}
	return nil
}

// Unattended implements [confirm.Store].
func (s requests) Unattended(ctx context.Context, tenant string) ([]confirm.Request, error) {
	at, err := s.db.now(ctx)
	if err != nil {
		return nil, err
	}
	now := instant(at)
	found, err := s.find(ctx, `tenant = ? AND lease <= ? AND (state = 'executing'
		OR state = 'pending' AND expires <= ? OR look_at > 0 AND look_at <= ?)
		ORDER BY created`, tenant, now, now, now)
	if err != nil {
		return nil, errors.Join(errors.New("list requests that nobody works on"), err)
	}
	return found, nil
}
