// Finding requests by the columns that are kept for it.

package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strings"

	"govgroup/internal/confirm"
)

// List implements [confirm.Store]. Requests created at the same instant come in
// the order in which they were kept.
func (s requests) List(ctx context.Context, q confirm.Query) ([]confirm.Request, error) {
	found, err := s.list(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	return found, nil
}

// list gives 100 at most unless all is asked for: requests are kept for good.
func (s requests) list(ctx context.Context, q confirm.Query) ([]confirm.Request, error) {
	where, args := conditions(q)
	return s.find(ctx, where+` ORDER BY created DESC, `+s.db.engine.arrival()+` DESC LIMIT ?`, append(args, most(cmp.Or(q.Limit, 100)))...)
}

// find reads the requests that a condition in SQL selects.
func (s requests) find(ctx context.Context, where string, args ...any) (found []confirm.Request, err error) {
	ended := s.db.began("read")
	defer func() { ended(err) }()
	err = s.db.each(ctx, `SELECT document, fence, lease, sent, begun FROM requests WHERE `+where, args, func(rows *sql.Rows) error {
		r, err := scan(rows)
		found = append(found, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

func scan(rows *sql.Rows) (confirm.Request, error) {
	var document string
	var fence, lease, sent, begun int64
	if err := rows.Scan(&document, &fence, &lease, &sent, &begun); err != nil {
		return confirm.Request{}, err
	}
	r, err := decode(document)
	r.Fence, r.Lease, r.LastSent, r.Begun = fence, moment(lease), moment(sent), begun
	return r, err
}

// conditions joins those that the query sets. Values never become SQL.
func conditions(q confirm.Query) (where string, args []any) {
	where = "TRUE"
	add := func(condition string, values ...any) {
		where, args = where+" AND "+condition, append(args, values...)
	}
	if !q.EveryTenant {
		add("tenant = ?", q.Tenant)
	}
	if len(q.States) > 0 {
		states := make([]any, len(q.States))
		for i, state := range q.States {
			states[i] = string(state)
		}
		add("state IN (?"+strings.Repeat(", ?", len(states)-1)+")", states...)
	}
	if q.Surface != "" {
		add("surface = ?", q.Surface)
	}
	if q.Subject != "" {
		add("subject = ?", q.Subject)
	}
	return where, args
}

// Standing counts the requests of a tenant that are not settled, by state.
func (db *DB) Standing(ctx context.Context, tenant string) (map[confirm.State]int, error) {
	counted := map[confirm.State]int{confirm.Pending: 0, confirm.Executing: 0, confirm.Unknown: 0}
	err := db.each(ctx, `SELECT state, count(*) FROM requests
		WHERE tenant = ? AND state IN ('pending', 'executing', 'unknown') GROUP BY state`, []any{tenant}, func(rows *sql.Rows) error {
		var state confirm.State
		var n int
		err := rows.Scan(&state, &n)
		counted[state] = n
		return err
	})
	if err != nil {
		return nil, err
	}
	return counted, nil
}
