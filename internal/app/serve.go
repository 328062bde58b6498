// Serve: the MCP server as a program.

package app

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"govgroup/internal/approvals"
	"govgroup/internal/confirm"
	"govgroup/internal/mcpserver"
)

// Serve runs the MCP server until ctx is done or, over stdio, until the input
// ends. Calls in progress are finished first.
func Serve(ctx context.Context, s Settings, h Host) error {
	if err := s.check(); err != nil {
		return err
	}
	h, done := h.tracing(ctx, "mcp-server")
	defer done()
	if s.Transport != "stdio" {
		h = h.counting() // over stdio there is no address to read the counts at
	}
	t, err := openTenant(s, h)
	if err != nil {
		return err
	}
	defer func() { _ = t.close() }()
	if s.Transport == "stdio" {
		return serveStdio(ctx, s, h, t)
	}
	return serveHTTP(ctx, s, h, t)
}

// newMCPServer puts the tools behind MCP's front end.
func newMCPServer(s Settings, h Host, g runtime, page mcpserver.ApprovalPage) (*mcpserver.Server, error) {
	return mcpserver.New(mcpserver.Config{
		Registry: g.registry, Identify: g.people.Identify, Gate: g.gate, ApprovalPage: page, Version: h.Version, Actor: s.actor(h), Log: h.Log, Tracer: h.tracer,
	})
}

// serveStdio serves the one client that started the program. Where that client
// cannot ask, the person at this machine is asked in their browser.
func serveStdio(ctx context.Context, s Settings, h Host, t tenant) error {
	g, err := start(ctx, s, h, t, confirm.Places{Desktop: h.hasScreen()})
	if err != nil {
		return err
	}
	defer g.close()
	site, err := openPage(ctx, s, h, g, "", nil)
	if err != nil {
		return err
	}
	defer closePage(site)
	server, err := newMCPServer(s, h, g, pageFor(site, s))
	if err != nil {
		return err
	}
	h.Log.Info("serving MCP over stdio", about(s, t)...)
	return server.Stdio(ctx, h.Stdin, h.Stdout)
}

// serveHTTP opens the address before it says that it serves, so that the line is
// true and a taken port is the first thing that is told.
func serveHTTP(ctx context.Context, s Settings, h Host, t tenant) error {
	listener, err := mcpserver.Listen(s.Addr, s.authenticated())
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // serving closes it first
	address := "http://" + listener.Addr().String()
	g, err := start(ctx, s, h, t, s.places(h, address))
	if err != nil {
		return err
	}
	defer g.close()
	guard, err := openSignIn(ctx, s, h, g.db)
	if err != nil {
		return err
	}
	site, err := openPage(ctx, s, h, g, address, guard)
	if err != nil {
		return err
	}
	defer closePage(site)
	server, err := newMCPServer(s, h, g, pageFor(site, s))
	if err != nil {
		return err
	}
	key, err := g.db.Key(ctx, "sessions")
	if err != nil {
		return fmt.Errorf("state: %w", err)
	}
	s.warnOfCleartext(h, listener.Addr())
	h.Log.Info("serving MCP over HTTP", append(about(s, t), slog.String("address", address+"/mcp"), slog.String("auth", s.Auth))...)
	greet(ctx, h, g, s.reachedAt(address))
	return server.HTTP(ctx, listener, mcpserver.HTTPOptions{
		Hosts: s.hosts(), PublicURL: strings.TrimSuffix(s.PublicURL, "/"), SessionKey: key, Origins: s.AllowOrigins, Ready: g.parts(t), SignIn: guard, Approvals: pagesOf(site), Metrics: h.metricsHandler(),
	})
}

// greet tells whoever starts a server for the first time, and sees it, what to do next.
func greet(ctx context.Context, h Host, g runtime, address string) {
	if newest, _, err := g.db.Audit().Head(ctx); err != nil || newest > 0 || !isTerminal(h.Stderr) {
		return
	}
	fmt.Fprintf(h.Stderr, "\n%s\n", mcpserver.FirstSteps(address))
}

// places are where people decide about requests of a server that listens at the
// address.
func (s Settings) places(h Host, address string) confirm.Places {
	switch {
	case !s.authenticated():
		return confirm.Places{Desktop: true, Printed: true}
	case !s.hasPage(h, address):
		return confirm.Places{}
	}
	return confirm.Places{Page: s.reachedAt(address) + approvals.Root + "requests/"}
}

// about is what the start-up line says of the settings; none of it is a secret.
func about(s Settings, t tenant) []any {
	return []any{
		slog.String("tenant", t.BaseURL()), slog.Bool("sandbox", s.Sandbox), slog.Bool("read_only", s.ReadOnly),
	}
}
