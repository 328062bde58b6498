// Auth: the token endpoint, and the check of a bearer token.

package sandbox

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"mime"
	"mime/multipart"
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
	key      []byte // signs the tokens
}

func newAuthority(lifetime time.Duration) *authority {
	return &authority{lifetime: lifetime, clients: map[string]Client{}, tokens: map[string]token{}, key: []byte(rand.Text())}
}

// grant answers POST /oauth/token.
func (t *Tenant) grant(c *call) (reply, error) {
	form, err := c.tokenForm()
	if err != nil {
		return reply{}, err
	}
	switch form.Get("grant_type") {
	case "client_credentials":
	case "":
		return reply{}, oauthProblem(http.StatusBadRequest, "invalid_request", "Missing grant type")
	default:
		return reply{}, oauthProblem(http.StatusBadRequest, "unsupported_grant_type", "Unsupported grant type")
	}
	client, ok := t.auth.client(form.Get("client_id"), form.Get("client_secret"))
	if !ok {
		return reply{}, oauthProblem(http.StatusUnauthorized, "invalid_client", "Bad client credentials")
	}
	out := t.auth.issue(client, t.user(client), c.now)
	return reply{status: http.StatusOK, body: out}, nil
}

// tokenForm reads the parameters where SailPoint's own clients put them: in a
// form of either kind, or in the query.
func (c *call) tokenForm() (url.Values, error) {
	if c.queryErr != nil {
		return nil, oauthProblem(http.StatusBadRequest, "invalid_request", "The query could not be parsed")
	}
	form := c.query
	body, err := c.bodyForm()
	if err != nil {
		return nil, oauthProblem(http.StatusBadRequest, "invalid_request", "The form could not be parsed")
	}
	for name, values := range body {
		form[name] = values
	}
	return form, nil
}

// bodyForm reads a form; there may be none.
func (c *call) bodyForm() (url.Values, error) {
	if len(c.body) == 0 {
		return nil, nil
	}
	kind, params, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	switch kind {
	case "application/x-www-form-urlencoded":
		return url.ParseQuery(string(c.body))
	case "multipart/form-data":
		form, err := multipart.NewReader(bytes.NewReader(c.body), params["boundary"]).ReadForm(maxBody)
		if err != nil {
			return nil, err
		}
		return form.Value, form.RemoveAll()
	}
	if err == nil {
		err = http.ErrNotSupported
	}
	return nil, err
}

// oauthProblem is a refusal in the shape that OAuth prescribes, which is not the
// API's own.
func oauthProblem(status int, code, text string) *problem {
	return &problem{status: status, plain: map[string]string{"error": code, "error_description": text}}
}

// client gives the client of the id if the secret is its own.
func (a *authority) client(id, secret string) (Client, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	client, known := a.clients[id]
	return client, known && subtle.ConstantTimeCompare([]byte(client.Secret), []byte(secret)) == 1
}

// issue makes a token for a client; user is the person behind it, or nil.
func (a *authority) issue(client Client, user *Person, now time.Time) tokenJSON {
	lifetime := a.lifetime
	if client.NoUser {
		lifetime = min(lifetime, noUserLifetime)
	}
	expires := now.Add(lifetime)
	told := newClaims(client, user, expires)
	key := sign(told, a.key)
	a.mu.Lock()
	defer a.mu.Unlock()
	for key, old := range a.tokens { // expired ones go now, so that the map cannot grow for ever
		if !old.expires.After(now) {
			delete(a.tokens, key)
		}
	}
	a.tokens[key] = token{client.ID, expires}
	return tokenJSON{told.shared, key, "bearer", int(lifetime.Seconds()), strings.Join(client.granted(), " ")}
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
