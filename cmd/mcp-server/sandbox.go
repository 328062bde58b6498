// Sandbox: the command that serves the embedded tenant alone.

package main

import (
	"context"
	"time"

	"govgroup/internal/app"
)

type tenant struct {
	Addr      string        `default:"127.0.0.1:8090" env:"GOVGROUP_SANDBOX_ADDR" help:"Where the tenant listens, on loopback; port 0 is a free one."`
	Fill      string        `env:"GOVGROUP_SANDBOX_FILL" placeholder:"FILE" help:"Groups and people of your own, as YAML or CSV, instead of invented ones."`
	Journal   string        `env:"GOVGROUP_SANDBOX_JOURNAL" placeholder:"FILE" help:"Append every call to this file, one JSON object a line."`
	Switch    []string      `env:"GOVGROUP_SANDBOX_SWITCH" placeholder:"NAME[=VALUE]" help:"Answer a question that SailPoint's documents leave open the other way, such as unique-names; repeatable."`
	Seed      uint64        `default:"1" env:"GOVGROUP_SANDBOX_SEED" help:"The same seed gives the same people and groups."`
	Groups    int           `default:"200" env:"GOVGROUP_SANDBOX_GROUPS" help:"How many groups."`
	People    int           `default:"2000" env:"GOVGROUP_SANDBOX_PEOPLE" help:"How many people."`
	Latency   time.Duration `env:"GOVGROUP_SANDBOX_LATENCY" help:"Added to every answer, such as 100ms."`
	RateLimit app.Signed    `default:"100" env:"GOVGROUP_SANDBOX_RATE_LIMIT" help:"Requests per 10 seconds; negative means no limit."`
}

// Help is what the help says beyond the flags.
func (tenant) Help() string {
	return `The embedded tenant is the part of SailPoint Identity Security Cloud that concerns governance groups, over real HTTP on this machine, with invented people: the ten operations on every form of path, the look-ups of people, tokens, rate limits. It refuses what the real one refuses, so that any tool can be tested against it.

It prints SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET; export them for whatever is to use it. Open the address in a browser to watch the calls, the groups and their members. It misbehaves on demand: see docs/reference/sandbox.md for faults, controls, switches and the form of files. Nothing is kept when it ends.`
}

// Run serves the embedded tenant until the program is told to stop.
func (c tenant) Run(ctx context.Context, h app.Host) error {
	return app.Sandbox(ctx, app.SandboxSettings{
		Addr: c.Addr, Fill: c.Fill, Journal: c.Journal, Switches: c.Switch,
		Seed: c.Seed, Groups: c.Groups, People: c.People, Latency: c.Latency, RateLimit: int(c.RateLimit),
	}, h)
}
