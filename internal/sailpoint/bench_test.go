// What listing many groups costs on a slow tenant.

package sailpoint_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/sandbox"
)

// BenchmarkList5000Groups lists 5,000 groups while every answer takes 100 ms:
// 21 pages, which read one after the other would take 2.1 s.
func BenchmarkList5000Groups(b *testing.B) {
	for name, limit := range map[string]int{"without limit": -1, "100 in 10 s": 100} {
		b.Run(name, func(b *testing.B) {
			server, _ := start(b, sandbox.Options{Groups: 5000, RateLimit: -1, Unchecked: true})
			require.NoError(b, server.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 100 * time.Millisecond, Operation: sandbox.OpListGroups, Times: -1}))
			for b.Loop() {
				// A client of its own for each listing: a single listing by
				// someone who has not just used up the limit.
				client, err := sailpoint.New(sailpoint.Config{BaseURL: server.URL, ClientID: server.ClientID,
					ClientSecret: redact.New(server.ClientSecret), RateLimit: limit})
				require.NoError(b, err)
				groups, err := client.Groups(b.Context(), sailpoint.Query{})
				require.NoError(b, err)
				require.Len(b, groups, 5000)
			}
		})
	}
}

// BenchmarkCall is what the client adds to a tenant that answers at once.
func BenchmarkCall(b *testing.B) {
	tenant := &tenant{api: answer(200, groupJSON(1))}
	client := tenant.client(b)
	for b.Loop() {
		_, err := client.Group(b.Context(), groupID)
		require.NoError(b, err)
	}
}
