// Who a provider says that somebody is, as the gate and the policy know callers.

package approvals

import (
	"errors"
	"maps"
	"slices"

	"govgroup/internal/tools"
)

// surface is that of people who sign in over HTTP. It is the one of MCP's
// callers, so that somebody who signs in with the same provider here and there
// is the same caller.
const surface = "http"

// Program is the program between a person and the gate, as the audit shows it.
const Program = "approval page"

// claims is the content of a token.
type claims map[string]any

// person makes the caller of verified claims. The e-mail counts only if the
// provider has verified it.
func person(issuer, subject string, said claims) (tools.Caller, error) {
	if subject == "" || tools.Clean(subject) != subject {
		return tools.Caller{}, errors.New("the provider does not say who signed in")
	}
	c := tools.Caller{Surface: surface, Subject: subject + "@" + issuer, Client: Program, Attributes: said.attributes()}
	email, _ := said["email"].(string)
	if verified := said["email_verified"]; (verified == true || verified == "true") && tools.Clean(email) == email {
		c.Email = email
	}
	return c, nil
}

// mechanics are the claims that are about the token and not about the person, or
// that the caller has fields for: an e-mail that nobody has verified must not
// come in as an attribute.
var mechanics = []string{
	"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "nonce", "at_hash", "c_hash", "auth_time", "typ", "sid",
	"email", "email_verified",
}

// attributes are texts and lists of texts, as the policy names them:
// "claim:groups=iam-admins".
func (c claims) attributes() []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(c)) {
		if slices.Contains(mechanics, name) {
			continue
		}
		switch value := c[name].(type) {
		case string:
			all = append(all, "claim:"+name+"="+value)
		case []any:
			for _, one := range value {
				if text, is := one.(string); is {
					all = append(all, "claim:"+name+"="+text)
				}
			}
		}
	}
	return all
}
