// Access tokens: telling them from the other tokens that a provider signs.

package signin

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// An ID token tells a client about its user and gets around: to clients, logs and
// pages. It must not open anything, even where its audience is ours. Providers
// mark it in different ways; the claims here are in no access token.
var idTokenClaims = []string{"nonce", "at_hash", "c_hash", "s_hash"}

// accessTokenClaims are in access tokens of one provider or another, and in no ID
// token: what the token allows, and to whom it was given.
var accessTokenClaims = []string{"scope", "scp", "client_id", "cid", "roles"}

// opens reports whether the token is an access token. Kind is the typ of its
// header.
func (c Claims) opens(kind string) bool {
	for _, name := range idTokenClaims {
		if _, has := c[name]; has {
			return false
		}
	}
	use, _ := c["token_use"].(string)
	typ, _ := c["typ"].(string)
	switch {
	case strings.EqualFold(typ, "ID"), strings.EqualFold(use, "id"):
		return false
	case kind == "at+jwt" || strings.EqualFold(typ, "Bearer") || use == "access":
		return true
	case kind != "" && kind != "jwt":
		return false // a logout token, a security event, a proof
	}
	return !c.forItsClient() || slices.ContainsFunc(accessTokenClaims, func(name string) bool { return c[name] != nil })
}

// forItsClient reports whether the only audience is the client that got the token,
// as it is with ID tokens that no browser had a hand in.
func (c Claims) forItsClient() bool {
	client, _ := c["azp"].(string)
	switch audience := c["aud"].(type) {
	case string:
		return client != "" && audience == client
	case []any:
		return client != "" && len(audience) == 1 && audience[0] == client
	}
	return false
}

// madeAfter reports whether the token was made, or begins to count, after a time.
// The library allows five minutes for the one and does not look at the other.
func (c Claims) madeAfter(limit time.Time) bool {
	for _, name := range []string{"iat", "nbf"} {
		seconds, is := c[name].(float64)
		if is && seconds > float64(limit.Unix()) {
			return true
		}
	}
	return false
}

// headerType is the typ of a token's header, in small letters and without the
// part that RFC 7515 lets one leave out.
func headerType(token string) string {
	head, _, _ := strings.Cut(token, ".")
	raw, err := base64.RawURLEncoding.DecodeString(head)
	var header struct {
		Type string `json:"typ"`
	}
	if err != nil || json.Unmarshal(raw, &header) != nil {
		return "unreadable"
	}
	return strings.TrimPrefix(strings.ToLower(header.Type), "application/")
}
