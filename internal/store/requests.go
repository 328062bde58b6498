// Requests to change, behind confirm's interface.

package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// Requests gives access to the requests to change.
func (db *DB) Requests() confirm.Store { return requests{db} }

// requests is a type of its own because both interfaces are implemented on the
// same file and their methods are named alike.
type requests struct{ db *DB }

// Create implements [confirm.Store]. That nothing is undone twice is the
// schema's own rule, so that no race between processes can break it.
func (s requests) Create(ctx context.Context, r confirm.Request) error {
	r.Version = 1
	document, err := encode(r)
	if err != nil {
		return err
	}
	fence, lease := 0, int64(0)
	begun, create := `0`, s.db.exec
	if r.State == confirm.Executing {
		now, err := s.db.now(ctx)
		if err != nil {
			return err
		}
		fence, lease = 1, instant(now.Add(confirm.Lease))
		begun, create = nextBegun, s.db.inTurn
	}
	made, err := create(ctx, `INSERT INTO requests
		(id, version, tenant, state, surface, subject, created, expires, undoes, document, fence, lease, begun)
		SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, `+begun+`
		WHERE ? = '' OR NOT EXISTS (SELECT 1 FROM requests
			WHERE undoes = ? AND state IN ('executing', 'done', 'partly_done', 'unknown'))`,
		string(r.ID), r.Version, r.Tenant, string(r.State), r.Requester.Surface, r.Requester.Subject,
		instant(r.Created), instant(r.Expires), string(r.Undoes), document, fence, lease, string(r.Undoes), string(r.Undoes))
	switch {
	case err != nil:
		return s.db.refused("create", r.ID, err)
	case made == 0:
		return confirm.ErrConflict // the change has been undone
	}
	return nil
}

// nextBegun is the place of the next change that begins.
const nextBegun = `(SELECT coalesce(max(begun), 0) + 1 FROM requests)`

// Get implements [confirm.Store]. The version is part of the document, which is
// written together with the column that Update compares.
func (s requests) Get(ctx context.Context, id tools.RequestID) (confirm.Request, error) {
	found, err := s.find(ctx, `id = ?`, string(id))
	switch {
	case err != nil:
		return confirm.Request{}, fmt.Errorf("read request %s: %w", id, err)
	case len(found) == 0:
		return confirm.Request{}, confirm.ErrNotFound
	}
	return found[0], nil
}

// Update implements [confirm.Store].
func (s requests) Update(ctx context.Context, r confirm.Request) error {
	if r.State == confirm.Executing {
		return s.replace(ctx, r, replacement{})
	}
	return s.replace(ctx, r, replacement{set: ", lease = 0"})
}

// replacement is what is set, and has to be so, beyond the request itself.
type replacement struct {
	set        string
	values     []any
	where      string
	conditions []any
	inTurn     bool
}

// replace writes a request anew if its version is as expected, and more is so. The
// comparison and the writing are one statement: the database lets one of them through.
func (s requests) replace(ctx context.Context, r confirm.Request, more replacement) error {
	expected := r.Version
	r.Version++
	document, err := encode(r)
	if err != nil {
		return err
	}
	write := s.db.exec
	if more.inTurn {
		write = s.db.inTurn
	}
	changed, err := write(ctx, `UPDATE requests
		SET version = ?, tenant = ?, state = ?, surface = ?, subject = ?,
		    created = ?, expires = ?, look_at = ?, undoes = ?, document = ?`+more.set+`
		WHERE id = ? AND version = ?`+more.where,
		slices.Concat([]any{r.Version, r.Tenant, string(r.State), r.Requester.Surface, r.Requester.Subject,
			instant(r.Created), instant(r.Expires), instant(r.LookAt), string(r.Undoes), document},
			more.values, []any{string(r.ID), expected}, more.conditions)...)
	if err != nil {
		return s.db.refused("update", r.ID, err)
	}
	if changed == 1 {
		return nil
	}
	// Nothing fitted: requests are never deleted, so it is safe to look why.
	if _, err := s.Get(ctx, r.ID); err != nil {
		return err
	}
	return confirm.ErrConflict
}

// refused turns a violated rule of the schema into a conflict. Anything else
// (disk full, read-only, locked, unreachable) stays what it is.
func (db *DB) refused(doing string, id tools.RequestID, err error) error {
	if db.engine.broken(err) {
		return confirm.ErrConflict
	}
	return fmt.Errorf("%s request %s: %w", doing, id, err)
}

// instant is how a time is kept in a column that is compared: nanoseconds since
// 1970. No time at all is 0 and so comes before every other, as in Go.
func instant(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// encode writes the document. Raw JSON within stays as it is, character for
// character: digests were taken of it.
func encode(r confirm.Request) (string, error) {
	var document bytes.Buffer
	encoder := json.NewEncoder(&document)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r); err != nil {
		return "", fmt.Errorf("write request %s as JSON: %w", r.ID, err)
	}
	return document.String(), nil
}

func decode(document string) (confirm.Request, error) {
	var r confirm.Request
	if err := json.Unmarshal([]byte(document), &r); err != nil {
		return confirm.Request{}, fmt.Errorf("a stored request cannot be read: %w", err)
	}
	return r, nil
}
