// Metadata: what clients are told about getting a token.

package signin_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/signin"
)

func TestMetadataNameTheProviderAndTheResource(t *testing.T) {
	const issuer = "https://login.example"
	for name, c := range map[string]struct{ public, path, resource, host string }{
		"the server":                {"https://gov.example/", "", "https://gov.example", "127.0.0.1:8080"},
		"its endpoint":              {"https://gov.example", "/mcp", "https://gov.example/mcp", "127.0.0.1:8080"},
		"as the client reaches it":  {"", "/mcp", "http://127.0.0.1:8080/mcp", "127.0.0.1:8080"},
		"the older endpoint":        {"", "/sse", "http://localhost:1/sse", "localhost:1"},
		"a proxy's word is not his": {"", "", "http://localhost:1", "localhost:1"},
	} {
		t.Run(name, func(t *testing.T) {
			g := signin.NewGuard(signin.Options{Authenticator: known{}, Issuer: issuer, PublicURL: c.public})
			r := httptest.NewRequest(http.MethodGet, signin.MetadataPath+c.path, nil)
			r.Host = c.host
			r.Header.Set("X-Forwarded-Host", "evil.example")
			r.Header.Set("X-Forwarded-Proto", "gopher")
			w := httptest.NewRecorder()
			g.Metadata().ServeHTTP(w, r)
			assert.Equal(t, http.StatusOK, w.Code)
			assert.JSONEq(t, `{"resource":"`+c.resource+`","resource_name":"govgroup","authorization_servers":["`+issuer+`"],"bearer_methods_supported":["header"]}`, w.Body.String())
		})
	}
}

func TestRefusalsPointToTheMetadata(t *testing.T) {
	h := signin.NewGuard(signin.Options{Authenticator: known{}, Issuer: "https://login.example", PublicURL: "https://gov.example"}).Wrap(greeter)
	for path, want := range map[string]string{
		"/mcp":     `resource_metadata="https://gov.example/.well-known/oauth-protected-resource/mcp"`,
		"/message": `resource_metadata="https://gov.example/.well-known/oauth-protected-resource"`,
	} {
		for _, headers := range [][]string{nil, {"Authorization", "Bearer bad"}} {
			assert.Contains(t, show(h, path, here, headers...).Header().Get("WWW-Authenticate"), want)
		}
	}
}

// A client that finds metadata would try to sign in where it cannot.
func TestWithoutAProviderThereAreNoMetadata(t *testing.T) {
	g := signin.NewGuard(signin.Options{Authenticator: known{}})
	assert.Equal(t, http.StatusNotFound, show(g.Metadata(), signin.MetadataPath+"/mcp", here).Code)
	assert.NotContains(t, show(g.Wrap(greeter), "/mcp", here).Header().Get("WWW-Authenticate"), "resource_metadata")
}
