// Adding to a large group: who was in it before is known without reading all of it.

package groups_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// noMemberships is a tenant that does not let filters be joined.
type noMemberships struct{}

func (noMemberships) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.Contains(r.URL.Query().Get("filters"), " and ") {
		q := r.URL.Query()
		q.Set("filters", "memberships.identityId co")
		r.URL.RawQuery = q.Encode()
	}
	return http.DefaultTransport.RoundTrip(r)
}

func TestWhoWasInALargeGroupBefore(t *testing.T) {
	t.Parallel()
	for name, with := range map[string]setup{
		"as documented": {}, "exact filters": {sandbox: sandbox.Options{Switches: sandbox.Switches{CaseSensitiveFilters: true}}},
		"filters cannot be joined": {transport: noMemberships{}},
	} {
		for _, n := range []int{1, 3, 20, 250} {
			t.Run(fmt.Sprintf("%s, %d", name, n), func(t *testing.T) {
				t.Parallel()
				e := newEnv(t, with)
				people := e.crowd(t, n)
				want := map[string]int{}
				for i, p := range people {
					if i%3 == 1 { // was in it before
						require.NoError(t, e.AddMember(e.SixHundred.ID, p.ID))
						want[tools.ItemNoChange]++
					} else {
						want[tools.ItemDone]++
					}
				}
				// Without the answer only what was known before tells who was added.
				e.inject(t, sandbox.Fault{Kind: sandbox.FaultResetAfterWrite, Operation: sandbox.OpAddMembers, Times: -1})
				o := e.outcome(t, "govgroup_members_add", args{"group": e.SixHundred.ID, "members": accounts(people)})
				assert.Equal(t, want, tally(o.Items))
				e.agrees(t, e.SixHundred.ID, o.Items)
			})
		}
	}
}
