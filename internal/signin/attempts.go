// Attempts: how many wrong tokens an address may show before it is told to wait. A
// guess at a token is hopeless anyway; the bound keeps the log from being filled, and
// makes whoever guesses slow down.

package signin

import (
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"govgroup/internal/cache"
)

// An address may show burst wrong tokens at once and one more each pause.
const (
	burst = 10
	pause = 6 * time.Second
)

// remembered bounds the addresses and the wrong tokens that are kept in mind.
const remembered = 10_000

// attempts counts wrong tokens. It never keeps a good one out: many people can sit
// behind one address, and one of their clients may have been set up wrongly.
type attempts struct {
	mu    sync.Mutex
	wrong map[netip.Prefix]*rate.Limiter

	// Hashes of tokens that were wrong just now, and why: a client that shows the
	// same one again and again keeps neither the store nor the provider busy.
	known *cache.Cache[[sha256.Size]byte, *AuthError]
}

func newAttempts() *attempts {
	return &attempts{
		wrong: map[netip.Prefix]*rate.Limiter{},
		known: cache.New[[sha256.Size]byte, *AuthError](remembered, pause, nil),
	}
}

// seen gives why a token was wrong just now; nil if it was not.
func (a *attempts) seen(bearer string) *AuthError {
	why, _ := a.known.Get(sha256.Sum256([]byte(bearer)))
	return why
}

// failed counts a wrong token, and gives what to say to an address that has shown
// too many.
func (a *attempts) failed(from netip.Prefix, bearer string, why *AuthError) *AuthError {
	a.known.Put(sha256.Sum256([]byte(bearer)), why)
	a.mu.Lock()
	defer a.mu.Unlock()
	limiter := a.wrong[from]
	if limiter == nil {
		a.forget()
		limiter = rate.NewLimiter(rate.Every(pause), burst)
		a.wrong[from] = limiter
	}
	if !limiter.Allow() {
		return tooMany(pause)
	}
	return why
}

// forget makes room: first the addresses that have nothing against them any
// more, and if that is not enough, all.
func (a *attempts) forget() {
	if len(a.wrong) < remembered {
		return
	}
	for from, limiter := range a.wrong {
		if limiter.Tokens() >= burst {
			delete(a.wrong, from)
		}
	}
	if len(a.wrong) >= remembered {
		clear(a.wrong)
	}
}
