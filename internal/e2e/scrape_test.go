// Scrape: what the dashboard and the alert rules speak of, the built programs have.

package e2e_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	mcpclient "github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slackbot"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

func TestDashboardAndAlertsSpeakOfWhatIsThere(t *testing.T) {
	testenv.Long(t, "it builds both programs")
	t.Parallel()
	tenant, err := sandbox.Start("", sandbox.Options{Groups: 60, People: 700})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, tenant.Close()) })
	shown := scrapeServer(t, tenant) + scrapeBot(t, tenant)
	for _, person := range tenant.People() {
		require.False(t, person.Email != "" && strings.Contains(shown, person.Email), "%s is in the metrics", person.Email)
	}
	known := map[string]bool{"instance": true} // which Prometheus adds
	for _, found := range regexp.MustCompile(`(?m)^\w+|\w+="`).FindAllString(shown, -1) {
		known[strings.TrimSuffix(found, `="`)] = true
	}
	expressions := append(dashboard(t), alerts(t)...)
	require.Greater(t, len(expressions), 30)
	spokenOf := regexp.MustCompile(`\b((?:govgroup|go|process)_\w+)|by \(([^)]*)\)|(\w+)=~?"`)
	for _, expression := range expressions {
		for _, found := range spokenOf.FindAllStringSubmatch(expression, -1) {
			for word := range strings.SplitSeq(strings.Join(found[1:], ""), ", ") {
				assert.True(t, known[word], "%s: no program has %q", expression, word)
			}
		}
	}
}

// dashboard gives the expressions of the dashboard.
func dashboard(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile("../../deploy/grafana/govgroup.json")
	require.NoError(t, err)
	var d struct {
		Panels []struct{ Targets []struct{ Expr string } }
	}
	require.NoError(t, json.Unmarshal(raw, &d))
	var all []string
	for _, panel := range d.Panels {
		for _, target := range panel.Targets {
			all = append(all, target.Expr)
		}
	}
	return all
}

// alerts gives the expressions of the alert rules, each of which the documentation has.
func alerts(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile("../../deploy/prometheus/alerts.yaml")
	require.NoError(t, err)
	documented, err := os.ReadFile("../../docs/observe.md")
	require.NoError(t, err)
	var d struct {
		Groups []struct {
			Rules []struct{ Alert, Expr string }
		}
	}
	require.NoError(t, yaml.Unmarshal(raw, &d))
	var all []string
	for _, group := range d.Groups {
		for _, rule := range group.Rules {
			assert.Contains(t, string(documented), "`"+rule.Alert+"`")
			all = append(all, rule.Expr)
		}
	}
	return all
}

// built is a program as it is built, while it runs.
type built struct {
	address string // http://host:port
	log     *testenv.Buffer
}

// startBuilt builds a program and starts it on the tenant; the log says where it listens.
func startBuilt(t *testing.T, name string, tenant *sandbox.Server, variables []string, args ...string) built {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	out, err := exec.Command("go", "build", "-o", path, "govgroup/cmd/"+name).CombinedOutput()
	require.NoError(t, err, "%s", out)
	c := exec.Command(path, append(args, "--addr=127.0.0.1:0", "--log-format=json")...)
	c.Env = append(variables, "HOME="+t.TempDir(), "SAIL_BASE_URL="+tenant.URL, "SAIL_CLIENT_ID="+tenant.ClientID, "SAIL_CLIENT_SECRET="+tenant.ClientSecret)
	stderr, err := c.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	p, listening := built{log: &testenv.Buffer{}}, make(chan string, 1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			var line struct{ Address string }
			_, _ = p.log.Write(append(lines.Bytes(), '\n'))
			if json.Unmarshal(lines.Bytes(), &line) == nil && line.Address != "" {
				listening <- line.Address
			}
		}
	}()
	t.Cleanup(func() {
		assert.NoError(t, c.Process.Signal(os.Interrupt))
		<-ended
		assert.NoError(t, c.Wait())
	})
	select {
	case address := <-listening:
		p.address = "http://" + strings.TrimSuffix(strings.TrimPrefix(address, "http://"), "/mcp")
	case <-ended:
		require.Fail(t, "the program ended", p.log.String())
	}
	return p
}

// scrape reads what the program counted.
func (p built) scrape(t *testing.T) string {
	t.Helper()
	answer, err := http.Get(p.address + "/metrics")
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, answer.StatusCode)
	return string(text)
}

// unwilling declines whatever it is asked.
type unwilling struct{}

func (unwilling) Elicit(context.Context, mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	return &mcp.ElicitationResult{ElicitationResponse: mcp.ElicitationResponse{Action: mcp.ElicitationResponseActionDecline}}, nil
}

// scrapeServer has an MCP client read, change, and decline to destroy.
func scrapeServer(t *testing.T, tenant *sandbox.Server) string {
	t.Helper()
	server := startBuilt(t, "mcp-server", tenant, nil, "--transport=http")
	way, err := transport.NewStreamableHTTP(server.address + "/mcp")
	require.NoError(t, err)
	c := mcpclient.NewClient(way, mcpclient.WithElicitationHandler(unwilling{}))
	require.NoError(t, c.Start(t.Context()))
	t.Cleanup(func() { assert.NoError(t, c.Close()) })
	_, err = c.Initialize(t.Context(), mcp.InitializeRequest{Params: mcp.InitializeParams{ClientInfo: mcp.Implementation{Name: "t", Version: "1"}}})
	require.NoError(t, err)
	group := tenant.Groups()[0]
	for _, call := range []mcp.CallToolParams{
		{Name: tools.NameGet, Arguments: map[string]any{"group": group.ID}},
		{Name: tools.NameUpdate, Arguments: map[string]any{"group": group.ID, "description": "scraped"}},
		{Name: tools.NameDelete, Arguments: map[string]any{"group": group.ID}},
	} {
		_, err := c.CallTool(t.Context(), mcp.CallToolRequest{Params: call})
		require.NoError(t, err)
	}
	shown := server.scrape(t)
	for _, line := range []string{
		`govgroup_calls_total{outcome="ok",surface="http",tool="govgroup_get"} 1`,
		`govgroup_calls_total{outcome="done",surface="http",tool="govgroup_update"} 1`,
		`govgroup_calls_total{outcome="confirmation_required",surface="http",tool="govgroup_delete"} 1`,
		`govgroup_changes_total{state="done",tool="govgroup_update"} 1`,
		`govgroup_decision_wait_seconds_count{decision="declined",level="typed"} 1`,
		`govgroup_requests{state="pending"} 0`,
		`govgroup_tenant_requests_total{method="PATCH",status="2xx"} 1`,
		"govgroup_tenant_pace_limit 100",
	} {
		assert.Contains(t, shown, line+"\n")
	}
	return shown
}

// scrapeBot has somebody type a command.
func scrapeBot(t *testing.T, tenant *sandbox.Server) string {
	t.Helper()
	fake, err := slacktest.Start(slacktest.Options{Scopes: slackbot.Scopes(), AckTimeout: soon})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, fake.Close()) })
	bot := startBuilt(t, "slackbot", tenant, []string{"SLACK_BOT_TOKEN=" + fake.BotToken, "SLACK_APP_TOKEN=" + fake.AppToken, "GOVGROUP_SLACK_API=" + fake.URL})
	require.NoError(t, fake.WaitSockets(1, soon))
	channel := fake.AddChannel(slacktest.Channel{Name: "general"}).ID
	user := fake.AddUser(slacktest.User{Email: tenant.People()[0].Email}).ID
	done, err := fake.Command(user, channel, "/govgroup list")
	require.NoError(t, err)
	require.Empty(t, done.Failure)
	_, err = fake.WaitMessage(channel, user, soon, func(m slacktest.Message) bool { return strings.Contains(m.Render(nil), tenant.Groups()[0].Name) })
	require.NoError(t, err, bot.log.String())
	shown := bot.scrape(t)
	assert.Contains(t, shown, `govgroup_slack_acknowledgement_seconds_count{kind="command",outcome="ok"} 1`)
	return shown
}
