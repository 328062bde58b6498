// Tokens: making, revoking and recognising the tokens that are made here.

package signin

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"govgroup/internal/tools"
)

// Tokens are the tokens in a store. It is safe for concurrent use.
type Tokens struct {
	Store TokenStore
	Now   func() time.Time // nil: time.Now
}

// New makes a token for a subject, an e-mail that whoever makes it vouches for.
// It lasts for the given time; 0 means until it is revoked. The whole token is
// given here once and never again.
func (t Tokens) New(ctx context.Context, name, subject string, lasts time.Duration) (whole string, made Token, err error) {
	if err := checkToken(name, subject, lasts); err != nil {
		return "", Token{}, err
	}
	made = Token{Name: name, Subject: subject, Created: t.now()}
	made.ID, whole = newToken()
	made.Hash = hashOf(whole)
	if lasts > 0 {
		made.Expires = made.Created.Add(lasts)
	}
	if err := t.Store.Add(ctx, made); err != nil {
		return "", Token{}, fmt.Errorf("token %q: %w", name, err)
	}
	return whole, made, nil
}

// Revoke ends the token that has the id, or the name and is not revoked yet. From
// then on no request with it is let in.
func (t Tokens) Revoke(ctx context.Context, idOrName string) (Token, error) {
	all, err := t.Store.List(ctx)
	if err != nil {
		return Token{}, err
	}
	for _, token := range all {
		if token.ID == idOrName || (token.Name == idOrName && token.Revoked.IsZero()) {
			return token, t.Store.Revoke(ctx, token.ID, t.now())
		}
	}
	return Token{}, fmt.Errorf("token %q: %w; “token list” shows those there are", idOrName, ErrNoToken)
}

// Authenticate implements [Authenticator]. Why a token is not good is told only
// to whoever holds all of it.
func (t Tokens) Authenticate(ctx context.Context, bearer string) (tools.Caller, error) {
	token, err := t.find(ctx, bearer)
	if err != nil {
		return tools.Caller{}, err
	}
	if subtle.ConstantTimeCompare(token.Hash, hashOf(bearer)) != 1 {
		return tools.Caller{}, refused("This token is not known here.")
	}
	switch token.State(t.now()) {
	case "revoked":
		return tools.Caller{}, refused("This token was revoked. Ask whoever runs the server for another.")
	case "expired":
		return tools.Caller{}, refused("This token has expired. Ask whoever runs the server for another.")
	}
	if err := t.noteUse(ctx, token); err != nil {
		return tools.Caller{}, err
	}
	return tools.Caller{Subject: token.Subject, Email: token.Subject}, nil
}

// find gives the token that the bearer names. For one that is not there it gives
// a hash that nothing has, so that the comparison takes place all the same.
func (t Tokens) find(ctx context.Context, bearer string) (Token, error) {
	nobody := Token{Hash: make([]byte, sha256.Size)}
	id, ours := idOf(bearer)
	if !ours {
		return nobody, nil
	}
	token, err := t.Store.Find(ctx, id)
	if errors.Is(err, ErrNoToken) {
		return nobody, nil
	}
	return token, err
}

// noteUse writes at most once a minute for each token, however busy it is.
func (t Tokens) noteUse(ctx context.Context, token Token) error {
	if now := t.now(); now.Sub(token.Used) >= time.Minute {
		return t.Store.Used(ctx, token.ID, now)
	}
	return nil
}

func (t Tokens) now() time.Time {
	if t.Now == nil {
		return time.Now().UTC()
	}
	return t.Now().UTC()
}
