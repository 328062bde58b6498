// The mark: how far the audit had come, kept in a file beside the state. A state
// that has not come so far, or has come another way, is an older copy that was put
// back, or a new one in the place of the old.

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const markSuffix = ".mark"

// position is an entry of the audit.
type position struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"`
}

// mark is the file with the newest position that is known.
type mark struct {
	path string
	mu   sync.Mutex // for the appends of this process
}

// advance notes that the audit has come so far. Failing to is no fault of what was
// recorded: the mark is then behind, and finds less.
func (m *mark) advance(seq int64, hash string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, err := readMark(m.path); err != nil || known.Seq < seq { // else another process is further
		_ = position{seq, hash}.write(m.path)
	}
}

// accept notes it whatever was known before.
func (m *mark) accept(seq int64, hash string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return position{seq, hash}.write(m.path)
}

// write replaces the file as a whole.
func (p position) write(path string) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	next, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+"-*") // for its owner only
	if err != nil {
		return err
	}
	_, err = next.Write(append(text, '\n'))
	if err = errors.Join(err, next.Close()); err == nil {
		err = os.Rename(next.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(next.Name()))
	}
	return nil
}

// readMark gives what the file says; zero where there is none.
func readMark(path string) (p position, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return position{}, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &p)
	}
	if err != nil {
		return position{}, fmt.Errorf("%s cannot be read; remove it if you know that the state was not put back from a copy: %w", path, err)
	}
	return p, nil
}

// Rollback says that the state is older than what is known of it, or another one.
type Rollback struct {
	Known int64 // the newest entry of the audit that is known to have been
	Found int64 // the newest that there is
}

// Error tells what it means.
func (r Rollback) Error() string {
	return fmt.Sprintf("the state is an older copy, or another one: its audit ends at entry %d or has another past, and entry %d was written already",
		r.Found, r.Known)
}

// rolledBack compares a state with its mark; nil: it is what it was.
func (db *DB) rolledBack(ctx context.Context, known position) (*Rollback, error) {
	if known.Seq == 0 {
		return nil, nil
	}
	var same int
	err := db.row(ctx, `SELECT count(*) FROM audit WHERE seq = ? AND hash = ?`, known.Seq, known.Hash).Scan(&same)
	if err != nil || same == 1 {
		return nil, err
	}
	newest, err := headOf(db.row(ctx, headQuery))
	return &Rollback{Known: known.Seq, Found: newest.Seq}, err
}

// compare looks for a state that was put back. What such a state waits for may have
// been decided, and whom it lets in may have been locked out: neither counts any more.
// It is found again at each start until it is accepted.
func (db *DB) compare(ctx context.Context, markPath string) error {
	found, err := db.older(ctx, markPath)
	if err != nil || found == nil {
		return err
	}
	if err := db.endWhatWaits(ctx); err != nil {
		return fmt.Errorf("after an older copy was put back: %w", err)
	}
	db.Rollback = found
	return nil
}

// AcceptRollback lets the state be the one to compare with from now on. Call it once
// it is on record that an older copy was put back.
func (db *DB) AcceptRollback(ctx context.Context) error {
	newest, err := headOf(db.row(ctx, headQuery))
	if err != nil {
		return err
	}
	return db.engine.accept(newest.Seq, newest.Hash)
}

// endWhatWaits lets all open questions be over and ends all tokens. Only a file has a
// mark, so this is SQLite's own.
func (db *DB) endWhatWaits(ctx context.Context) error {
	now, err := db.now(ctx)
	if err != nil {
		return err
	}
	const reason = "The state was put back from an older copy, so what waited then does not count any more."
	return db.change(ctx, func(tx *transaction) error {
		_, err := tx.exec(ctx, `UPDATE requests SET expires = ?, version = version + 1,
			document = json_set(document, '$.expires', ?, '$.reason', ?, '$.version', version + 1) WHERE state = 'pending'`,
			instant(now), now.UTC().Format(time.RFC3339Nano), reason)
		if err == nil {
			_, err = tx.exec(ctx, `UPDATE tokens SET revoked = ? WHERE revoked = 0`, instant(now))
		}
		return err
	})
}
