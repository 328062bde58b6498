// How many wrong tokens an address may show. A guess at a token is hopeless
// anyway; the bound keeps the provider's keys, the store and the log from being
// kept busy.

package signin

import (
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// An address may show burst wrong tokens at once and one more each pause.
const (
	burst = 10
	pause = 6 * time.Second
)

// remembered bounds the addresses and the good tokens that are kept in mind.
const remembered = 10_000

// attempts counts wrong tokens. Whoever was let in before is not shut out by
// others behind the same address: their token is still checked each time.
type attempts struct {
	mu        sync.Mutex
	wrong     map[netip.Prefix]*rate.Limiter
	knownGood map[[sha256.Size]byte]struct{} // hashes of tokens that were good when last seen
}

func newAttempts() *attempts {
	return &attempts{wrong: map[netip.Prefix]*rate.Limiter{}, knownGood: map[[sha256.Size]byte]struct{}{}}
}

// wait says how long an address has to wait before its next token is looked at.
func (a *attempts) wait(from netip.Prefix, bearer string) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	limiter := a.wrong[from]
	if _, known := a.knownGood[sha256.Sum256([]byte(bearer))]; known || limiter == nil || limiter.Tokens() >= 1 {
		return 0
	}
	return pause
}

// failed counts a wrong token.
func (a *attempts) failed(from netip.Prefix, bearer string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.knownGood, sha256.Sum256([]byte(bearer)))
	limiter := a.wrong[from]
	if limiter == nil {
		a.forget()
		limiter = rate.NewLimiter(rate.Every(pause), burst)
		a.wrong[from] = limiter
	}
	limiter.Allow()
}

// succeeded keeps a good token in mind.
func (a *attempts) succeeded(bearer string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.knownGood) >= remembered {
		clear(a.knownGood)
	}
	a.knownGood[sha256.Sum256([]byte(bearer))] = struct{}{}
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
