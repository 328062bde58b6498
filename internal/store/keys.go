// Keys: random secrets that all programs on one state share.

package store

import (
	"context"
	"crypto/rand"
	"fmt"
)

const keySize = 32

// Key gives the key of a name, 32 random bytes, which whoever asks first makes.
func (db *DB) Key(ctx context.Context, name string) ([]byte, error) {
	fresh := make([]byte, keySize)
	rand.Read(fresh) // never fails: see crypto/rand
	if _, err := db.exec(ctx, `INSERT INTO keys (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING`, name, fresh); err != nil {
		return nil, fmt.Errorf("keep the key %q: %w", name, err)
	}
	var key []byte
	if err := db.row(ctx, `SELECT value FROM keys WHERE name = ?`, name).Scan(&key); err != nil {
		return nil, fmt.Errorf("read the key %q: %w", name, err)
	}
	return key, nil
}
