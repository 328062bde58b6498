// Registration: what a client is told that wants to register itself (RFC 7591),
// as many do when they are refused.

package signin

import (
	"net/http"

	"govgroup/internal/web"
)

// RegistrationPath is where clients try it when nothing tells them where.
const RegistrationPath = "/register"

// Registration refuses in the form that clients show to people, and says how to get
// in. Registering is the OpenID provider's business, or nobody's.
func (g *Guard) Registration() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		web.WriteJSON(w, http.StatusBadRequest, struct {
			Code     string `json:"error"`
			Sentence string `json:"error_description"`
		}{invalidRequest, "Clients cannot register at this server. " + g.howToGetIn() + " Nothing was done."})
	})
}

// howToGetIn says where a token comes from and where it goes.
func (g *Guard) howToGetIn() string {
	switch {
	case g == nil:
		return "It asks nobody who they are: call it without a token."
	case g.Issuer != "":
		return "Sign in with the OpenID provider " + g.Issuer + " and send its access token in the header Authorization: Bearer TOKEN."
	}
	return "Whoever runs it makes a token with “mcp-server token new”; the client sends it in the header Authorization: Bearer TOKEN."
}
