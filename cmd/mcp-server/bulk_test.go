// Bulk: the built program with more in one call than the tenant takes at once, while
// the tenant has its moods: every item is reported as what became of it.

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/store"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// heard is the progress that a client was told of.
type heard struct {
	mu    sync.Mutex
	steps []step
}

type step struct {
	Progress, Total float64
	Message         string
}

func (h *heard) listen(n mcp.JSONRPCNotification) {
	var s step
	raw, err := json.Marshal(n.Params.AdditionalFields)
	if n.Method != "notifications/progress" || err != nil || json.Unmarshal(raw, &s) != nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.steps = append(h.steps, s)
}

// all checks that the numbers rise, as the protocol wants, and gives the steps.
func (h *heard) all(t *testing.T) []step {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := 1; i < len(h.steps); i++ {
		require.Greater(t, h.steps[i].Progress, h.steps[i-1].Progress, "step %d: %v", i, h.steps[i])
	}
	return h.steps
}

// serving runs the program as a user would and connects a client of the version,
// whose user says yes.
func (p *program) serving(version string) (*client.Client, *heard) {
	env := []string{
		"HOME=" + filepath.Dir(p.state), "SAIL_BASE_URL=" + p.tenant.URL,
		"SAIL_CLIENT_ID=" + p.tenant.ClientID, "SAIL_CLIENT_SECRET=" + p.tenant.ClientSecret,
	}
	stdio := transport.NewStdioWithOptions(p.path, env, []string{"--state", p.state, "--actor", "ann"},
		transport.WithCommandStderrWriter(io.Discard), transport.WithCommandLogger(slog.New(slog.DiscardHandler)))
	c := client.NewClient(stdio, client.WithElicitationHandler(agreeable{}), client.WithProtocolVersion(version))
	p.t.Cleanup(func() { _ = c.Close() })
	h := &heard{}
	c.OnNotification(h.listen)
	require.NoError(p.t, c.Start(p.t.Context()))
	hello := mcp.InitializeRequest{}
	hello.Params.ProtocolVersion, hello.Params.ClientInfo = version, mcp.Implementation{Name: "test", Version: "1"}
	_, err := c.Initialize(p.t.Context(), hello)
	require.NoError(p.t, err)
	return c, h
}

// bulk makes one call and gives what became of each item, by its id.
func (p *program) bulk(version, tool string, arguments map[string]any) (tools.Outcome, map[string]tools.Item, []step) {
	p.t.Helper()
	c, h := p.serving(version)
	request := mcp.CallToolRequest{}
	request.Params.Name, request.Params.Arguments = tool, arguments
	request.Params.Meta = &mcp.Meta{ProgressToken: "bulk"}
	result, err := c.CallTool(p.t.Context(), request)
	require.NoError(p.t, err)
	require.NoError(p.t, c.Close()) // everything said is heard
	raw, err := json.Marshal(result.StructuredContent)
	require.NoError(p.t, err)
	var o tools.Outcome
	require.NoError(p.t, json.Unmarshal(raw, &o), "%v", result.Content)
	items := map[string]tools.Item{}
	for _, item := range o.Items {
		require.NotContains(p.t, items, item.ID, "reported twice")
		items[item.ID] = item
	}
	return o, items, h.all(p.t)
}

// moody gives the tenant its moods: one item of the first call fails, the second
// call is refused once, and the answer to the third is lost.
func (p *program) moody(op sandbox.Operation, failing string) {
	p.t.Helper()
	for _, f := range []sandbox.Fault{
		{Kind: sandbox.FaultItemFailed, IDs: []string{failing}},
		{Kind: sandbox.Fault429},
		{Kind: sandbox.Fault502AfterWrite, Skip: 1},
	} {
		f.Operation = op
		require.NoError(p.t, p.tenant.Inject(f))
	}
}

// writes are the answers that the tenant gave to an operation, one after another.
func (p *program) writes(op sandbox.Operation) (faults []sandbox.FaultKind) {
	for _, x := range p.tenant.Log() {
		if x.Operation == op {
			faults = append(faults, x.Fault)
		}
	}
	return faults
}

// expect compares the outcome on record with what was reported, item by item.
func (p *program) expect(o tools.Outcome, state confirm.State) {
	p.t.Helper()
	db, err := store.Open(p.t.Context(), p.state)
	require.NoError(p.t, err)
	defer db.Close()
	r, err := db.Requests().Get(p.t.Context(), o.Change)
	require.NoError(p.t, err)
	assert.Equal(p.t, state, r.State)
	assert.Equal(p.t, o.Items, r.Plan.Items)
	verify := exec.Command(p.path, "audit", "verify", "--state", p.state)
	out, err := verify.CombinedOutput()
	require.NoError(p.t, err, "%s", out)
}

func TestDeletingManyGroupsInOneCall(t *testing.T) {
	testenv.Long(t, "it builds the program and deletes hundreds of groups")
	t.Parallel()
	p := newProgram(t)
	p.tenant.ClearFaults() // what takes time here is the rate limit
	scenario := p.tenant.Scenario()
	people := p.tenant.People()
	var mine []string
	for n := range 250 {
		g := sandbox.Group{Name: fmt.Sprintf("Bulk %03d", n), OwnerID: people[0].ID}
		if n%50 == 0 {
			g.Members = []string{people[n].ID, people[n+1].ID}
		}
		g, err := p.tenant.AddGroup(g)
		require.NoError(t, err)
		mine = append(mine, g.ID)
	}
	inUse := []string{scenario.Role.ID, scenario.Source.ID, scenario.SODPolicy.ID, scenario.ManyConnections.ID}
	unknown := []string{"No such group", "00000000-0000-4000-8000-000000000000", "Nor this"}
	named := slices.Concat(mine, inUse, unknown)
	p.moody(sandbox.OpDeleteGroups, mine[7])

	o, items, progress := p.bulk("2025-11-25", "govgroup_bulk_delete", map[string]any{"groups": append(named, mine[0])})

	require.Len(t, items, len(named))
	assert.Equal(t, tools.StatusPartly, o.Status)
	assert.Contains(t, o.Summary, "Not everything was done (249 of 257)", "failures first")
	for n, id := range mine {
		want := tools.ItemDone
		if n == 7 {
			want = tools.ItemFailed
		}
		require.Equal(t, want, items[id].Outcome, "%s: %s", items[id].Name, items[id].Reason)
	}
	for _, id := range inUse {
		assert.Equal(t, tools.ItemInUse, items[id].Outcome)
		assert.NotEmpty(t, items[id].Reason)
	}
	for _, id := range unknown {
		assert.Equal(t, tools.ItemNotFound, items[id].Outcome)
	}
	p.happened(sandbox.GroupDeleted, slices.Concat(mine[:7], mine[8:]), func(e sandbox.Effect) string { return e.GroupID })
	assert.Equal(t, []sandbox.FaultKind{sandbox.FaultItemFailed, sandbox.Fault429, "", sandbox.Fault502AfterWrite}, p.writes(sandbox.OpDeleteGroups))
	p.expect(o, confirm.PartlyDone)
	told(t, progress, "deleting groups")
}

func TestRemovingManyMembersInOneCall(t *testing.T) {
	testenv.Long(t, "it builds the program and removes a thousand members")
	t.Parallel()
	p := newProgram(t)
	p.tenant.ClearFaults()
	people := p.tenant.People()
	var members []string
	for _, person := range people[:995] {
		members = append(members, person.ID)
	}
	g, err := p.tenant.AddGroup(sandbox.Group{Name: "Bulk", OwnerID: people[0].ID, Members: members})
	require.NoError(t, err)
	leaving := members[:990]
	strangers := []string{people[1300].ID, people[1301].ID, people[1302].ID}
	unknown := []string{"nobody@corp.example", "Nobody At All"}
	p.moody(sandbox.OpRemoveMembers, leaving[7])

	named := slices.Concat(leaving, strangers, unknown)
	o, items, progress := p.bulk("2026-07-28", "govgroup_members_remove", map[string]any{"group": "Bulk", "members": named})

	require.Len(t, items, len(named))
	assert.Equal(t, tools.StatusPartly, o.Status)
	assert.Contains(t, o.Summary, "Not everything was done (992 of 995)", "failures first")
	for n, id := range leaving {
		want := tools.ItemDone
		if n == 7 {
			want = tools.ItemFailed
		}
		require.Equal(t, want, items[id].Outcome, "%s: %s", items[id].Name, items[id].Reason)
	}
	for _, id := range strangers {
		assert.Equal(t, tools.ItemNoChange, items[id].Outcome)
	}
	for _, id := range unknown {
		assert.Equal(t, tools.ItemNotFound, items[id].Outcome)
	}
	p.happened(sandbox.MemberRemoved, slices.Concat(leaving[:7], leaving[8:]), func(e sandbox.Effect) string { return e.IdentityID })
	after, _ := p.tenant.Group(g.ID)
	assert.Equal(t, append([]string{leaving[7]}, members[990:]...), after.Members)
	calls := p.writes(sandbox.OpRemoveMembers)
	assert.Len(t, calls, 11, "ten calls of a hundred, one of them twice")
	assert.Equal(t, []sandbox.FaultKind{sandbox.FaultItemFailed, sandbox.Fault429, "", sandbox.Fault502AfterWrite}, calls[:4])
	p.expect(o, confirm.PartlyDone)
	told(t, progress, "removing members")
}

// happened checks that exactly these things were written, each once.
func (p *program) happened(kind sandbox.EffectKind, wanted []string, of func(sandbox.Effect) string) {
	p.t.Helper()
	var seen []string
	for _, e := range p.tenant.Effects() {
		require.Equal(p.t, kind, e.Kind)
		seen = append(seen, of(e))
	}
	assert.ElementsMatch(p.t, wanted, seen)
}

// told checks that the client was kept informed while the tenant was written to.
func told(t *testing.T, steps []step, doing string) {
	t.Helper()
	require.NotEmpty(t, steps)
	var writing int
	for _, s := range steps {
		if s.Message == doing {
			writing++
		}
	}
	assert.GreaterOrEqual(t, writing, 3, "steps of %s among %d steps, the last %v", doing, len(steps), steps[len(steps)-1])
	last := steps[len(steps)-1]
	assert.InDelta(t, last.Total, last.Progress, 0, "the last step is the end")
}
