// Guard: Host and Origin, checked before every HTTP route. A web page that someone
// opens must not reach a server on their machine, neither by a cross-origin
// request nor by rebinding its own name to a loopback address.

package mcpserver

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/mark3labs/mcp-go/mcp"

	"govgroup/internal/web"
)

// guard lets a request through if its Host names this server and if its Origin,
// where there is one, is this server's own or was allowed.
type guard struct {
	hosts   []string // beyond the names and addresses of loopback; lower case, no port
	origins []string // beyond our own; lower case, scheme://host[:port]
	next    http.Handler
}

// ServeHTTP refuses, answers a page that asks whether it may, or lets through. No
// method is exempt: a rebound name can send a simple GET as well.
func (g guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setReadDeadline(w, r)
	origin := r.Header.Get("Origin")
	switch {
	case !g.hostAllowed(r.Host):
		writeError(w, http.StatusForbidden, "This Host is not one that the server answers to. Use localhost, a loopback address, or a name given with --allow-host. Nothing was done.")
	case origin != "" && !g.originAllowed(origin, r.Host):
		writeError(w, http.StatusForbidden, "This Origin is not allowed. Web pages reach the server only from its own address or from one given with --allow-origin. Nothing was done.")
	case origin != "" && r.Method == http.MethodOptions:
		writeCORS(w, origin)
		w.WriteHeader(http.StatusNoContent)
	default:
		if origin != "" {
			writeCORS(w, origin)
		}
		g.next.ServeHTTP(w, r)
	}
}

// hostAllowed looks at the name alone. The port may be another one where the
// server is reached through a tunnel.
func (g guard) hostAllowed(host string) bool {
	name := web.Hostname(host)
	return web.Loopback(name) || slices.Contains(g.hosts, name)
}

// originAllowed compares whole origins, so that another port on this machine is
// another origin. "null", the origin of sandboxed pages and files, never passes.
func (g guard) originAllowed(origin, host string) bool {
	u, err := url.Parse(strings.ToLower(origin))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return false
	}
	return u.Host == strings.ToLower(host) || slices.Contains(g.origins, u.Scheme+"://"+u.Host)
}

// writeCORS lets the pages of an allowed origin read the answer.
func writeCORS(w http.ResponseWriter, origin string) {
	h := w.Header()
	h.Add("Vary", "Origin")
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID, "+
		"Mcp-Method, Mcp-Name, Mcp-Protocol-Version, Mcp-Session-Id")
	h.Set("Access-Control-Expose-Headers", "Mcp-Session-Id, WWW-Authenticate")
	h.Set("Access-Control-Max-Age", "600")
}

// writeError answers a request that is not handled, in the form that MCP clients
// show to people.
func writeError(w http.ResponseWriter, status int, sentence string) {
	web.WriteJSON(w, status, protocolError(nil, mcp.INVALID_REQUEST, sentence))
}
