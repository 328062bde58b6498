// The MCP server as a program.

package app

import (
	"context"
	"log/slog"

	"govgroup/internal/mcpserver"
)

// Serve runs the MCP server until ctx is done or, over stdio, until the input
// ends. Calls in progress are finished first.
func Serve(ctx context.Context, s Settings, h Host) error {
	if err := s.check(); err != nil {
		return err
	}
	t, err := openTenant(s, h)
	if err != nil {
		return err
	}
	defer func() { _ = t.close() }()
	g, err := govern(ctx, s, h, t)
	if err != nil {
		return err
	}
	defer g.close()
	door, err := openDoor(s, h, g)
	if err != nil {
		return err
	}
	if s.Transport == "stdio" {
		h.Log.Info("serving MCP over stdio", about(s, t)...)
		return door.Stdio(ctx, h.Stdin, h.Stdout)
	}
	return serveHTTP(ctx, s, h, t, g, door)
}

// openDoor puts the tools behind MCP's door.
func openDoor(s Settings, h Host, g governed) (*mcpserver.Server, error) {
	return mcpserver.New(mcpserver.Config{
		Registry: g.registry, Gate: g.gate, Version: h.Version, Actor: s.actor(h), Log: h.Log,
	})
}

// serveHTTP opens the address before it says that it serves, so that the line is
// true and a taken port is the first thing that is told.
func serveHTTP(ctx context.Context, s Settings, h Host, t tenant, g governed, door *mcpserver.Server) error {
	guard, err := openSignIn(ctx, s, h, g.db)
	if err != nil {
		return err
	}
	listener, err := mcpserver.Listen(s.Addr, s.authenticated())
	if err != nil {
		return err
	}
	s.warnOfPlainText(h, listener.Addr())
	address := "http://" + listener.Addr().String() + "/mcp"
	h.Log.Info("serving MCP over HTTP", append(about(s, t), slog.String("address", address), slog.String("auth", s.Auth))...)
	return door.HTTP(ctx, listener, mcpserver.HTTPOptions{
		Hosts: s.hosts(), Origins: s.AllowOrigins, Ready: t.Check, SignIn: guard,
	})
}

// about is what the start-up line says of the settings; none of it is a secret.
func about(s Settings, t tenant) []any {
	return []any{
		slog.String("tenant", t.BaseURL()), slog.Bool("sandbox", s.Sandbox), slog.Bool("read_only", s.ReadOnly),
	}
}
