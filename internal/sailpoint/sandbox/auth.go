package sandbox

// This file is getting in: the token endpoint and the check of a bearer token.

import (
	"crypto/rand"
	"crypto/subtle"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// noUserLifetime is how long at most a token of a client without a user lives.
const noUserLifetime = 750 * time.Second

// token is an access token that was given out.
type token struct {
	clientID string
	expires  time.Time
}

// authority keeps clients and their tokens.
type authority struct {
	mu       sync.Mutex
	lifetime time.Duration
	clients  map[string]Client
	tokens   map[string]token
}

// tokenJSON is the token endpoint's success.
type tokenJSON struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
	Scope       string `json:"scope"`
}

// grant answers POST /oauth/token. Credentials are taken from the form body only.
func (t *Tenant) grant(c *call) (reply, error) {
	if kind, _, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type")); kind != "application/x-www-form-urlencoded" {
		return reply{}, oauthProblem(http.StatusBadRequest, "invalid_request", "The body must be application/x-www-form-urlencoded")
	}
	form, err := url.ParseQuery(string(c.body))
	if err != nil {
		return reply{}, oauthProblem(http.StatusBadRequest, "invalid_request", "The form could not be parsed")
	}
	switch form.Get("grant_type") {
	case "client_credentials":
	case "":
		return reply{}, oauthProblem(http.StatusBadRequest, "invalid_request", "Missing grant type")
	default:
		return reply{}, oauthProblem(http.StatusBadRequest, "unsupported_grant_type", "Unsupported grant type")
	}
	out, ok := t.auth.issue(form.Get("client_id"), form.Get("client_secret"), c.now)
	if !ok {
		return reply{}, oauthProblem(http.StatusUnauthorized, "invalid_client", "Bad client credentials")
	}
	return reply{status: http.StatusOK, body: out}, nil
}

// oauthProblem is a refusal in the shape that OAuth prescribes, which is not the
// API's own.
func oauthProblem(status int, code, text string) *problem {
	return &problem{status: status, plain: map[string]string{"error": code, "error_description": text}}
}

// issue makes a token for a client that knows its secret.
func (a *authority) issue(id, secret string, now time.Time) (tokenJSON, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	client, known := a.clients[id]
	if !known || subtle.ConstantTimeCompare([]byte(client.Secret), []byte(secret)) != 1 {
		return tokenJSON{}, false
	}
	for key, old := range a.tokens { // expired ones go now, so that the map cannot grow for ever
		if !old.expires.After(now) {
			delete(a.tokens, key)
		}
	}
	lifetime := a.lifetime
	if client.NoUser {
		lifetime = min(lifetime, noUserLifetime)
	}
	key := rand.Text() + rand.Text()
	a.tokens[key] = token{id, now.Add(lifetime)}
	scopes := client.Scopes
	if len(scopes) == 0 {
		scopes = []string{ScopeAll}
	}
	return tokenJSON{key, "bearer", int(lifetime.Seconds()), strings.Join(scopes, " ")}, true
}

// authenticate finds the client behind a request's bearer token.
func (a *authority) authenticate(r *http.Request, now time.Time) (Client, error) {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") || key == "" {
		return Client{}, unauthorized("JWT is missing")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	tok, known := a.tokens[key]
	if !known {
		return Client{}, unauthorized("JWT is invalid")
	}
	if !tok.expires.After(now) {
		return Client{}, unauthorized("JWT is expired")
	}
	return a.clients[tok.clientID], nil
}

// expire makes the token of one request useless.
func (a *authority) expire(r *http.Request) {
	_, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.tokens, key)
}

// RevokeTokens makes every token that was given out useless; the next call with
// one is answered 401.
func (t *Tenant) RevokeTokens() {
	t.auth.mu.Lock()
	defer t.auth.mu.Unlock()
	clear(t.auth.tokens)
}
