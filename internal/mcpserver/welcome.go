// Welcome: what somebody reads who opens the server's address in a browser, or starts it
// for the first time.

package mcpserver

import (
	"fmt"
	"net/http"

	"govgroup/internal/web"
)

// FirstSteps says how to connect a client to the server at the address, and what to ask
// it.
func FirstSteps(address string) string {
	return fmt.Sprintf(`Connect a client, for example by

    claude mcp add --transport http govgroup %[1]s/mcp

and ask it

    Who can approve for DB Access?
    Add jane.doe@corp.example to DB Access.
    Who changed DB Access since last week?
`, address)
}

// welcome says what this is and what to try. Without a public address it is the one that
// was asked for, which the server answers to.
func (o HTTPOptions) welcome(w http.ResponseWriter, r *http.Request) {
	address := o.PublicURL
	if address == "" {
		scheme := "https"
		if r.TLS == nil && web.Loopback(web.Hostname(r.Host)) {
			scheme = "http"
		}
		address = scheme + "://" + r.Host
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	fmt.Fprintf(w, "govgroup: governance groups of SailPoint Identity Security Cloud, for AI assistants.\n\n"+
		"This address is for MCP clients, not for browsers. %s\n", FirstSteps(address))
	if o.Approvals != nil {
		fmt.Fprintf(w, "Requests that wait for a decision: %s/approvals/\n", address)
	}
	fmt.Fprintln(w, "Probes: /healthz and /readyz. Metrics: /metrics.")
}
