// Token: one that is made here.

package signin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"govgroup/internal/tools"
)

// Token is what is kept of a token: everything but the token itself. Times are
// in UTC; the zero time means never.
type Token struct {
	ID      string // part of the token; not a secret
	Name    string // what people call it; unique among those not revoked
	Subject string // whose it is, an e-mail
	Hash    []byte // SHA-256 of the whole token
	Created time.Time
	Expires time.Time
	Revoked time.Time
	Used    time.Time // last let someone in, to the minute
}

// State says in a word whether the token lets anyone in: valid, expired or
// revoked.
func (t Token) State(now time.Time) string {
	switch {
	case !t.Revoked.IsZero():
		return "revoked"
	case !t.Expires.IsZero() && !now.Before(t.Expires):
		return "expired"
	}
	return "valid"
}

// TokenStore keeps tokens. It is safe for concurrent use, also by several
// processes.
type TokenStore interface {
	// Add keeps a new token. ErrNameTaken: one that is not revoked has its name.
	Add(ctx context.Context, t Token) error
	// Find gives the token with the id, or ErrNoToken.
	Find(ctx context.Context, id string) (Token, error)
	// List gives all tokens, oldest first.
	List(ctx context.Context) ([]Token, error)
	// Revoke ends a token for good, or gives ErrNoToken. A token that is revoked
	// already keeps its time.
	Revoke(ctx context.Context, id string, at time.Time) error
	// Used notes when a token was last used. An unknown one is no error.
	Used(ctx context.Context, id string, at time.Time) error
}

// What a store answers that is not a failure.
var (
	ErrNoToken   = errors.New("no such token")
	ErrNameTaken = errors.New("a token that is not revoked has this name already")
)

// tokenPrefix begins every token, so that people and scanners of leaked secrets
// know one when they see it.
const tokenPrefix = "ggt_"

// newToken gives an id and the whole token, ggt_ID_SECRET. The secret has 260
// random bits: a plain hash of it cannot be searched for.
func newToken() (id, whole string) {
	id = strings.ToLower(rand.Text()[:12])
	return id, tokenPrefix + id + "_" + rand.Text() + rand.Text()
}

// idOf gives the id that a token names; false if it is not one of ours.
func idOf(whole string) (string, bool) {
	rest, ours := strings.CutPrefix(whole, tokenPrefix)
	id, secret, parted := strings.Cut(rest, "_")
	return id, ours && parted && len(id) == 12 && len(secret) == 52
}

// hashOf is what is kept and compared.
func hashOf(whole string) []byte {
	sum := sha256.Sum256([]byte(whole))
	return sum[:]
}

// checkToken says what of a new token cannot be used.
func checkToken(name, subject string, lasts time.Duration) error {
	// The parser also takes “Jane <jane@corp.example>”; only a bare address is kept,
	// since it is compared with the tenant's.
	address, err := mail.ParseAddress(subject)
	switch {
	case name == "" || len(name) > 64 || tools.Clean(name) != name:
		return fmt.Errorf("the name %q cannot be used; it is 1 to 64 visible characters. No token was made", name)
	case err != nil || address.Address != subject || len(subject) > 254 || tools.Clean(subject) != subject:
		return fmt.Errorf("the subject %q is not an e-mail such as jane@corp.example. No token was made", subject)
	case lasts < 0:
		return errors.New("a token cannot expire in the past. No token was made")
	}
	return nil
}
