// Welcome: what somebody reads who opens the server's address in a browser.

package mcpserver

import (
	"fmt"
	"net/http"

	"govgroup/internal/web"
)

// welcome says what this is and what to try. The address is the one that was asked
// for, which the server answers to.
func welcome(w http.ResponseWriter, r *http.Request) {
	scheme := "https"
	if r.TLS == nil && web.Loopback(web.Hostname(r.Host)) {
		scheme = "http"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	fmt.Fprintf(w, welcomeText, scheme+"://"+r.Host)
}

const welcomeText = `govgroup: governance groups of SailPoint Identity Security Cloud, for AI assistants.

This address is for MCP clients, not for browsers. Give a client

    %[1]s/mcp

for example by

    claude mcp add --transport http govgroup %[1]s/mcp
    npx @modelcontextprotocol/inspector    (Streamable HTTP, the address above)

and ask it

    Who can approve for DB Access?
    Add jane.doe@corp.example to DB Access.
    Who changed DB Access since last week?

Requests that wait for a decision: %[1]s/approvals/ where the server has that page.
Probes: /healthz and /readyz.
`
