// The approval page: on a desktop for whoever started the program, on a server
// for who signs in with the OpenID provider.

package app

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"govgroup/internal/approvals"
	"govgroup/internal/mcpserver"
	"govgroup/internal/redact"
	"govgroup/internal/signin"
	"govgroup/internal/tools"
	"govgroup/internal/web"
)

// How the page is known to the OpenID provider. The secret has no flag, because
// the flags of a program can be read by everyone on its machine.
const (
	pageClientID     = "GOVGROUP_OIDC_CLIENT_ID"
	pageClientSecret = "GOVGROUP_OIDC_CLIENT_SECRET"
)

// openPage makes the approval page, which is nil where nobody could use it. Address
// is where the server can be reached if no public address was given; the guard is
// nil where nobody signs in.
func openPage(ctx context.Context, s Settings, h Host, g runtime, address string, guard *signin.Guard) (*approvals.Site, error) {
	o := approvals.Options{Gate: g.gate, Identify: g.people.IdentifyAfresh, Log: h.Log, Tracer: h.tracer, Sandbox: s.Sandbox, ReadOnly: s.ReadOnly}
	switch {
	case s.Transport == "stdio":
		return approvals.NewDesktop(o, approvals.DesktopOptions{Person: s.operator(h), Folder: h.Home, Browser: h.browser()})
	case !s.authenticated():
		return approvals.NewDesktop(o, approvals.DesktopOptions{
			Person:  tools.Caller{Surface: "http", Subject: mcpserver.Anonymous, Client: approvals.Program},
			Address: address, Folder: h.Home, Browser: h.browser(), Print: h.printAddress,
		})
	case !s.hasPage(h, address):
		return nil, nil
	case s.Auth == authToken:
		return approvals.NewTokenTeam(o, s.reachedAt(address), guard)
	}
	provider, err := approvals.NewProvider(ctx, approvals.ProviderConfig{
		Issuer: s.OIDCIssuer, ClientID: h.Getenv(pageClientID), Secret: redact.New(h.Getenv(pageClientSecret)),
	})
	if err != nil {
		return nil, err
	}
	return approvals.NewTeam(o, s.reachedAt(address), provider)
}

// printAddress shows an address that opens the page once. It goes to standard
// error, past the log, which may be kept and sent elsewhere; no model reads it,
// because over HTTP no client started this program.
func (h Host) printAddress(address string) {
	fmt.Fprintf(h.Stderr, "A change needs your decision. Open this once, within 15 minutes:\n  %s\n", address)
}

// browser is how a browser is opened.
func (h Host) browser() approvals.Browser {
	if h.Browser != nil {
		return h.Browser
	}
	return approvals.OpenBrowser
}

// hasScreen says whether a browser that is opened here would be seen.
func (h Host) hasScreen() bool { return h.Browser != nil || approvals.HasScreen() }

// hasPage says whether people sign in to an approval page here: with a provider
// that knows the page, or with tokens. Neither is sent over a network in the clear.
func (s Settings) hasPage(h Host, address string) bool {
	if s.Auth == authOIDC {
		return h.Getenv(pageClientID) != ""
	}
	reached, err := url.Parse(s.reachedAt(address))
	return s.Auth == authToken && err == nil && (reached.Scheme == "https" || web.Loopback(reached.Hostname()))
}

// reachedAt is where browsers reach a server that listens at the address.
func (s Settings) reachedAt(address string) string {
	return strings.TrimSuffix(cmp.Or(s.PublicURL, address), "/")
}

// operator is whoever started the program, as MCP's front end knows them over stdio.
func (s Settings) operator(h Host) tools.Caller {
	c := tools.Caller{Surface: "stdio", Subject: s.actor(h), Client: approvals.Program}
	if address, err := mail.ParseAddress(c.Subject); err == nil && address.Address == c.Subject {
		c.Email = c.Subject
	}
	return c
}

// pageFor is what MCP's front end needs of the page: on a desktop it opens a browser,
// on a server it names an address.
func pageFor(site *approvals.Site, s Settings) mcpserver.ApprovalPage {
	switch {
	case site == nil:
		return mcpserver.ApprovalPage{}
	case s.Transport == "stdio", !s.authenticated():
		return mcpserver.ApprovalPage{Open: site.Open}
	}
	return mcpserver.ApprovalPage{URL: site.URL}
}

// pagesOf are the pages to serve beside MCP; nil on a desktop, where they have an
// address of their own, and where there are none.
func pagesOf(site *approvals.Site) http.Handler {
	if site == nil {
		return nil
	}
	return site.Handler()
}

// closePage lets decisions that are being carried out end.
func closePage(site *approvals.Site) {
	if site == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = site.Close(ctx)
}
