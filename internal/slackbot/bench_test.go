// Benchmark: how long people wait when everybody comes at once.

package slackbot_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slacktest"
)

// BenchmarkManyCommandsAndASlowTenant types 200 commands at once, each by a
// person of their own, while the tenant takes two seconds for every call. It
// reports how long Slack waited for the acknowledgements and people for their
// answers; one that does not come is an error.
func BenchmarkManyCommandsAndASlowTenant(b *testing.B) {
	for name, overHTTP := range map[string]bool{"socket": false, "http": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				crowd(b, overHTTP)
			}
		})
	}
}

const crowdSize = 200

func crowd(b *testing.B, overHTTP bool) {
	e := newEnv(b, setup{overHTTP: overHTTP, sandbox: sandbox.Options{People: 1000}})
	e.start()
	users := e.crowd(crowdSize)
	require.NoError(b, e.Tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 2 * time.Second, Times: -1}))
	acks, answers := make([]time.Duration, len(users)), make([]time.Duration, len(users))
	begun := time.Now()
	var all sync.WaitGroup
	for i, user := range users {
		all.Go(func() {
			inv, err := e.Command(user, e.room, `/govgroup get "DB Access"`)
			require.NoError(b, err)
			require.True(b, inv.Acked, inv.Failure)
			acks[i] = inv.AckAfter
			_, err = e.WaitMessage(e.room, user, 2*time.Minute, func(m slacktest.Message) bool { return has(m, "Jane Doe") })
			require.NoError(b, err)
			answers[i] = time.Since(begun)
		})
	}
	all.Wait()
	for what, times := range map[string][]time.Duration{"ack": acks, "answer": answers} {
		slices.Sort(times)
		for _, p := range []int{50, 95, 100} {
			b.ReportMetric(float64(times[len(times)*p/100-1].Milliseconds()), fmt.Sprintf("%s-p%d-ms", what, p))
		}
	}
}

// crowd adds users, each with an active identity of the tenant.
func (e *env) crowd(size int) []string {
	var users []string
	count := map[string]int{}
	for _, p := range e.Tenant.People() {
		count[p.Email]++
	}
	for _, p := range e.Tenant.People() {
		if len(users) < size && p.State == "ACTIVE" && count[p.Email] == 1 && p.Email != "" && p.Email != e.JaneDoe.Email && p.Email != e.Admin.Email {
			users = append(users, e.AddUser(slacktest.User{Email: p.Email}).ID)
		}
	}
	require.Len(e.t, users, size)
	return users
}
