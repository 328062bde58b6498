// Registry: the one way to the operations, and the gate behind it.

package groups_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// closed is a gate that lets nothing through and notes what came.
type closed struct{ came []string }

func (c *closed) Submit(_ context.Context, inv *tools.Invocation, tool tools.Tool, _ tools.Change) (tools.Outcome, error) {
	c.came = append(c.came, tool.Name+" from "+inv.Caller.Subject)
	return tools.Outcome{}, tools.Errorf(tools.CannotAsk, "Nobody can be asked here.")
}

func (c *closed) Refused(_ context.Context, inv *tools.Invocation, tool tools.Tool, _ error) {
	c.came = append(c.came, tool.Name+" refused to "+inv.Caller.Subject)
}

// porter lets nobody use one tool.
type porter struct{ tool string }

func (p porter) Authorize(_ context.Context, _ *tools.Invocation, tool tools.Tool) error {
	if tool.Name == p.tool {
		return tools.Errorf(tools.NotAllowed, "Not this one.")
	}
	return nil
}

func (porter) Explain(context.Context, *tools.Invocation) []string { return nil }

// guarded puts a gate and a porter in front of the tools.
func (e *env) guarded(t *testing.T, gate tools.Gate, a tools.Authorizer) {
	t.Helper()
	registry, err := tools.NewRegistry(e.Registry.Catalogue, gate, a)
	require.NoError(t, err)
	e.Registry = registry
}

func TestWhoMayNotUseAToolIsRefusedAndNotShownIt(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	gate := &closed{}
	e.guarded(t, gate, porter{"govgroup_list"})
	e.refused(t, tools.NotAllowed, "govgroup_list", args{})
	assert.Equal(t, []string{"govgroup_list refused to tester"}, gate.came, "the refusal is told, to be put on record")
	for _, tool := range e.Registry.ToolsFor(t.Context(), tools.Caller{Subject: "tester"}) {
		assert.NotEqual(t, "govgroup_list", tool.Name)
	}
	assert.Len(t, gate.came, 1, "listing is not an attempt")
}

func TestNothingGoesAroundTheGate(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	gate := &closed{}
	e.guarded(t, gate, nil)
	var want []string
	for _, tool := range e.Registry.Tools() {
		if tool.ReadOnly() {
			continue
		}
		for _, in := range e.changesOf(t)[tool.Name] {
			want = append(want, tool.Name+" from tester")
			e.refused(t, tools.CannotAsk, tool.Name, in)
		}
	}
	assert.Equal(t, want, gate.came)
	assert.Empty(t, e.Effects())
	e.get(t, "DB Access")
	assert.Equal(t, want, gate.came, "reading needs no gate")
}

// Each open question about the API has a switch; whatever the answer, the same
// work is done.
func TestEveryAnswerToTheOpenQuestions(t *testing.T) {
	t.Parallel()
	for name, switches := range map[string]sandbox.Switches{
		"defaults":     {},
		"conflict":     {DeleteInUseConflict: true, BulkDeleteOverLimit: 413, UnknownMember: sandbox.UnknownMemberItem400},
		"small calls":  {MaxBulkMembers: 7, UnknownMember: sandbox.UnknownMemberRequest},
		"unique names": {UniqueNames: true, MaxNameLength: 400},
		"modified":     {MembershipModifies: true, StringStatus: true},
		"strict case":  {CaseSensitiveFilters: true, OwnsAsObject: true},
		"no order":     {UnorderedLists: true, RetryAfterDate: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{sandbox: sandbox.Options{Switches: switches}})
			people := e.crowd(t, 25)
			o := e.outcome(t, "govgroup_create", args{"name": "New Group", "owner": "jdoe", "members": accounts(people[:20])})
			require.Equal(t, tools.StatusDone, o.Status)
			id := o.Items[0].ID
			o = e.outcome(t, "govgroup_members_add", args{"group": "New Group", "members": accounts(people[15:])})
			assert.Equal(t, map[string]int{tools.ItemDone: 5, tools.ItemNoChange: 5}, tally(o.Items))
			assert.Equal(t, tools.StatusDone, e.outcome(t, "govgroup_update", args{"group": "New Group", "name": "Newer Group"}).Status)
			all, total := e.walkPages(t, "govgroup_list", args{"query": "e"}, 40)
			assert.Len(t, all, total)
			for _, c := range []struct {
				tool string
				in   args
			}{
				{"govgroup_members_remove", args{"group": id, "members": accounts(people)}},
				{"govgroup_bulk_delete", args{"groups": []string{"Newer Group", e.Role.Name}}},
			} {
				inv, change, plan := e.planned(t, c.tool, c.in)
				done, err := tools.Execute(t.Context(), inv, change, plan, nil)
				require.NoError(t, err)
				assert.Equal(t, plan.Pending(), tally(done.Items)[tools.ItemDone], c.tool)
			}
		})
	}
}

// forgetful leaves one id out of every answer to a bulk call.
type forgetful struct{ id *string }

func (f forgetful) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil || resp.StatusCode != http.StatusMultiStatus {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err == nil {
		body = bytes.ReplaceAll(body, []byte(*f.id), []byte(strings.Repeat("0", 32)))
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp, err
}

// What the tenant's answer does not mention is looked up, not assumed.
func TestAnItemThatTheAnswerForgets(t *testing.T) {
	t.Parallel()
	var forgotten string
	e := newEnv(t, setup{transport: forgetful{&forgotten}})
	forgotten = e.Admin.ID
	in := args{"group": e.Unused.ID, "members": []string{"jdoe", e.Admin.ID}}
	o := e.outcome(t, "govgroup_members_add", in)
	assert.Equal(t, map[string]int{tools.ItemDone: 2}, tally(o.Items))
	assert.Contains(t, o.Items[1].Reason, "the tenant shows that it was done")

	e.inject(t, sandbox.Fault{Kind: sandbox.FaultItemFailed, Operation: sandbox.OpAddMembers, IDs: []string{e.Admin.ID}})
	in["group"] = e.EmptyApprover.ID
	o = e.outcome(t, "govgroup_members_add", in)
	assert.Equal(t, map[string]string{"Jane Doe": tools.ItemDone, e.Admin.Name: tools.ItemUnknown}, outcomes(o.Items))
}

// However many candidates there are, the question stays readable.
func TestManyCandidatesAreCounted(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	for range 15 {
		_, err := e.AddGroup(sandbox.Group{Name: "Twin", OwnerID: e.JaneDoe.ID})
		require.NoError(t, err)
		_, err = e.AddPerson(sandbox.Person{Name: "Alex Twin", FirstName: "Alex", LastName: "Twin", Alias: "twin", Email: "twin@corp.example", State: "ACTIVE"})
		require.NoError(t, err)
	}
	assert.Contains(t, e.refused(t, tools.Ambiguous, "govgroup_get", args{"group": "Twin"}), "and 5 more")
	for _, ref := range []string{"twin", "Alex Twin", "twin@corp.example"} {
		assert.Contains(t, e.refused(t, tools.Ambiguous, "govgroup_list", args{"owner": ref}), "and 5 more")
	}
}

// A caller who leaves before anything was sent has changed nothing.
func TestACallThatIsOverBeforeItBegins(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for tool, calls := range e.changesOf(t) {
		raw, err := json.Marshal(calls[0])
		require.NoError(t, err)
		_, err = e.Registry.Call(ctx, tools.Call{Tool: tool, Arguments: raw})
		failure := errorOf(t, err)
		assert.Equal(t, tools.Unavailable, failure.Code, tool)
		assert.Contains(t, failure.Message, "cancelled", tool)
	}
	assert.Empty(t, e.Effects())
}
