// Shared reads: the same question at the same moment is one question to the tenant.

package groups_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

func TestEqualReadsAtTheSameMomentAreOne(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 300 * time.Millisecond, Times: -1})
	const many = 50
	sent := e.requests(func() {
		var all sync.WaitGroup
		for range many {
			all.Go(func() {
				assert.Contains(t, e.ok(t, tools.NameGet, args{"group": e.DBAccess.ID}).Text, "DB Access")
			})
		}
		all.Wait()
	})
	assert.LessOrEqual(t, sent[sandbox.OpGetGroup], 5, "of %d", many)

	again := e.requests(func() { e.ok(t, tools.NameGet, args{"group": e.DBAccess.ID}) })
	assert.NotZero(t, again[sandbox.OpGetGroup]+again[sandbox.OpListGroups], "nothing is kept for later")
}

// Who leaves takes nobody's answer along, and when all have left nothing is asked any more.
func TestWhoLeavesLeavesTheOthersTheirAnswer(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	e.inject(t, sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 400 * time.Millisecond, Times: -1})
	call := func(ctx context.Context, tool string, in args) error {
		_, err := e.Registry.Call(ctx, tools.Call{Tool: tool, Arguments: testenv.Raw(t, in), Caller: tools.Caller{Surface: "stdio", Subject: "x"}})
		return err
	}
	leaving, leave := context.WithCancel(t.Context())
	left, stayed := make(chan error, 1), make(chan error, 1)
	go func() { left <- call(leaving, tools.NameGet, args{"group": e.DBAccess.ID}) }()
	time.Sleep(100 * time.Millisecond)
	go func() { stayed <- call(t.Context(), tools.NameGet, args{"group": e.DBAccess.ID}) }()
	time.Sleep(100 * time.Millisecond)
	leave()
	require.Error(t, <-left)
	require.NoError(t, <-stayed)

	alone, end := context.WithCancel(t.Context())
	go func() { left <- call(alone, tools.NameList, args{"query": "nothing has this name", "limit": 5}) }()
	time.Sleep(200 * time.Millisecond)
	end()
	require.Error(t, <-left)
	time.Sleep(600 * time.Millisecond)
	before := len(e.Log())
	time.Sleep(600 * time.Millisecond)
	assert.Len(t, e.Log(), before, "the reading went on for nobody")
}
