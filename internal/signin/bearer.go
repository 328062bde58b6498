// Bearer: the bearer token of a request.

package signin

import (
	"net/http"
	"strings"
)

// longest is how many bytes a token may have. Providers' tokens with many
// groups come to some thousands.
const longest = 16 << 10

// bearerOf reads the token from the one place where it may be, the Authorization
// header. A token in the address is refused even beside a good header: addresses
// are kept in logs and histories, so that token is not a secret any more.
func (g *Guard) bearerOf(r *http.Request) (string, error) {
	if r.URL.Query().Has("access_token") || strings.Contains(r.RequestURI, tokenPrefix) {
		return "", &AuthError{Status: http.StatusBadRequest, Code: invalidRequest,
			Sentence: "A token was sent in the address, where others can read it. Revoke that token, and send another in the Authorization header. Nothing was done."}
	}
	values := r.Header.Values("Authorization")
	switch len(values) {
	case 0:
		return "", &AuthError{Status: http.StatusUnauthorized,
			Sentence: "This server wants to know who calls. " + g.howToGetIn() + " Nothing was done."}
	case 1:
	default:
		return "", &AuthError{Status: http.StatusBadRequest, Code: invalidRequest,
			Sentence: "The request has more than one Authorization header. Send one. Nothing was done."}
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	token = strings.TrimLeft(token, " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > longest || strings.ContainsFunc(token, notOfToken) {
		return "", refused("The Authorization header does not hold a bearer token. It is the word Bearer, a space and the token.")
	}
	return token, nil
}

// notOfToken reports the characters that no bearer token has (RFC 6750, 2.1).
func notOfToken(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return false
	}
	return !strings.ContainsRune("-._~+/=", r)
}
