// Client: who may do what, by scopes and level.

package sandbox

import (
	"fmt"
	"io"
	"slices"
)

// The scopes that the tenant knows.
const (
	ScopeAll            = "sp:scopes:all"
	ScopeDefault        = "sp:scopes:default"
	ScopeRead           = "idn:workgroup:read"
	ScopeManage         = "idn:workgroup:manage"
	ScopeWrite          = "idn:workgroup:write"
	ScopeIdentityRead   = "idn:identity:read"
	ScopeIdentityManage = "idn:identity:manage"
	ScopeSearch         = "sp:search:read"
)

// LevelAdmin is the user level that every governance-group operation needs.
const LevelAdmin = "ORG_ADMIN"

// rights are what an operation asks of a client.
type rights struct {
	scopes []string // any one is enough
	levels []string // any one is enough; none means that every level is
	user   bool     // there must be a user behind the client
}

func administrator(scopes ...string) rights {
	return rights{scopes: scopes, levels: []string{LevelAdmin}}
}

// searchLevels are the kinds of administrator who may search.
func searchLevels() []string {
	return []string{LevelAdmin, "CERT_ADMIN", "REPORT_ADMIN", "SOURCE_ADMIN", "SOURCE_SUBADMIN", "ROLE_ADMIN", "ROLE_SUBADMIN"}
}

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
	// UserID is the person whose token it is, as the token tells; empty means
	// the administrator of Scenario.
	UserID string
	// NoUser makes it an API client without a user behind it: it gets 403 on
	// both listings of identities.
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

// may tells whether the client can call an operation that asks for these rights.
func (c Client) may(need rights) bool {
	if need.user && c.NoUser {
		return false
	}
	if len(need.levels) > 0 && !slices.Contains(need.levels, c.level()) {
		return false
	}
	granted := c.granted()
	return slices.Contains(granted, ScopeAll) ||
		slices.ContainsFunc(need.scopes, func(s string) bool { return slices.Contains(granted, s) })
}

func (c Client) level() string { return orDefault(c.Level, LevelAdmin) }

func (c Client) granted() []string {
	if len(c.Scopes) == 0 {
		return []string{ScopeAll}
	}
	return c.Scopes
}
