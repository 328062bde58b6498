// The keys with which a provider signs.

package signin

import (
	"context"
	"errors"
	"net/url"

	"github.com/coreos/go-oidc/v3/oidc"
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
	if errors.As(err, &network) {
		if o, is := ctx.Value(keysUnavailableKey{}).(*keysUnavailable); is {
			o.cause = network
		}
	}
	return payload, err
}
