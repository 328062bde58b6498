// A tenant that listens, and many callers at once.

package sandbox_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestStartListensOnLoopbackOnly(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "example.com:0", "127.0.0.1", "nonsense"} {
		_, err := sandbox.Start(addr, quiet())
		require.Error(t, err, addr)
	}
	for _, addr := range []string{"", "127.0.0.1:0", "localhost:0"} {
		s, err := sandbox.Start(addr, quiet())
		require.NoError(t, err, addr)
		assert.True(t, strings.HasPrefix(s.URL, "http://127.0.0.1:") || strings.HasPrefix(s.URL, "http://[::1]:"), s.URL)
		require.NoError(t, s.Close())
		require.NoError(t, s.Close(), "closing twice is no error")
		_, err = http.Get(s.URL + "/workgroups/v1") //nolint:noctx // it fails at once
		require.Error(t, err)
	}
}

func TestCloseEndsHeldRequests(t *testing.T) {
	s, err := sandbox.Start("", quiet())
	require.NoError(t, err)
	require.NoError(t, s.Inject(sandbox.Fault{Kind: sandbox.FaultTimeout}))
	failed := make(chan error, 1)
	go func() {
		_, err := http.Get(s.URL + "/workgroups/v1") //nolint:noctx // there is nothing to cancel it with
		failed <- err
	}()
	require.Eventually(t, func() bool { return len(s.Log()) == 1 }, time.Minute, time.Millisecond)
	require.NoError(t, s.Close())
	require.Error(t, <-failed)
}

// TestManyCallersAtOnce adds and removes people in one group from many sides:
// each change happens once, and what the callers were told adds up to the truth.
func TestManyCallersAtOnce(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	people := c.server.People()[100:140]
	var ids []string
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	path := "/workgroups/v1/" + sc.Unused.ID + "/members/"
	var mu sync.Mutex
	told := map[string]int{}
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			verb := []string{"bulk-add", "bulk-delete", "bulk-add"}[i%3]
			a, err := c.try("POST", path+verb, identities(ids...), "application/json")
			if !assert.NoError(t, err) {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			for _, status := range a.column("status") {
				told[fmt.Sprint(status)]++
			}
			if i%4 == 0 {
				assert.NoError(t, c.server.RenameGroup(sc.Sixty.ID, fmt.Sprint("Name ", i)))
			}
		})
	}
	for range 6 {
		wg.Go(func() {
			a, err := c.try("GET", "/workgroups/v1?sorters=name&count=true", "", "")
			if assert.NoError(t, err) {
				assert.Equal(t, a.header.Get("X-Total-Count"), fmt.Sprint(len(a.array())))
			}
		})
	}
	wg.Wait()
	group, _ := c.server.Group(sc.Unused.ID)
	assert.Len(t, group.Members, told["201"]-told["204"])
	assert.Len(t, c.server.Effects(), told["201"]+told["204"])
}
