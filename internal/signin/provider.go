// Provider: tokens that OpenID gives. The server is an OAuth 2.1 resource server: it
// takes access tokens that are signed JWTs and were made for it.

package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"govgroup/internal/tools"
	"govgroup/internal/web"
)

// skew is how far the provider's clock may be from ours.
const skew = time.Minute

// Provider recognises the tokens of one issuer. It is safe for concurrent use.
type Provider struct {
	audiences []string
	verifier  *oidc.IDTokenVerifier
	now       func() time.Time
}

// NewProvider asks the issuer for its metadata. Tokens are taken if one of the
// audiences is theirs. The issuer's address must be https, but for loopback.
// Keys are fetched when they are needed, and again when a token names one that
// is new. Now may be nil.
func NewProvider(ctx context.Context, issuer string, audiences []string, now func() time.Time) (*Provider, error) {
	if err := checkIssuer(issuer); err != nil {
		return nil, err
	}
	if len(audiences) == 0 || slices.Contains(audiences, "") {
		return nil, errors.New("an audience is needed: without one, tokens made for any other service would be taken")
	}
	if now == nil {
		now = time.Now
	}
	ctx = oidc.ClientContext(ctx, &http.Client{Timeout: 10 * time.Second, Transport: newSparing()})
	found, err := oidc.NewProvider(ctx, issuer)
	if err != nil {
		return nil, fmt.Errorf("the OpenID provider %s cannot be used: %w", issuer, err)
	}
	var its struct {
		Keys string `json:"jwks_uri"`
	}
	if err := found.Claims(&its); err != nil {
		return nil, fmt.Errorf("the OpenID provider %s cannot be used: %w", issuer, err)
	}
	return &Provider{audiences: audiences, now: now, verifier: oidc.NewVerifier(issuer, keySet{oidc.NewRemoteKeySet(ctx, its.Keys)}, &oidc.Config{
		SupportedSigningAlgs: signatures(),
		SkipClientIDCheck:    true, // ours are compared below: there may be several
		Now:                  func() time.Time { return now().Add(-skew) },
	})}, nil
}

// checkIssuer refuses addresses at which anyone on the way could pose as the
// provider.
func checkIssuer(issuer string) error {
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" || u.User != nil {
		return fmt.Errorf("the issuer %q is not an address such as https://login.example", issuer)
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !web.Loopback(u.Hostname())) {
		return fmt.Errorf("the issuer %q must be an https address", issuer)
	}
	return nil
}

// Authenticate implements [Authenticator]. The caller's e-mail is filled only if
// the provider says that it is verified.
func (p *Provider) Authenticate(ctx context.Context, bearer string) (tools.Caller, error) {
	token, err := p.verify(ctx, bearer)
	if err != nil {
		return tools.Caller{}, err
	}
	var c Claims
	if err := token.Claims(&c); err != nil || !c.opens(headerType(bearer)) {
		return tools.Caller{}, refused("The token is not an access token. Send the access token, not the ID token.")
	}
	if c.madeAfter(p.now().Add(skew)) {
		return tools.Caller{}, refused("The token is of a time that has not come yet; the provider's clock or this server's is wrong.")
	}
	caller, err := c.Caller(token.Issuer, token.Subject)
	if err != nil {
		return tools.Caller{}, refused("The token does not say whose it is.")
	}
	return caller, nil
}

// verify checks signature, issuer, expiry and audience.
func (p *Provider) verify(ctx context.Context, bearer string) (*oidc.IDToken, error) {
	var out keysUnavailable
	token, err := p.verifier.Verify(context.WithValue(ctx, keysUnavailableKey{}, &out), bearer)
	var expired *oidc.TokenExpiredError
	switch {
	case out.cause != nil:
		return nil, fmt.Errorf("the OpenID provider's keys cannot be had: %w", out.cause)
	case errors.As(err, &expired):
		return nil, refused("The token has expired. Sign in again.")
	case err != nil:
		return nil, refused("The token is not one that the OpenID provider signed and that is valid now. Sign in again.")
	case !slices.ContainsFunc(token.Audience, func(a string) bool { return slices.Contains(p.audiences, a) }):
		return nil, refused("The token was made for another service. Sign in to this one.")
	}
	return token, nil
}
