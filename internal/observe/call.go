// Package observe ties together what is seen of one call: its lines in the log, its
// entries in the audit and its spans carry one id. It knows of contexts and nothing
// of what the house does, so that every floor may use it.
package observe

import (
	"context"
	"crypto/rand"
	"encoding/hex"
)

type callKey struct{}

// NewCall gives a fresh id of a call: 64 random bits in hexadecimal digits. A call is
// one thing that somebody asked for, whichever front end it came through.
func NewCall() string {
	var bits [8]byte
	rand.Read(bits[:]) // never fails: see crypto/rand
	return hex.EncodeToString(bits[:])
}

// WithCall returns a context of the call with the id.
func WithCall(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, callKey{}, id)
}

// Call is the id of the call that the context belongs to; empty: of none.
func Call(ctx context.Context) string {
	id, _ := ctx.Value(callKey{}).(string)
	return id
}
