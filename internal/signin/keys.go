// Keys: those with which a provider signs.

package signin

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/time/rate"
)

// signatures are the algorithms that are taken: those with a public key. A token
// signed with a secret, or not at all, anyone could make.
func signatures() []string {
	return []string{
		oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512,
		oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA,
	}
}

// keySet tells a provider that cannot be reached from a token that it did not
// sign: the first is no fault of the token's holder. The library above it turns
// both into the same text, so the difference goes by the context.
type keySet struct{ oidc.KeySet }

// keysUnavailable is why the keys could not be fetched, if so.
type keysUnavailable struct{ cause error }

type keysUnavailableKey struct{}

// VerifySignature implements [oidc.KeySet].
func (k keySet) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	payload, err := k.KeySet.VerifySignature(ctx, token)
	var network *url.Error
	if errors.As(err, &network) && !errors.Is(err, errAskedEnough) {
		if o, is := ctx.Value(keysUnavailableKey{}).(*keysUnavailable); is {
			o.cause = network
		}
	}
	return payload, err
}

// errAskedEnough stands for a token that names a key nobody has heard of, when the
// provider was asked for new keys again and again: it counts as a wrong token.
var errAskedEnough = errors.New("the provider was asked for its keys too often")

// sparing asks the provider no more often than it takes to follow it when it
// changes its keys. Without it, every invented token would be one more request.
type sparing struct {
	http.RoundTripper
	limiter *rate.Limiter
}

func newSparing() sparing {
	return sparing{http.DefaultTransport, rate.NewLimiter(rate.Every(5*time.Second), 20)}
}

// RoundTrip implements [http.RoundTripper].
func (s sparing) RoundTrip(r *http.Request) (*http.Response, error) {
	if !s.limiter.Allow() {
		return nil, errAskedEnough
	}
	return s.RoundTripper.RoundTrip(r)
}
