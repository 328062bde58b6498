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
// statement that takes it.
func (s requests) Claim(ctx context.Context, r confirm.Request) (confirm.Request, error) {
	now := s.db.now()
	err := s.replace(ctx, r, `, begun = CASE begun WHEN 0 THEN `+nextBegun+` ELSE begun END, fence = fence + 1, lease = ?`, []any{instant(now.Add(confirm.Lease))},
		` AND lease <= ?`, []any{instant(now)})
	if err != nil {
		return r, err
	}
	return s.Get(ctx, r.ID)
}

// Renew implements [confirm.Store].
func (s requests) Renew(ctx context.Context, id tools.RequestID, fence int64) error {
	now := s.db.now()
	return s.held(ctx, `UPDATE requests SET lease = ? WHERE id = ? AND fence = ? AND lease > ?`,
		instant(now.Add(confirm.Lease)), id, fence, instant(now))
}

// Sending implements [confirm.Store].
func (s requests) Sending(ctx context.Context, id tools.RequestID, fence int64) (time.Time, error) {
	now := s.db.now()
	return now.UTC(), s.held(ctx, `UPDATE requests SET sent = ? WHERE id = ? AND fence = ? AND lease > ?`,
		instant(now), id, fence, instant(now))
}

// held runs a statement that meets a row only while the lease is held.
func (s requests) held(ctx context.Context, statement string, args ...any) error {
	result, err := s.db.exec(ctx, statement, args...)
	if err != nil {
		return refused("hold the lease on", args[1].(tools.RequestID), err)
	}
	if met, err := result.RowsAffected(); met == 1 || err != nil {
		return err
	}
	return confirm.ErrLeaseLost
}

// Unattended implements [confirm.Store].
func (s requests) Unattended(ctx context.Context, tenant string) ([]confirm.Request, error) {
	now := instant(s.db.now())
	found, err := s.find(ctx, `tenant = ? AND lease <= ? AND (state = 'executing'
		OR state = 'pending' AND expires <= ? OR look_at > 0 AND look_at <= ?)
		ORDER BY created`, tenant, now, now, now)
	if err != nil {
		return nil, errors.Join(errors.New("list requests that nobody works on"), err)
	}
	return found, nil
}
