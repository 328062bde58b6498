// Package app wires the parts into programs: the configuration, the tenant, the
// tools and the front ends. It is the only place that knows all of them.
package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os/user"
	"time"

	"govgroup/internal/metrics"
	"govgroup/internal/observe"
)

// Settings are what an operator chooses, by flags or environment variables.
type Settings struct {
	Transport  string   // stdio or http; sse is taken for http
	Addr       string   // where http listens
	Auth       string   // who gets in over HTTP: none, token or oidc
	State      string   // where requests and audit live; empty means the user's state directory
	Policy     string   // the policy file; empty means the built-in rules
	Sandbox    bool     // the embedded tenant instead of a real one
	ReadOnly   bool     // only tools that read
	Tools      []string // only these, by name or pattern; none: all
	Actor      string   // who calls over stdio; empty means the operating system's user
	APIVersion string   // empty means the newest paths

	MemberBatch int // members written per request; 0 means 100

	// SettleFor is how long a write whose answer was lost may still take effect; 0
	// means 5 minutes.
	SettleFor time.Duration

	OIDCIssuer     string   // the OpenID provider's address
	OIDCAudiences  []string // whom its tokens must be made for; one is enough
	PublicURL      string   // where clients reach the server; empty means where they say
	TrustedProxies []string // addresses and networks whose X-Forwarded-For is believed

	AllowHosts   []string // names beyond loopback that the server answers to
	AllowOrigins []string // origins beyond its own whose pages may call
}

// Host is what a program gets from the system it runs on. Everything of it can
// be replaced in a test.
type Host struct {
	Getenv  func(string) string
	Home    string // the user's home directory
	Version string // of the program
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Log     *slog.Logger // writes to standard error

	// Browser opens a file in the browser of whoever sits at this machine; nil: the
	// one that they have chosen.
	Browser func(ctx context.Context, file string) error

	metrics *metrics.Metrics // of a program that serves; nil: nobody counts
	tracer  observe.Tracer   // nil: no spans are kept
}

// check names the first setting that cannot be used.
func (s Settings) check() error {
	switch s.Transport {
	case "stdio", "http", "sse":
	default:
		return fmt.Errorf("--transport %q is not known; it is stdio or http", s.Transport)
	}
	if s.MemberBatch < 0 || s.MemberBatch > 1000 {
		return fmt.Errorf("--member-batch %d cannot be used; it is 1 to 1000", s.MemberBatch)
	}
	if s.SettleFor < 0 || s.SettleFor > 0 && s.SettleFor < time.Second {
		return fmt.Errorf("--settle-for %s cannot be used; it is a second or more, such as 5m", s.SettleFor)
	}
	return s.checkSignIn()
}

// actor is who calls over stdio: a name given, or whoever started the program.
func (s Settings) actor(h Host) string {
	if s.Actor != "" {
		return s.Actor
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	for _, name := range []string{"USER", "USERNAME"} {
		if v := h.Getenv(name); v != "" {
			return v
		}
	}
	return "unknown"
}
