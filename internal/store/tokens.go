// Bearer tokens, behind signin's interface.

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"govgroup/internal/signin"
)

// Tokens gives access to the bearer tokens.
func (db *DB) Tokens() signin.TokenStore { return tokens{db} }

type tokens struct{ db *DB }

const tokenColumns = `id, name, subject, hash, created, expires, revoked, used`

// Add implements [signin.TokenStore]. That a name is used once is the schema's
// own rule, so that no race between processes can break it.
func (s tokens) Add(ctx context.Context, t signin.Token) error {
	_, err := s.db.exec(ctx, `INSERT INTO tokens (`+tokenColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		t.ID, t.Name, t.Subject, t.Hash, instant(t.Created), instant(t.Expires), instant(t.Revoked), instant(t.Used))
	if err != nil && s.db.engine.broken(err) {
		return signin.ErrNameTaken
	}
	return err
}

// Find implements [signin.TokenStore].
func (s tokens) Find(ctx context.Context, id string) (signin.Token, error) {
	t, err := token(s.db.row(ctx, `SELECT `+tokenColumns+` FROM tokens WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return signin.Token{}, signin.ErrNoToken
	}
	return t, err
}

// List implements [signin.TokenStore].
func (s tokens) List(ctx context.Context) (all []signin.Token, err error) {
	err = s.db.each(ctx, `SELECT `+tokenColumns+` FROM tokens ORDER BY created, id`, nil, func(rows *sql.Rows) error {
		t, err := token(rows)
		all = append(all, t)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the tokens: %w", err)
	}
	return all, nil
}

// Revoke implements [signin.TokenStore]. The first time stays.
func (s tokens) Revoke(ctx context.Context, id string, at time.Time) error {
	revoked, err := s.db.exec(ctx, `UPDATE tokens SET revoked = ? WHERE id = ? AND revoked = 0`, instant(at), id)
	if err != nil {
		return fmt.Errorf("revoke token %s: %w", id, err)
	}
	if revoked == 0 {
		_, err = s.Find(ctx, id)
	}
	return err
}

// Used implements [signin.TokenStore]. Of two processes, the later time stays.
func (s tokens) Used(ctx context.Context, id string, at time.Time) error {
	_, err := s.db.exec(ctx, `UPDATE tokens SET used = ? WHERE id = ? AND used < ?`, instant(at), id, instant(at))
	if err != nil {
		return fmt.Errorf("note the use of token %s: %w", id, err)
	}
	return nil
}

// token reads a row.
func token(row interface{ Scan(...any) error }) (signin.Token, error) {
	var t signin.Token
	var created, expires, revoked, used int64
	err := row.Scan(&t.ID, &t.Name, &t.Subject, &t.Hash, &created, &expires, &revoked, &used)
	if err != nil {
		return signin.Token{}, fmt.Errorf("read a token: %w", err)
	}
	t.Created, t.Expires, t.Revoked, t.Used = moment(created), moment(expires), moment(revoked), moment(used)
	return t, nil
}

// moment is the time of an instant; 0 is no time at all.
func moment(instant int64) time.Time {
	if instant == 0 {
		return time.Time{}
	}
	return time.Unix(0, instant).UTC()
}
