// Claims: what a provider says of a person, in the policy's words.

package signin

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"govgroup/internal/tools"
)

// Claims are the content of a token whose signature was checked.
type Claims map[string]any

// protocolClaims are the claims that are about the token and not about the
// person, or that the caller has fields for: an e-mail that nobody has verified
// must not come in as an attribute.
var protocolClaims = []string{
	"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "nonce", "at_hash", "c_hash", "s_hash", "auth_time", "typ", "sid",
	"email", "email_verified",
}

// ErrNobody means that claims do not say whose they are, or by a name of which
// a part is invisible and which could be taken for another's.
var ErrNobody = errors.New("the provider does not say whose token it is")

// Caller makes the caller of whom an issuer says these claims. Front ends make it
// here and nowhere else, so that one person has the same roles on all of them.
// Surface and Client are theirs to fill.
func (c Claims) Caller(issuer, subject string) (tools.Caller, error) {
	if subject == "" || tools.Clean(subject) != subject {
		return tools.Caller{}, ErrNobody
	}
	return tools.Caller{Subject: subject + "@" + issuer, Email: c.email(), Attributes: c.attributes()}, nil
}

// email is the address, if the provider has verified it. Some say so by a text.
func (c Claims) email() string {
	address, _ := c["email"].(string)
	if verified := c["email_verified"]; verified != true && verified != "true" {
		return ""
	}
	if tools.Clean(address) != address {
		return ""
	}
	return address
}

// attributes are the claims in the form "claim:groups=iam-admins": texts and
// lists of texts, with a dot between the names of nested ones. A scope is a list
// of words. They are sorted, each once.
func (c Claims) attributes() []string {
	var all []string
	for name, value := range c {
		if slices.Contains(protocolClaims, name) {
			continue
		}
		if words, is := value.(string); is && name == "scope" {
			value = anyOf(strings.Fields(words))
		}
		all = flatten(all, "claim:"+name, value)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// flatten adds the texts in a value. Numbers, booleans and nothing are left out:
// rules compare words, and a number's form is nobody's promise.
func flatten(all []string, name string, value any) []string {
	switch v := value.(type) {
	case string:
		return append(all, name+"="+v)
	case []any:
		for _, one := range v {
			if text, is := one.(string); is {
				all = append(all, name+"="+text)
			}
		}
	case map[string]any:
		for _, inner := range slices.Sorted(maps.Keys(v)) {
			all = flatten(all, name+"."+inner, v[inner])
		}
	}
	return all
}

// anyOf is a list as JSON would have given it.
func anyOf(words []string) []any {
	list := make([]any, len(words))
	for i, w := range words {
		list[i] = w
	}
	return list
}
