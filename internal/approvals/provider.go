// The OpenID provider with which people sign in: authorization code with PKCE.

package approvals

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"govgroup/internal/redact"
	"govgroup/internal/signin"
	"govgroup/internal/tools"
)

// surface is that of people who sign in over HTTP. It is the one of MCP's
// callers, so that somebody who signs in with the same provider here and there
// is the same caller.
const surface = "http"

// Program is the program between a person and the gate, as the audit shows it.
const Program = "approval page"

// ProviderConfig is how the server is known to an OpenID provider. The redirect
// address to register there is the site's address and /approvals/callback.
type ProviderConfig struct {
	Issuer   string
	ClientID string
	Secret   redact.Secret // empty for a public client
	Scopes   []string      // beyond openid, email and profile
}

// Provider signs people in. It is safe for concurrent use.
type Provider struct {
	oidc     *oidc.Provider
	verifier *oidc.IDTokenVerifier
	client   *http.Client
	oauth    oauth2.Config
}

// NewProvider asks the issuer for its metadata.
func NewProvider(ctx context.Context, c ProviderConfig) (*Provider, error) {
	if c.Issuer == "" || c.ClientID == "" {
		return nil, errors.New("the approval page needs an OpenID issuer and the id of a client that is registered there")
	}
	client := &http.Client{Timeout: 10 * time.Second}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, client), c.Issuer)
	if err != nil {
		return nil, fmt.Errorf("the OpenID provider %s cannot be used: %w", c.Issuer, err)
	}
	return &Provider{
		oidc: found, client: client, verifier: found.Verifier(&oidc.Config{ClientID: c.ClientID}),
		oauth: oauth2.Config{
			ClientID: c.ClientID, ClientSecret: c.Secret.Reveal(), Endpoint: found.Endpoint(),
			Scopes: append([]string{oidc.ScopeOpenID, "email", "profile"}, c.Scopes...),
		},
	}, nil
}

// start is the provider's address for beginning a flow.
func (p *Provider) start(f flow, callback string) string {
	return p.at(callback).AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier))
}

// finish exchanges the code that ended a flow for the person who signed in.
func (p *Provider) finish(ctx context.Context, f flow, code, callback string) (tools.Caller, error) {
	ctx = oidc.ClientContext(ctx, p.client)
	granted, err := p.at(callback).Exchange(ctx, code, oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return tools.Caller{}, fmt.Errorf("exchanging the code: %w", err)
	}
	raw, _ := granted.Extra("id_token").(string)
	token, err := p.verifier.Verify(ctx, raw)
	if err != nil {
		return tools.Caller{}, fmt.Errorf("checking the ID token: %w", err)
	}
	if token.Nonce != f.Nonce {
		return tools.Caller{}, errors.New("the ID token answers another sign-in")
	}
	said, err := p.claims(ctx, token, granted)
	if err != nil {
		return tools.Caller{}, err
	}
	caller, err := said.Caller(token.Issuer, token.Subject)
	caller.Surface, caller.Client = surface, Program
	return caller, err
}

// claims are what the provider says of the person. Some say it only when asked
// with the access token.
func (p *Provider) claims(ctx context.Context, token *oidc.IDToken, granted *oauth2.Token) (signin.Claims, error) {
	var said signin.Claims
	if err := token.Claims(&said); err != nil {
		return nil, fmt.Errorf("reading the ID token: %w", err)
	}
	if _, told := said["email"]; told || p.oidc.UserInfoEndpoint() == "" {
		return said, nil
	}
	more, err := p.oidc.UserInfo(ctx, oauth2.StaticTokenSource(granted))
	if err != nil {
		return nil, fmt.Errorf("asking who signed in: %w", err)
	}
	if more.Subject != token.Subject {
		return nil, errors.New("the provider told of someone else than who signed in")
	}
	var extra signin.Claims
	if err := more.Claims(&extra); err != nil {
		return nil, fmt.Errorf("reading who signed in: %w", err)
	}
	for name, value := range extra {
		if _, told := said[name]; !told { // what is signed counts
			said[name] = value
		}
	}
	return said, nil
}

func (p *Provider) at(callback string) *oauth2.Config {
	c := p.oauth
	c.RedirectURL = callback
	return &c
}
