// Token: the JWT that is given out. The tenant itself only looks it up; SailPoint's
// command line and editor extension read who they are from it.

package sandbox

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// tenantID is every embedded tenant's own id.
const tenantID = "5a0db0c5-0000-4000-8000-000000000001"

// shared claims are in the token and in the answer around it.
type shared struct {
	TenantID            string `json:"tenant_id"`
	Pod                 string `json:"pod"`
	Org                 string `json:"org"`
	IdentityID          string `json:"identity_id,omitempty"`
	UserName            string `json:"user_name,omitempty"`
	StrongAuth          bool   `json:"strong_auth"`
	StrongAuthSupported bool   `json:"strong_auth_supported"`
	Internal            bool   `json:"internal"`
	JTI                 string `json:"jti"`
}

// claims are what the token tells.
type claims struct {
	shared
	ClientID    string   `json:"client_id"`
	Authorities []string `json:"authorities"`
	Scope       []string `json:"scope"`
	Expires     int64    `json:"exp"`
}

// tokenJSON is the token endpoint's success.
type tokenJSON struct {
	shared
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
	Scope       string `json:"scope"`
}

func newClaims(client Client, user *Person, expires time.Time) claims {
	c := claims{
		shared:   shared{TenantID: tenantID, Pod: "sandbox", Org: "sandbox", StrongAuthSupported: true, JTI: rand.Text()},
		ClientID: client.ID, Authorities: []string{client.level()}, Scope: client.granted(), Expires: expires.Unix(),
	}
	if user != nil {
		c.IdentityID, c.UserName = user.ID, user.Alias
	}
	return c
}

// sign makes a JWT of the claims.
func sign(c claims, key []byte) string {
	encoding := base64.RawURLEncoding
	text := encoding.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encoding.EncodeToString(encode(c))
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return text + "." + encoding.EncodeToString(mac.Sum(nil))
}

// user is the person behind a client; nil for none.
func (t *Tenant) user(client Client) *Person {
	if client.NoUser {
		return nil
	}
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	if p := t.dir.people.get(orDefault(client.UserID, t.scenario.Admin.ID)); p != nil {
		person := *p
		return &person
	}
	return nil
}
