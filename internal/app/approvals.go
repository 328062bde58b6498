// The approval page: on a desktop for whoever started the program, on a server
// for who signs in with the OpenID provider.

package app

import (
	"cmp"
	"context"
	"net/http"
	"net/mail"
	"strings"
	"time"

	"govgroup/internal/approvals"
	"govgroup/internal/mcpserver"
	"govgroup/internal/redact"
	"govgroup/internal/tools"
)

// How the page is known to the OpenID provider. The secret has no flag, because
// the flags of a program can be read by everyone on its machine.
const (
	pageClientID     = "GOVGROUP_OIDC_CLIENT_ID"
	pageClientSecret = "GOVGROUP_OIDC_CLIENT_SECRET"
)

// openPage makes the approval page, which is nil where nobody could use it: on a
// server without an OpenID provider, or one that does not know the page. Address
// is where the server can be reached if no public address was given.
func openPage(ctx context.Context, s Settings, h Host, g runtime, address string) (*approvals.Site, error) {
	o := approvals.Options{Gate: g.gate, Identify: g.people.Identify, Log: h.Log, Sandbox: s.Sandbox, ReadOnly: s.ReadOnly}
	if s.Transport == "stdio" {
		return approvals.NewDesktop(o, s.operator(h), h.Home, approvals.OpenBrowser)
	}
	if !s.hasPage(h) {
		return nil, nil
	}
	provider, err := approvals.NewProvider(ctx, approvals.ProviderConfig{
		Issuer: s.OIDCIssuer, ClientID: h.Getenv(pageClientID), Secret: redact.New(h.Getenv(pageClientSecret)),
	})
	if err != nil {
		return nil, err
	}
	return approvals.NewTeam(o, s.reachedAt(address), provider)
}

// hasPage says whether a server has an approval page: it needs a provider that
// knows the page.
func (s Settings) hasPage(h Host) bool { return s.OIDCIssuer != "" && h.Getenv(pageClientID) != "" }

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
	case s.Transport == "stdio":
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
