// Clients that leave: while a person thinks, and while the tenant is written to.
// What is true afterwards is on record.

package mcpserver_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

func TestCancellingWhileAPersonThinks(t *testing.T) {
	t.Parallel()
	for _, over := range transports() {
		t.Run(over, func(t *testing.T) {
			t.Parallel()
			w := newEnv(t)
			d := w.removal(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			gone := make(chan struct{})
			answer := sync.OnceFunc(func() { close(gone) })
			defer answer()
			p := whoSays(after(func() { cancel(); <-gone }, fillIn(d.yes)), press(mcp.ElicitationResponseActionDecline))
			ann := w.meet(t, over, "2025-11-25", p)
			_, err := ann.once(ctx, d, turn{})
			require.ErrorIs(t, err, context.Canceled)
			ann.say(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":` + rawText(t, 1<<20+ann.turns.Load()) + `}}`)

			id := w.requests(t, d.group.ID)[0].ID
			require.Eventually(t, func() bool { return len(w.entries(t, about(id))) == 2 }, patience, time.Millisecond,
				"that nobody answered is on record with the request")
			answer() // now comes a yes, and it is late
			last := w.entries(t, about(id))[1]
			assert.Equal(t, audit.Refused, last.Kind)
			assert.Equal(t, string(tools.Declined), last.Code)
			assert.Contains(t, textOf(t, ann.do(w.removal(t))), "declined: ", "the next question is asked as ever")
			assert.Empty(t, w.effects(d.group.ID))
			assert.Equal(t, confirm.Pending, w.requests(t, d.group.ID)[0].State)
			w.sound(t)
		})
	}
}

// A question that is never answered in the era without sessions leaves nothing
// behind but the open request.
func TestAQuestionThatNobodyComesBackTo(t *testing.T) {
	t.Parallel()
	w := newEnv(t)
	d := w.deletion(t)
	w.meet(t, "http", "2026-07-28", whoSays()).question(d)
	w.Pass(time.Hour)
	require.NoError(t, w.gate.Recover(t.Context()))
	r := w.requests(t, d.group.ID)[0]
	assert.Equal(t, confirm.Expired, r.State)
	assert.Equal(t, decided, kindsOf(w.entries(t, about(r.ID))))
	assert.Empty(t, w.effects(d.group.ID))
}

// The client leaves when the tenant has received the first of two writes.
func TestCancellingWhileTheTenantIsWrittenTo(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2025-11-25", "2026-07-28"} {
		for _, over := range transports() {
			t.Run(version+" "+over, func(t *testing.T) {
				t.Parallel()
				w := newEnv(t)
				d := w.removal(t)
				d.arguments["members"] = d.group.Members
				require.NoError(t, w.Inject(sandbox.Fault{Kind: sandbox.FaultTimeoutAfterWrite, Operation: sandbox.OpRemoveMembers}))
				ann := w.meet(t, over, version, whoSays(fillIn(d.yes)))
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				ended := make(chan error, 1)
				go func() { ended <- ann.through(ctx, d) }()
				require.Eventually(t, func() bool { return len(w.effects(d.group.ID)) == 2 }, patience, time.Millisecond)
				cancel()
				require.ErrorIs(t, <-ended, context.Canceled)
				ann.say(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":` + rawText(t, 1<<20+ann.turns.Load()) + `}}`)

				w.isOnRecord(t, d)
				assert.Len(t, w.effects(d.group.ID), 2, "the second write was never sent")
			})
		}
	}
}

// through makes a call by hand with one yes, however the era asks.
func (c *caller) through(ctx context.Context, d operation) error {
	result, err := c.once(ctx, d, turn{})
	if err == nil && result.NeedsInput() {
		_, err = c.once(ctx, d, turn{State: result.RequestState, Responses: accepts(d.yes)})
	}
	return err
}

// isOnRecord waits for the end of the work on a removal and compares what is on
// record with the tenant.
func (w *env) isOnRecord(t *testing.T, d operation) {
	t.Helper()
	require.Eventually(t, func() bool { return w.requests(t, d.group.ID)[0].State.Final() }, patience, time.Millisecond)
	r := w.requests(t, d.group.ID)[0]
	assert.Equal(t, confirm.PartlyDone, r.State)
	now, there := w.Group(d.group.ID)
	require.True(t, there)
	for _, item := range r.Plan.Items {
		assert.Equal(t, !slices.Contains(now.Members, item.ID), item.Outcome == tools.ItemDone, "%s: %s (%s)", item.Name, item.Outcome, item.Reason)
		assert.NotEmpty(t, item.Reason, "what was not plainly done says why")
	}
	entries := w.entries(t, about(r.ID))
	assert.Equal(t, applied, kindsOf(entries))
	assert.Equal(t, r.Plan.Items, entries[len(entries)-1].Items, "the audit has the same")
	w.sound(t)
}
