// Tokens of an OpenID provider: whom they let in, and which do not.

package signin_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/signin"
	"govgroup/internal/tools"
)

// recognised are the provider's tokens, as seen at a time that is off by ahead.
func recognised(t *testing.T, p *openID, ahead time.Duration) *signin.Provider {
	t.Helper()
	provider, err := signin.NewProvider(t.Context(), p.URL, []string{"another-name", audience}, func() time.Time { return time.Now().Add(ahead) })
	require.NoError(t, err)
	return provider
}

// requireRefused wants a refusal with the sentence.
func requireRefused(t *testing.T, err error, sentence string) {
	t.Helper()
	var refusal *signin.AuthError
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, http.StatusUnauthorized, refusal.Status)
	assert.Equal(t, "invalid_token", refusal.Code)
	assert.Contains(t, refusal.Sentence, sentence)
}

func TestTwoPeopleSignIn(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	provider := recognised(t, p, 0)
	got, err := provider.Authenticate(t.Context(), p.signIn(t, audience, jane).AccessToken)
	require.NoError(t, err)
	assert.Equal(t, tools.Caller{
		Subject: janeID + "@" + p.URL, Email: "jane@corp.example",
		Attributes: []string{"claim:client_id=govgroup", "claim:groups=everyone", "claim:groups=iam-admins"},
	}, got)
	got, err = provider.Authenticate(t.Context(), p.signIn(t, audience, bob).AccessToken)
	require.NoError(t, err)
	assert.Equal(t, tools.Caller{
		Subject: bobID + "@" + p.URL, Attributes: []string{"claim:client_id=govgroup", "claim:department=IT"},
	}, got, "an e-mail that nobody verified is none")
}

func TestAttackAnotherServicesToken(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	_, err := recognised(t, p, 0).Authenticate(t.Context(), p.signIn(t, wiki, jane).AccessToken)
	requireRefused(t, err, "another service")
}

func TestAttackAnIDTokenAsAccessToken(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	id, _ := p.signIn(t, audience, jane).Extra("id_token").(string)
	require.NotEmpty(t, id)
	_, err := recognised(t, p, 0).Authenticate(t.Context(), id)
	requireRefused(t, err, "not an access token")
}

// What providers mark ID tokens with differs; none of them may open anything.
func TestAttackAnIDTokenOfAnyProvider(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	provider := recognised(t, p, 0)
	for name, c := range map[string]struct {
		kind   string
		claims map[string]any
		good   bool
	}{
		"as the specification has it": {"JWT", map[string]any{"azp": audience, "nonce": "n", "at_hash": "h"}, false},
		"a nonce and no at_hash":      {"JWT", map[string]any{"nonce": "n"}, false},
		"a nonce, and a scope":        {"JWT", map[string]any{"nonce": "n", "scope": "openid"}, false},
		"a c_hash":                    {"JWT", map[string]any{"c_hash": "h"}, false},
		"typ ID":                      {"JWT", map[string]any{"typ": "ID"}, false},
		"token_use id":                {"", map[string]any{"token_use": "id"}, false},
		"for the client alone":        {"JWT", map[string]any{"azp": audience}, false},
		"the same, as a list":         {"JWT", map[string]any{"azp": audience, "aud": []string{audience}}, false},
		"a logout token":              {"logout+jwt", nil, false},
		"nothing said":                {"", nil, true},
		"an RFC 9068 token":           {"at+JWT", map[string]any{"azp": audience}, true},
		"the same, written out":       {"application/at+jwt", nil, true},
		"typ Bearer":                  {"JWT", map[string]any{"typ": "Bearer", "azp": audience}, true},
		"with a scope":                {"JWT", map[string]any{"azp": audience, "scope": "read"}, true},
		"token_use access":            {"", map[string]any{"token_use": "access", "azp": audience}, true},
		"got by another client":       {"JWT", map[string]any{"azp": wiki}, true},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := provider.Authenticate(t.Context(), p.signAs(t, c.kind, c.claims))
			if c.good {
				require.NoError(t, err)
			} else {
				requireRefused(t, err, "not an access token")
			}
		})
	}
}

// The provider's access tokens are good for five minutes.
func TestExpiryAndClocksThatDiffer(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	token := p.signIn(t, audience, jane).AccessToken
	for name, c := range map[string]struct {
		ahead time.Duration
		good  bool
	}{
		"our clock is right":                       {0, true},
		"our clock is slow, by less than a minute": {-50 * time.Second, true},
		"our clock is slow, by more":               {-70 * time.Second, false},
		"expired, by less than clocks may differ":  {5*time.Minute + 30*time.Second, true},
		"expired, by more than clocks may differ":  {6*time.Minute + 30*time.Second, false},
		"expired long ago":                         {24 * time.Hour, false},
		"our clock is an hour slow: not valid yet": {-time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := recognised(t, p, c.ahead).Authenticate(t.Context(), token)
			if c.good {
				require.NoError(t, err)
			} else {
				requireRefused(t, err, "Nothing was done")
			}
		})
	}
}

// The times of tokens are the provider's to say, and a token that begins to count
// next year would outlive whatever was decided about it today.
func TestAttackATokenOfTheFuture(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	provider := recognised(t, p, 0)
	for _, claim := range []string{"iat", "nbf"} {
		for ahead, good := range map[time.Duration]bool{-time.Hour: true, 40 * time.Second: true, 2 * time.Minute: false, 8760 * time.Hour: false} {
			at := time.Now().Add(ahead).Unix()
			_, err := provider.Authenticate(t.Context(), p.sign(t, map[string]any{claim: at, "exp": time.Now().Add(9000 * time.Hour).Unix()}))
			if good {
				require.NoError(t, err, "%s %s ahead", claim, ahead)
			} else {
				requireRefused(t, err, "Nothing was done")
			}
		}
	}
}

func TestKeysMayChange(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	provider := recognised(t, p, 0)
	before := p.signIn(t, audience, jane).AccessToken
	_, err := provider.Authenticate(t.Context(), before)
	require.NoError(t, err)

	p.rotate(t)
	_, err = provider.Authenticate(t.Context(), p.signIn(t, audience, bob).AccessToken)
	require.NoError(t, err, "a new key is fetched when a token names it")
	_, err = provider.Authenticate(t.Context(), before)
	requireRefused(t, err, "Sign in again")
}

// A provider that is away is not the fault of whoever holds a token.
func TestAProviderThatCannotBeReachedRefusesNobody(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	provider := recognised(t, p, 0)
	token := p.signIn(t, audience, jane).AccessToken
	p.server.Close()
	_, err := provider.Authenticate(t.Context(), token)
	require.ErrorContains(t, err, "keys cannot be had")
	var refusal *signin.AuthError
	require.NotErrorAs(t, err, &refusal)
}

// Tokens with keys that nobody has heard of do not make us ask the provider each
// time, and good ones are let in meanwhile.
func TestAttackTokensWithInventedKeys(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	provider := recognised(t, p, 0)
	own, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	content := map[string]any{"iss": p.URL, "sub": janeID, "aud": audience, "exp": time.Now().Add(time.Hour).Unix()}
	before := p.asked.Load()
	for range 100 {
		_, err := provider.Authenticate(t.Context(), signed(t, content, jose.RS256, jose.JSONWebKey{Key: own, KeyID: rand.Text()}))
		requireRefused(t, err, "Nothing was done.")
	}
	assert.LessOrEqual(t, p.asked.Load()-before, int32(20))
	_, err = provider.Authenticate(t.Context(), p.sign(t, nil))
	require.NoError(t, err)
}

func TestAttackForgedTokens(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	provider := recognised(t, p, 0)
	_, err := provider.Authenticate(t.Context(), p.sign(t, nil))
	require.NoError(t, err, "what the attacks begin from is good")

	content := map[string]any{"iss": p.URL, "sub": janeID, "aud": audience, "exp": time.Now().Add(time.Hour).Unix()}
	own, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	public, err := x509.MarshalPKIXPublicKey(&p.key().key.PublicKey)
	require.NoError(t, err)
	secret := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})
	segment := base64.RawURLEncoding.EncodeToString
	real := p.sign(t, nil)
	for name, token := range map[string]string{
		"no signature":                    segment([]byte(`{"alg":"none"}`)) + "." + segment([]byte(`{"iss":"`+p.URL+`","sub":"id1","aud":"govgroup","exp":9999999999}`)) + ".",
		"the public key as a secret":      signed(t, content, jose.HS256, jose.JSONWebKey{Key: secret, KeyID: p.key().id}),
		"a key of their own":              signed(t, content, jose.RS256, jose.JSONWebKey{Key: own, KeyID: p.key().id}),
		"a key of their own, unnamed":     signed(t, content, jose.RS256, own),
		"the signature of another token":  upTo(p.sign(t, map[string]any{"sub": bobID})) + real[len(upTo(real)):],
		"cut off":                         real[:len(real)-8],
		"another issuer, by the same key": p.sign(t, map[string]any{"iss": "https://evil.example"}),
		"no expiry":                       p.sign(t, map[string]any{"exp": nil}),
		"no audience":                     p.sign(t, map[string]any{"aud": nil}),
		"an audience that begins like it": p.sign(t, map[string]any{"aud": audience + ".evil.example"}),
		"nobody's":                        p.sign(t, map[string]any{"sub": ""}),
		"a name that cannot be seen":      p.sign(t, map[string]any{"sub": "id1\u200b"}),
		"a name of two lines":             p.sign(t, map[string]any{"sub": "id1\nlevel=INFO"}),
		"no token":                        "x",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := provider.Authenticate(t.Context(), token)
			requireRefused(t, err, "Nothing was done.")
		})
	}
}

// upTo is a token without its signature.
func upTo(token string) string { return token[:strings.LastIndex(token, ".")] }

func TestAttackAnUnverifiedEmail(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	provider := recognised(t, p, 0)
	for name, c := range map[string]struct {
		claims map[string]any
		email  string
	}{
		"verified":              {map[string]any{"email_verified": true}, "jane@corp.example"},
		"verified, as a text":   {map[string]any{"email_verified": "true"}, "jane@corp.example"},
		"not verified":          {map[string]any{"email_verified": false}, ""},
		"nothing said":          {nil, ""},
		"verified, as a number": {map[string]any{"email_verified": 1}, ""},
		"verified, and no text": {map[string]any{"email_verified": true, "email": []string{"jane@corp.example"}}, ""},
		"verified, and hidden":  {map[string]any{"email_verified": true, "email": "jane@corp.example\u202e"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			content := map[string]any{"email": "jane@corp.example"}
			maps.Copy(content, c.claims)
			got, err := provider.Authenticate(t.Context(), p.sign(t, content))
			require.NoError(t, err)
			assert.Equal(t, c.email, got.Email)
		})
	}
}

func TestProvidersThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	for want, c := range map[string]struct {
		issuer    string
		audiences []string
	}{
		"must be an https address": {"http://login.example", []string{audience}},
		"is not an address":        {"login.example", []string{audience}},
		"an audience is needed":    {p.URL, nil},
		"cannot be used":           {p.URL + "/nowhere", []string{audience}},
	} {
		_, err := signin.NewProvider(t.Context(), c.issuer, c.audiences, nil)
		require.ErrorContains(t, err, want)
	}
	_, err := signin.NewProvider(t.Context(), p.URL, []string{""}, nil)
	require.ErrorContains(t, err, "an audience is needed")
}
