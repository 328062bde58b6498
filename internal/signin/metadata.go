// Where clients learn how to get a token: the protected resource metadata of
// RFC 9728.

package signin

import (
	"net/http"
	"net/url"
	"strings"

	"govgroup/internal/web"
)

// MetadataPath is where the metadata of the whole server are; those of one
// endpoint follow with the endpoint's path, such as MetadataPath + "/mcp".
const MetadataPath = "/.well-known/oauth-protected-resource"

// metadata is what a client needs to know.
type metadata struct {
	Resource string   `json:"resource"`
	Name     string   `json:"resource_name"`
	Servers  []string `json:"authorization_servers"`
	Methods  []string `json:"bearer_methods_supported"`
}

// Metadata serves the metadata of the server and of its endpoints. Where clients
// cannot get tokens by OAuth there are none, or they would try.
func (g *Guard) Metadata() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g == nil || g.Issuer == "" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=300")
		w.Header().Add("Vary", "Host")
		web.WriteJSON(w, http.StatusOK, metadata{
			Resource: g.base(r).String() + strings.TrimPrefix(r.URL.Path, MetadataPath),
			Name:     "govgroup", Servers: []string{g.Issuer}, Methods: []string{"header"},
		})
	})
}

// metadataFor is the address of the metadata that a refused request should read.
// Beside /mcp there is the deprecated transport, which counts as the whole server.
func (g *Guard) metadataFor(r *http.Request) string {
	if g.Issuer == "" {
		return ""
	}
	where := g.base(r)
	where.Path = MetadataPath
	if r.URL.Path == "/mcp" {
		where.Path += "/mcp"
	}
	return where.String()
}

// base is the server's address as the client should use it. Without a public one
// it is the Host that the request names, which the front end has compared with the
// names that it answers to.
func (g *Guard) base(r *http.Request) *url.URL {
	if public, err := url.Parse(g.PublicURL); err == nil && g.PublicURL != "" {
		return &url.URL{Scheme: public.Scheme, Host: public.Host}
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return &url.URL{Scheme: scheme, Host: r.Host}
}
