// Crash: the built program, killed at random moments while it changes things. After a
// restart no request is lost, none was done twice, and every outcome is what the
// tenant says.

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/store"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// kills is how often the program is killed.
const kills = 100

// program is the built program on a tenant and a state file of the test's.
type program struct {
	t      *testing.T
	path   string
	state  string
	tenant *sandbox.Server

	settleFor string // the quiet time it is started with

	process *exec.Cmd
	client  *client.Client
}

func newProgram(t *testing.T) *program {
	t.Helper()
	tenant, err := sandbox.Start("", sandbox.Options{RateLimit: -1})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, tenant.Close()) })
	require.NoError(t, tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 4 * time.Millisecond, Times: -1}))
	dir := t.TempDir()
	p := &program{t: t, path: filepath.Join(dir, "mcp-server"), state: filepath.Join(dir, "state.db"), tenant: tenant, settleFor: "5s"}
	out, err := exec.Command("go", "build", "-o", p.path, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return p
}

// start runs the program and connects a client whose user says yes to all.
func (p *program) start() {
	env := []string{
		"HOME=" + filepath.Dir(p.state), "SAIL_BASE_URL=" + p.tenant.URL,
		"SAIL_CLIENT_ID=" + p.tenant.ClientID, "SAIL_CLIENT_SECRET=" + p.tenant.ClientSecret,
	}
	run := func(ctx context.Context, command string, env, args []string) (*exec.Cmd, error) {
		p.process = exec.CommandContext(ctx, command, args...)
		p.process.Env = env
		return p.process, nil
	}
	stdio := transport.NewStdioWithOptions(p.path, env, []string{"--state", p.state, "--actor", "ann", "--member-batch", "2", "--settle-for", p.settleFor},
		transport.WithCommandFunc(run), transport.WithCommandStderrWriter(io.Discard), transport.WithCommandLogger(slog.New(slog.DiscardHandler)))
	//nolint:staticcheck // the older era is what is wanted: there the server itself asks
	p.client = client.NewClient(stdio, client.WithElicitationHandler(agreeable{}), client.WithLegacyProtocolOnly())
	require.NoError(p.t, p.client.Start(p.t.Context()))
	hello := mcp.InitializeRequest{}
	hello.Params.ProtocolVersion, hello.Params.ClientInfo = "2025-11-25", mcp.Implementation{Name: "test", Version: "1"}
	_, err := p.client.Initialize(p.t.Context(), hello)
	require.NoError(p.t, err)
}

// kill ends the program as a power cut would.
func (p *program) kill() {
	_ = p.process.Process.Kill()
	_ = p.client.Close()
}

// call makes a call that will probably not be answered.
func (p *program) call(tool string, arguments map[string]any) (answered chan struct{}) {
	answered = make(chan struct{})
	request := mcp.CallToolRequest{}
	request.Params.Name, request.Params.Arguments = tool, arguments
	calling := p.client
	go func() {
		defer close(answered)
		ctx, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
		defer cancel()
		_, _ = calling.CallTool(ctx, request)
	}()
	return answered
}

// agreeable types what it is asked to type.
type agreeable struct{}

func (agreeable) Elicit(_ context.Context, r mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	var form struct {
		Properties map[string]struct{ Title string } `json:"properties"`
	}
	raw, err := json.Marshal(r.Params.RequestedSchema)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &form); err != nil {
		return nil, err
	}
	content := map[string]any{"confirm": true}
	if name, typed := form.Properties["name"]; typed {
		_, rest, _ := strings.Cut(name.Title, "“")
		phrase, _, _ := strings.Cut(rest, "”")
		content = map[string]any{"name": phrase}
	}
	return &mcp.ElicitationResult{ElicitationResponse: mcp.ElicitationResponse{
		Action: mcp.ElicitationResponseActionAccept, Content: content,
	}}, nil
}

// change is a call on things of its own, so that what it did can be told apart.
func (p *program) change(n int) (tool string, arguments map[string]any) {
	people := p.tenant.People()
	ids := make([]string, 7)
	for i := range ids {
		ids[i] = people[100+i].ID
	}
	g, err := p.tenant.AddGroup(sandbox.Group{Name: fmt.Sprintf("Crash %d", n), OwnerID: people[0].ID, Members: ids})
	require.NoError(p.t, err)
	switch n % 4 {
	case 0:
		return "govgroup_members_remove", map[string]any{"group": g.ID, "members": ids}
	case 1:
		empty, err := p.tenant.AddGroup(sandbox.Group{Name: fmt.Sprintf("Crash %d too", n), OwnerID: people[0].ID})
		require.NoError(p.t, err)
		return "govgroup_bulk_delete", map[string]any{"groups": []string{g.ID, empty.ID}}
	case 2:
		more := []string{people[200].ID, people[201].ID, people[202].ID, people[203].ID, ids[0]}
		return "govgroup_members_add", map[string]any{"group": g.ID, "members": more}
	}
	return "govgroup_create", map[string]any{"name": fmt.Sprintf("Crash created %d", n), "owner": people[0].ID, "members": ids}
}

func TestKilledAtAnyMoment(t *testing.T) {
	testenv.Long(t, "it kills the program again and again")
	p := newProgram(t)
	db, err := store.Open(t.Context(), p.state)
	require.NoError(t, err)
	defer db.Close()
	p.start()
	effects := make([][]sandbox.Effect, kills)
	for n := range kills {
		tool, arguments := p.change(n)
		before := len(p.tenant.Effects())
		answered := p.call(tool, arguments)
		select {
		case <-answered:
		case <-time.After(rand.N(150 * time.Millisecond)):
		}
		p.kill()
		<-answered
		p.start() // goes on with what was left, when its lease is over
		effects[n] = p.tenant.Effects()[before:]
	}
	found := map[confirm.State]int{}
	records := settledRequests(t, db, p.tenant.URL)
	for n := range kills {
		i := slices.IndexFunc(records, func(r confirm.Request) bool { return concerns(r, n) })
		if i < 0 {
			require.Empty(t, effects[n], "kill %d: the tenant was changed and there is no record of it", n)
			continue
		}
		found[records[i].State]++
		p.judge(n, records[i], effects[n])
	}
	p.kill()
	t.Logf("killed %d times; requests ended as %v", kills, found)
	testenv.Sound(t, audit.NewLog(db.Audit(), time.Now))
	verify := exec.Command(p.path, "audit", "verify", "--state", p.state)
	verify.Env = []string{"HOME=" + filepath.Dir(p.state)}
	out, err := verify.CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Contains(t, string(out), "sound")
	assert.NoFileExists(t, filepath.Join(filepath.Dir(p.state), ".local"), "the program wrote elsewhere")
}

// settledRequests waits until it is known of every request what became of it.
func settledRequests(t *testing.T, db *store.DB, tenant string) []confirm.Request {
	t.Helper()
	require.Eventually(t, func() bool {
		open, err := db.Requests().List(t.Context(), confirm.Query{Tenant: tenant, States: []confirm.State{confirm.Executing, confirm.Unknown}})
		require.NoError(t, err)
		return len(open) == 0
	}, 5*time.Minute, 100*time.Millisecond, "executions were not settled")
	all, err := db.Requests().List(t.Context(), confirm.Query{Tenant: tenant, Limit: -1})
	require.NoError(t, err)
	return all
}

func concerns(r confirm.Request, n int) bool {
	raw, err := json.Marshal(r.Plan)
	return err == nil && (strings.Contains(string(raw), fmt.Sprintf("Crash %d”", n)) ||
		strings.Contains(string(raw), fmt.Sprintf("Crash %d\"", n)) || strings.Contains(string(raw), fmt.Sprintf("Crash created %d”", n)))
}

// policyCmd compares what is on record with what the tenant has.
func (p *program) judge(n int, r confirm.Request, effects []sandbox.Effect) {
	p.t.Helper()
	seen := map[string]bool{}
	for _, e := range effects {
		key := fmt.Sprint(e.Kind, e.GroupID, e.IdentityID)
		require.False(p.t, seen[key], "kill %d: %s was done twice", n, key)
		seen[key] = true
	}
	if r.State == confirm.Pending {
		require.Empty(p.t, effects, "kill %d: something was done without a yes", n)
		return
	}
	created := ""
	for i, item := range r.Plan.Items {
		where := fmt.Sprintf("kill %d, %s, item %d: on record as %s (%s)", n, r.Plan.Tool, i, item.Outcome, item.Reason)
		require.Contains(p.t, []string{tools.ItemDone, tools.ItemNoChange, tools.ItemFailed}, item.Outcome, where)
		require.Equal(p.t, item.Outcome != tools.ItemFailed, p.so(r, i, &created), where)
	}
}

// so reports whether the tenant is as the item wanted it.
func (p *program) so(r confirm.Request, i int, created *string) bool {
	item := r.Plan.Items[i]
	in := func(group string) bool {
		g, _ := p.tenant.Group(group)
		return strings.Contains(strings.Join(g.Members, " "), item.ID)
	}
	switch r.Plan.Tool {
	case "govgroup_members_remove":
		return !in(r.Plan.Groups[0].ID)
	case "govgroup_members_add":
		return in(r.Plan.Groups[0].ID)
	case "govgroup_bulk_delete":
		_, there := p.tenant.Group(item.ID)
		return !there
	}
	if i == 0 {
		*created = item.ID
		return p.named(item.Name) == 1
	}
	return *created != "" && in(*created)
}

// named counts the groups of a name.
func (p *program) named(name string) (n int) {
	for _, g := range p.tenant.Groups() {
		if g.Name == name {
			n++
		}
	}
	return n
}
