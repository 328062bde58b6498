// The Home tab: what waits, what one owns, what one can do, and why one may not.

package slackbot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
)

// home lets somebody look at the Home tab until it says all of that.
func (e *env) home(user string, words ...string) slacktest.View {
	e.t.Helper()
	inv, err := e.OpenHome(user)
	require.NoError(e.t, err)
	require.True(e.t, inv.Acked, inv.Failure)
	var shown slacktest.View
	require.NoError(e.t, e.Wait(soon, func() bool {
		v, there := e.Home(user)
		shown = v
		drawn := v.Render(nil)
		for _, w := range words {
			there = there && strings.Contains(drawn, w)
		}
		return there
	}), shown.Render(nil))
	return shown
}

// click presses a button of the Home tab.
func (e *env) click(user string, v slacktest.View, label string) {
	e.t.Helper()
	for _, c := range v.Controls() {
		if c.Label == label {
			_, err := e.Press(user, v, c.ActionID, c.Value)
			require.NoError(e.t, err)
			return
		}
	}
	require.Failf(e.t, "no such button", "%s in %s", label, v.Render(nil))
}

func TestTheHomeTabShowsWhatOneComesFor(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		e.home(e.jane, "Nothing waits for you.", "What you can do", "List governance groups")
		require.Eventually(t, func() bool { // the groups are read in the background
			_, err := e.OpenHome(e.jane)
			v, _ := e.Home(e.jane)
			return err == nil && strings.Contains(v.Render(nil), "Groups that you own\n[DB Access]")
		}, soon, 100*time.Millisecond)
		e.say(deleteDB)
		v := e.home(e.jane, "You asked for", "Delete governance group “DB Access”")
		e.click(e.jane, v, "DB Access")
		e.seesIn(e.direct, e.jane, "Looks after db access.")
		e.click(e.jane, v, "Create a governance group")
		assert.Contains(t, e.form().Render(nil), "Owner")
	})
}

func TestAnApproverDecidesFromTheHomeTab(t *testing.T) {
	e := withApprovers(t, setup{})
	e.say(deleteDB)
	v := e.home(e.bob, "Waiting for your approval", "Delete governance group “DB Access”", "Asked by jane.doe@corp.example")
	e.click(e.bob, v, "Review…")
	form, err := e.WaitView(e.bob, soon, func(v slacktest.View) bool { return v.Submit != "" })
	require.NoError(t, err)
	_, err = e.Submit(e.bob, form, slacktest.Values{"name": {"DB Access"}})
	require.NoError(t, err)
	e.told("✅", "DB Access", "Decided by avery.stone@corp.example")
	e.home(e.bob, "Nothing waits for you.")
}

func TestWhoMayNotUseTheAppReadsWhyInTheHomeTab(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	v := e.home(e.stranger, "🚫", "Nobody in the tenant has the e-mail address")
	assert.Empty(t, v.Controls())
	assert.NotContains(t, v.Render(nil), "DB Access")
	require.Empty(t, e.Messages(e.direct, e.stranger))
}

func TestTheHomeTabSaysAtOnceThatItIsWorkedOn(t *testing.T) {
	testenv.Long(t, "it lets a slow tenant answer")
	e := newEnv(t, setup{})
	e.start()
	require.NoError(t, e.Tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 3500 * time.Millisecond, Times: -1}))
	began := time.Now()
	e.home(e.bob, "Working on it")
	assert.Less(t, time.Since(began), 3*time.Second)
	e.home(e.bob, "Nothing waits for you.")
}

// What goes wrong is said in the tab, and nobody gets a message for having looked.
func TestAHomeTabThatCannotBeMadeSaysSo(t *testing.T) {
	log := &testenv.Buffer{}
	e := newEnv(t, setup{log: log})
	e.start()
	e.FailCalls("users.info", 50, "internal_error")
	v := e.home(e.jane, "Slack did not say")
	assert.NotContains(t, v.Render(nil), "DB Access")
	assert.Empty(t, e.Messages(e.direct, e.jane))

	e.ClearFaults()
	e.FailCalls("views.publish", 1, "not_enabled")
	_, err := e.OpenHome(e.bob)
	require.NoError(t, err)
	require.NoError(t, e.Wait(soon, func() bool { return strings.Contains(log.String(), "the app has no Home tab") }))
}

func TestSlackTriesTheAddressForEvents(t *testing.T) {
	e := newEnv(t, setup{overHTTP: true})
	e.start()
	given, err := e.Verify()
	require.NoError(t, err)
	assert.True(t, given)
}
