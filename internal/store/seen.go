// What was seen before: messages that count once, in whichever process and after
// however many restarts.

package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"
)

// FirstTime reports whether the key was not seen before, and remembers it until
// then. Exactly one of any number of simultaneous calls with one key, in any
// process on this state, is told so. The state keeps a hash of the key. An error
// means that it is not known: what the key stands for must not be taken.
func (db *DB) FirstTime(ctx context.Context, key string, now, until time.Time) (bool, error) {
	if _, err := db.exec(ctx, `DELETE FROM seen WHERE until < ?`, instant(now)); err != nil {
		return false, fmt.Errorf("forget what is over: %w", err)
	}
	hash := sha256.Sum256([]byte(key))
	added, err := db.exec(ctx, `INSERT INTO seen (hash, until) VALUES (?, ?) ON CONFLICT DO NOTHING`, hash[:], instant(until))
	if err != nil {
		return false, fmt.Errorf("remember what was seen: %w", err)
	}
	return added == 1, nil
}
