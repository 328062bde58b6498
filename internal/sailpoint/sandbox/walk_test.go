// A walk through the API: thousands of requests that are right or slightly wrong,
// from a seed. None may be answered with a 5xx, none outside its schema (which
// conform.go checks), and none that is refused may change anything.

package sandbox_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAWalkOfRightAndSlightlyWrongRequests(t *testing.T) {
	steps := 5000
	if testing.Short() {
		steps = 300
	}
	w := newWalker(t, 1)
	before, effects := w.tenant.Groups(), 0
	counts := map[int]int{}
	for i := range steps {
		method, target, body := w.request()
		if w.seldom(30) {
			method = w.pick("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
		}
		answer := w.do(method, target, body, w.header(method, target))
		counts[answer.Code]++
		now := w.tenant.Effects()
		what := fmt.Sprintf("step %d: %s %s\n%.300s\n%d %.300s", i, method, target, body, answer.Code, answer.Body)
		require.Less(t, answer.Code, 500, what)
		if answer.Code >= 400 || method == http.MethodGet {
			require.Len(t, now, effects, what)
			require.Equal(t, before, w.tenant.Groups(), what)
			continue
		}
		w.remember(now[effects:])
		before, effects = w.tenant.Groups(), len(now)
	}
	for _, status := range []int{200, 204, 207, 400, 401, 403, 404, 405, 415} {
		assert.NotZero(t, counts[status], "the walk met no %d: %v", status, counts)
	}
	assert.Greater(t, effects, steps/20, "much of the walk does something: %v", counts)
	t.Logf("answers by status: %v; effects: %d", counts, effects)
}
