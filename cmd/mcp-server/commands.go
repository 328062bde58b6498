// Commands: what the program can do, and with which flags. Every flag has an
// environment variable of the same meaning.

package main

import (
	"context"
	"fmt"
	"time"

	"govgroup/internal/app"
)

const about = `Governance groups of SailPoint Identity Security Cloud, for MCP clients.

The tenant is taken from SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET, else from ~/.sailpoint/config.yaml. With --sandbox there is an embedded one with invented people and groups.`

// commands is the whole command line.
type commands struct {
	Serve   serve      `cmd:"" default:"withargs" help:"Serve MCP (the default)."`
	Sandbox tenant     `cmd:"" help:"Serve the embedded tenant alone: a SailPoint tenant to test any tool against."`
	Config  config     `cmd:"" help:"Print an MCP client's configuration, ready to paste."`
	State   stateCmd   `cmd:"" help:"Copy the records to another place."`
	Audit   auditCmd   `cmd:"" help:"Verify or export what was asked, decided and done."`
	Token   token      `cmd:"" help:"Make, list or revoke the bearer tokens of --auth token."`
	Policy  policyCmd  `cmd:"" help:"Check a policy, or explain what it says of a call."`
	Doctor  doctor     `cmd:"" help:"Try every setting; name each fault with its cure."`
	Version versionCmd `cmd:"" help:"Print the version."`

	LogLevel  string `enum:"debug,info,warn,error" default:"info" env:"GOVGROUP_LOG_LEVEL" help:"Least level that is logged: ${enum}."`
	LogFormat string `enum:"text,json" default:"text" env:"GOVGROUP_LOG_FORMAT" help:"Form of the log on standard error: ${enum}."`
}

// serving are the flags that say what is served, where and to whom.
type serving struct {
	Transport    string        `default:"stdio" env:"GOVGROUP_TRANSPORT" help:"stdio or http. http serves /mcp, /sse, /healthz, /readyz and /metrics."`
	Addr         string        `default:"127.0.0.1:8080" env:"GOVGROUP_ADDR" help:"Where http listens."`
	Auth         string        `default:"none" env:"GOVGROUP_AUTH" help:"Who gets in over HTTP. none: everyone, on loopback only; token: who shows a token made by “token new”; oidc: who shows one of an OpenID provider."`
	OIDCIssuer   string        `name:"oidc-issuer" env:"GOVGROUP_OIDC_ISSUER" placeholder:"URL" help:"The OpenID provider, for --auth oidc."`
	OIDCAudience []string      `name:"oidc-audience" env:"GOVGROUP_OIDC_AUDIENCE" placeholder:"NAME" help:"Whom the provider's tokens must be made for: what it calls this server; repeatable."`
	PublicURL    string        `name:"public-url" env:"GOVGROUP_PUBLIC_URL" placeholder:"URL" help:"Where clients reach this server, such as https://govgroup.corp.example; otherwise where they say they do."`
	TrustedProxy []string      `env:"GOVGROUP_TRUSTED_PROXY" placeholder:"ADDRESS" help:"A proxy, or a network of them, whose X-Forwarded-For is believed; repeatable."`
	AllowHost    []string      `env:"GOVGROUP_ALLOW_HOST" placeholder:"NAME" help:"A name beyond loopback that http answers to; repeatable."`
	AllowOrigin  []string      `env:"GOVGROUP_ALLOW_ORIGIN" placeholder:"ORIGIN" help:"An origin such as http://localhost:6274 whose pages may call; repeatable."`
	State        string        `env:"GOVGROUP_STATE" placeholder:"FILE" help:"Where requests and audit live: a file, or a database postgres://… for several machines; otherwise govgroup/state.db in the user's state directory."`
	Policy       string        `env:"GOVGROUP_POLICY" placeholder:"FILE" help:"The policy: who may do what, and which yes it needs. Without one everyone who gets in may change, and what destroys asks first."`
	Sandbox      bool          `env:"GOVGROUP_SANDBOX" help:"Use the embedded tenant instead of a real one."`
	ReadOnly     bool          `env:"GOVGROUP_READ_ONLY" help:"Only tools that read."`
	Tool         []string      `env:"GOVGROUP_TOOL" placeholder:"NAME" help:"Only this tool, by name or pattern such as members_*; repeatable. None: all."`
	Actor        string        `env:"GOVGROUP_ACTOR" placeholder:"NAME" help:"Who calls over stdio; otherwise the operating system's user."`
	SettleFor    time.Duration `default:"5m" env:"GOVGROUP_SETTLE_FOR" placeholder:"TIME" help:"How long a write whose answer was lost may still take effect; after that it counts as failed."`
	MemberBatch  int           `default:"100" env:"GOVGROUP_MEMBER_BATCH" help:"Members written per request to the tenant."`
	APIVersion   string        `name:"api-version" env:"GOVGROUP_API_VERSION" placeholder:"V" help:"Use the tenant's paths of v2024, v2025, v2026 or beta instead of the newest."`
}

func (s serving) settings() app.Settings {
	return app.Settings{
		Transport: s.Transport, Addr: s.Addr, Auth: s.Auth,
		State: s.State, Policy: s.Policy, Sandbox: s.Sandbox, ReadOnly: s.ReadOnly, Tools: s.Tool, Actor: s.Actor, APIVersion: s.APIVersion, MemberBatch: s.MemberBatch, SettleFor: s.SettleFor,
		OIDCIssuer: s.OIDCIssuer, OIDCAudiences: s.OIDCAudience, PublicURL: s.PublicURL, TrustedProxies: s.TrustedProxy,
		AllowHosts: s.AllowHost, AllowOrigins: s.AllowOrigin,
	}
}

type serve struct {
	serving
}

// Run serves until the program is told to stop.
func (c serve) Run(ctx context.Context, h app.Host) error { return app.Serve(ctx, c.settings(), h) }

type config struct {
	Client  string `arg:"" help:"Which client: ${clients}."`
	HTTP    string `name:"http" placeholder:"URL" help:"For a server that runs already, such as http://127.0.0.1:8080/mcp; otherwise the client starts its own over stdio."`
	Sandbox bool   `help:"With the embedded tenant."`
	Token   bool   `help:"With --http: the server wants a bearer token. The configuration refers to the variable GOVGROUP_TOKEN, and never has the token."`
}

// Run prints the configuration.
func (c config) Run(h app.Host) error {
	return app.ClientConfig(h.Stdout, h.Stderr, c.Client, app.ClientSettings{URL: c.HTTP, Sandbox: c.Sandbox, Token: c.Token})
}

type doctor struct {
	serving
	JSON bool `name:"json" help:"Write the findings as JSON."`
}

// Run tries the settings.
func (c doctor) Run(ctx context.Context, h app.Host) error {
	return app.Doctor(ctx, c.settings(), h, c.JSON)
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(h app.Host) error {
	_, err := fmt.Fprintln(h.Stdout, h.Version)
	return err
}
