package sandbox

// This file is who may do what: API clients, their scopes and their level.

import (
	"fmt"
	"io"
	"slices"
)

// The scopes that the tenant knows.
const (
	ScopeAll     = "sp:scopes:all"
	ScopeDefault = "sp:scopes:default"
	ScopeRead    = "idn:workgroup:read"
	ScopeManage  = "idn:workgroup:manage"
	ScopeWrite   = "idn:workgroup:write"
)

// LevelAdmin is the user level that every governance-group operation needs.
const LevelAdmin = "ORG_ADMIN"

// Client is somebody who can get a token.
type Client struct {
	ID     string
	Secret string `json:"-"`
	// Scopes are what the client may do; none means all, as for a personal
	// access token made without choosing any.
	Scopes []string
	// Level is the user level behind the client; empty means ORG_ADMIN. Any
	// other is refused every governance-group operation, reads included.
	Level string
	// NoUser makes it an API client without a user behind it: it gets 403 on
	// everything that looks up identities.
	NoUser bool
}

// Format prints the client without its secret, whatever the verb.
func (c Client) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, fmt.Sprintf("sandbox.Client{ID:%q Scopes:%q Level:%q NoUser:%t}", c.ID, c.Scopes, c.Level, c.NoUser))
}

// AddClient lets another client in, or replaces the one of the same id. Tokens
// that were given out keep working with the new rights.
func (t *Tenant) AddClient(c Client) {
	t.auth.mu.Lock()
	defer t.auth.mu.Unlock()
	t.auth.clients[c.ID] = c
}

// Credentials are those of the first client, for a tenant that was not started
// with a secret of the caller's choice.
func (t *Tenant) Credentials() (clientID, clientSecret string) {
	return t.opts.ClientID, t.opts.ClientSecret
}

// may tells whether the client can call the endpoint.
func (c Client) may(e endpoint) bool {
	if e.identities && c.NoUser {
		return false
	}
	if !e.identities && c.Level != "" && c.Level != LevelAdmin {
		return false
	}
	if len(c.Scopes) == 0 || slices.Contains(c.Scopes, ScopeAll) {
		return true
	}
	return slices.ContainsFunc(e.scopes, func(s string) bool { return slices.Contains(c.Scopes, s) })
}
