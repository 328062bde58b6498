// The stairs: which package may import which. Arrows only fall, from the thin
// front ends at the top to the tenant's API on the ground.

package architecture_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// stairs lists every package of the module with the packages of the module that
// it may import; tests are free to import more.
var stairs = map[string][]string{
	"cmd/mcp-server": {"internal/app"},
	"cmd/slackbot":   {"internal/app"},

	// The only place that knows all the parts.
	"internal/app": {
		"internal/approvals", "internal/audit", "internal/confirm", "internal/jobs", "internal/mcpserver", "internal/metrics", "internal/observe", "internal/policy", "internal/redact", "internal/sailpoint",
		"internal/sailpoint/credentials", "internal/sailpoint/sandbox", "internal/signin", "internal/slackbot", "internal/slackbot/console",
		"internal/store", "internal/tools", "internal/tools/directory", "internal/tools/groups", "internal/tracing", "internal/web",
	},

	// The front ends know neither the tenant's API nor each other.
	"internal/mcpserver": {"internal/confirm", "internal/observe", "internal/signin", "internal/tools", "internal/web"},
	"internal/approvals": {"internal/confirm", "internal/observe", "internal/redact", "internal/signin", "internal/tools", "internal/web"},

	// Slack's front end: the bot on top of what it is made of. The console knows the
	// fake Slack and not the bot, so that it cannot reach past Slack into it.
	"internal/slackbot": {
		"internal/cache", "internal/confirm", "internal/observe", "internal/redact", "internal/slackbot/card", "internal/slackbot/command",
		"internal/slackbot/transport", "internal/slackbot/typeahead", "internal/tools", "internal/tools/directory", "internal/tools/groups",
		"internal/web",
	},
	"internal/slackbot/card": {
		"internal/audit", "internal/slackbot/command", "internal/tools", "internal/tools/directory", "internal/tools/groups",
	},
	"internal/slackbot/command":   {"internal/tools"},
	"internal/slackbot/console":   {"internal/slacktest"},
	"internal/slackbot/transport": {"internal/cache"},
	"internal/slackbot/typeahead": {"internal/cache", "internal/tools", "internal/tools/directory", "internal/tools/groups"},

	// The fake Slack shares no code with the bot.
	"internal/slacktest": {},

	// The store implements what confirm, audit and signin declare.
	"internal/store": {"internal/audit", "internal/confirm", "internal/signin", "internal/tools"},

	// The neck between the front ends and what can be changed, and its record.
	"internal/confirm": {"internal/audit", "internal/observe", "internal/policy", "internal/tools"},
	"internal/audit":   {"internal/observe", "internal/tools"},
	"internal/policy":  {"internal/tools", "internal/tools/directory"},
	"internal/signin":  {"internal/cache", "internal/tools", "internal/web"},

	// The operations: the framework at the bottom, above it the directory of groups
	// and people, and the catalogue on top. The framework knows no operation.
	"internal/tools":           {"internal/sailpoint"},
	"internal/tools/directory": {"internal/cache", "internal/sailpoint", "internal/tools"},
	"internal/tools/groups":    {"internal/sailpoint", "internal/tools", "internal/tools/directory"},

	// From a wish to one plan on many groups.
	"internal/jobs": {"internal/sailpoint", "internal/tools", "internal/tools/directory", "internal/tools/groups"},

	// The client and the embedded tenant share no code, so that a mistake of one
	// cannot hide a mistake of the other.
	"internal/sailpoint":         {},
	"internal/sailpoint/sandbox": {},

	// Where an operator has written down which tenant it is.
	"internal/sailpoint/credentials": {"internal/redact", "internal/sailpoint"},

	// Ground under everything: knows nothing of what the house does.
	"internal/redact":  {},
	"internal/web":     {"internal/cache"},
	"internal/cache":   {},
	"internal/observe": {},

	// What is counted, and what is sent to a collector: told by hooks that app connects.
	"internal/metrics": {},
	"internal/tracing": {"internal/observe"},

	// For developers.
	"internal/architecture":         {},
	"internal/architecture/measure": {},
	"internal/generate":             {"internal/app", "internal/metrics", "internal/tools"},
	"internal/e2e":                  {}, // tests alone, which import what they like
	"internal/simulate":             {}, // likewise
	"internal/testenv": {
		"internal/audit", "internal/confirm", "internal/jobs", "internal/policy", "internal/redact", "internal/sailpoint",
		"internal/sailpoint/sandbox", "internal/store", "internal/tools", "internal/tools/directory", "internal/tools/groups", "internal/web",
	},
}

// fences lists the libraries that have one home, by the beginning of their
// import path. Elsewhere they must not appear, so that they can be replaced.
var fences = map[string][]string{
	"github.com/mark3labs/mcp-go": {"internal/mcpserver"},
	"github.com/coreos/go-oidc/":  {"internal/approvals", "internal/signin"},
	"github.com/slack-go/slack":   {"internal/slackbot", "internal/slackbot/card", "internal/slackbot/transport"},
	"database/sql":                {"internal/store"},
	"modernc.org/":                {"internal/store"},
	"github.com/pressly/goose":    {"internal/store"},
	"github.com/alecthomas/kong":  {"cmd/mcp-server", "internal/app"},
	"github.com/prometheus/":      {"internal/metrics"},
	"go.opentelemetry.io/":        {"internal/tracing"},
}

func TestEveryImportGoesDownTheStairs(t *testing.T) {
	found := read(t)
	for _, broken := range steps(found, stairs) {
		t.Error(broken)
	}
	for _, broken := range homes(found, fences) {
		t.Error(broken)
	}
}

// mostSteps is how many packages may stand on each other, the programs included: who
// reads a call from end to end reads that many at most.
const mostSteps = 8

func TestTheStairsAreNotTooHigh(t *testing.T) {
	below := map[string][]string{}
	for _, p := range read(t) {
		below[p.path] = ours(p.imports)
	}
	var height func(string) int
	height = func(path string) int {
		most := 0
		for _, imported := range below[path] {
			most = max(most, height(imported))
		}
		return most + 1
	}
	for path := range below {
		require.LessOrEqual(t, height(path), mostSteps, "%s: go run ./internal/architecture/measure shows the longest chain; let a package in it declare what it needs", path)
	}
}

func TestTheEmbeddedTenantIsTestedWithoutTheClient(t *testing.T) {
	for _, p := range read(t) {
		if p.path == "internal/sailpoint/sandbox" {
			require.NotContains(t, p.tests, module+"internal/sailpoint",
				"%s: the embedded tenant's tests speak plain HTTP, so that they judge what is sent and not what our client makes of it", p.path)
			return
		}
	}
	require.Fail(t, "internal/sailpoint/sandbox was not found")
}

func TestNoPackageOrFileIsNamedAfterNothing(t *testing.T) {
	vague := []string{"common", "helper", "helpers", "misc", "models", "types", "util", "utils"}
	for _, p := range read(t) {
		for _, name := range p.names {
			require.False(t, slices.Contains(vague, name),
				"%s: %q says nothing about its content; name it after the one noun that it is about", p.path, name)
		}
	}
}
