// The embedded tenant misbehaves; what the client says is compared with what the
// tenant really did.

package sailpoint_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
)

// writeFaults are the ways in which a write can go wrong. Each kind says
// whether the tenant refuses clearly, in which case the write is sent again.
var writeFaults = map[sandbox.FaultKind]bool{
	sandbox.Fault429: true, sandbox.Fault503: true, sandbox.FaultTokenExpired: true,
	sandbox.Fault500: false, sandbox.Fault502: false, sandbox.Fault504: false, sandbox.FaultTimeout: false,
	sandbox.FaultReset: false, sandbox.FaultHTML: false, sandbox.FaultTruncate: false,
	sandbox.Fault500AfterWrite: false, sandbox.Fault502AfterWrite: false, sandbox.Fault504AfterWrite: false,
	sandbox.FaultTimeoutAfterWrite: false, sandbox.FaultResetAfterWrite: false, sandbox.FaultHTMLAfterWrite: false,
}

// effective are writes that have exactly one effect on the embedded tenant.
func effective(s sandbox.Scenario) []operation {
	return []operation{
		{"CreateGroup", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.CreateGroup(ctx, sailpoint.NewGroup{Name: "n", OwnerID: s.Admin.ID})
			return err
		}},
		{"PatchGroup", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.PatchGroup(ctx, s.DBAccess.ID, sailpoint.GroupPatch{Name: pointer("n")})
			return err
		}},
		{"AddMembers", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.AddMembers(ctx, s.Unused.ID, []string{s.Admin.ID})
			return err
		}},
		{"RemoveMembers", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.RemoveMembers(ctx, s.NoDescription.ID, []string{s.NoEmail.ID})
			return err
		}},
		{"DeleteGroups", func(ctx context.Context, c *sailpoint.Client) error {
			_, err := c.DeleteGroups(ctx, []string{s.Sixty.ID})
			return err
		}},
		{"DeleteGroup", func(ctx context.Context, c *sailpoint.Client) error { return c.DeleteGroup(ctx, s.DBAccess.ID) }},
	}
}

// small is a tenant that starts fast.
var small = sandbox.Options{Groups: 1, People: 1}

// impatient shortens the client's patience where an answer never comes. Elsewhere
// a slow machine must not look like that.
func impatient(kind sandbox.FaultKind) func(*sailpoint.Config) {
	return func(c *sailpoint.Config) {
		if kind == sandbox.FaultTimeout || kind == sandbox.FaultTimeoutAfterWrite {
			c.Timeout = 3 * time.Second
		}
	}
}

func TestNoWriteIsEverDoubled(t *testing.T) {
	operations := map[string]sandbox.Operation{
		"CreateGroup": sandbox.OpCreateGroup, "PatchGroup": sandbox.OpPatchGroup, "DeleteGroup": sandbox.OpDeleteGroup,
		"DeleteGroups": sandbox.OpDeleteGroups, "AddMembers": sandbox.OpAddMembers, "RemoveMembers": sandbox.OpRemoveMembers,
	}
	for kind, refused := range writeFaults {
		t.Run(string(kind), func(t *testing.T) {
			if kind != sandbox.FaultReset {
				testenv.Long(t, "it waits before each further try")
			}
			t.Parallel()
			var wg sync.WaitGroup // most of the time is spent waiting
			for i, op := range effective(sandbox.Scenario{}) {
				server, client := start(t, small, impatient(kind))
				require.NoError(t, client.Check(t.Context()))
				fault := sandbox.Fault{Kind: kind, Operation: operations[op.name]}
				if kind == sandbox.Fault503 {
					fault.RetryAfter = time.Second
				}
				require.NoError(t, server.Inject(fault))
				wg.Go(func() {
					err := effective(server.Scenario())[i].call(t.Context(), client)
					checkWrite(t, op.name, kind, refused, err, len(server.Effects()))
					sent := slices.DeleteFunc(server.Log(), func(e sandbox.Exchange) bool { return e.Operation != operations[op.name] })
					assert.Len(t, sent, map[bool]int{true: 2, false: 1}[refused], op.name)
				})
			}
			wg.Wait()
		})
	}
}

// checkWrite compares what the client says of a write with its true effects.
func checkWrite(t *testing.T, name string, kind sandbox.FaultKind, refused bool, err error, effects int) {
	if err == nil {
		cutNothing := kind == sandbox.FaultTruncate && name == "DeleteGroup" // its answer is empty
		assert.True(t, refused || cutNothing, name)
		assert.Equal(t, 1, effects, name)
		return
	}
	var fault *sailpoint.Error
	if assert.ErrorAs(t, err, &fault, name) {
		assert.True(t, fault.OutcomeUnknown, name)
	}
	assert.False(t, refused, name)
	assert.LessOrEqual(t, effects, 1, name)
}

func TestReadsSurviveEveryFault(t *testing.T) {
	for _, kind := range []sandbox.FaultKind{sandbox.Fault429, sandbox.Fault502, sandbox.Fault504, sandbox.FaultTimeout, sandbox.FaultReset,
		sandbox.FaultTruncate, sandbox.FaultTokenExpired, sandbox.FaultShortPage} {
		t.Run(string(kind), func(t *testing.T) {
			if kind != sandbox.FaultReset {
				testenv.Long(t, "it waits before each further try")
			}
			t.Parallel()
			server, client := start(t, sandbox.Options{Groups: 600}, limited(-1, 8), impatient(kind))
			fault := sandbox.Fault{Kind: kind, Operation: sandbox.OpListGroups, Times: 2, Skip: 1}
			if kind == sandbox.FaultTokenExpired {
				fault.Times = 1 // a new token that is refused too is an error
			}
			require.NoError(t, server.Inject(fault))
			groups, err := client.Groups(t.Context(), sailpoint.Query{})
			require.NoError(t, err)
			assert.Len(t, groups, 600)
		})
	}
}

func TestRevokedTokensAndStringStatuses(t *testing.T) {
	server, client := start(t, sandbox.Options{Switches: sandbox.Switches{StringStatus: true}})
	s := server.Scenario()
	require.NoError(t, client.Check(t.Context()))
	server.RevokeTokens()
	added, err := client.AddMembers(t.Context(), s.Unused.ID, []string{s.Admin.ID})
	require.NoError(t, err)
	assert.Equal(t, []int{201}, statuses(added))
	assert.Len(t, server.Effects(), 1)
}

func TestListReadWhileTheTenantChanges(t *testing.T) {
	server, client := start(t, sandbox.Options{Groups: 1000}, limited(-1, 8))
	s := server.Scenario()
	require.NoError(t, client.Check(t.Context()))
	require.NoError(t, server.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 200 * time.Millisecond, Operation: sandbox.OpListGroups, Skip: 1, Times: 4}))
	removed := make(chan error, 1)
	ctx := sailpoint.WithObserver(t.Context(), func(e sailpoint.Exchange) {
		select {
		case removed <- server.DeleteGroup(s.DBAccess.ID): // after the first page came
		default:
		}
	})
	groups, err := client.Groups(ctx, sailpoint.Query{})
	require.NoError(t, err)
	require.NoError(t, <-removed)
	assert.Len(t, groups, 999)
	assert.False(t, slices.ContainsFunc(groups, func(g sailpoint.Group) bool { return g.ID == s.DBAccess.ID }))
}
