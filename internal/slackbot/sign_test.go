// Signs of life: whatever people do, they see within three seconds that it was heard,
// however slow the tenant is.

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

// screen is all that jane sees at the moment.
func (e *env) screen() string {
	var all strings.Builder
	for _, m := range append(e.Messages(e.room, e.jane), e.Messages(e.direct, e.jane)...) {
		all.WriteString(m.Render(nil))
	}
	for _, v := range e.Views(e.jane) {
		all.WriteString(v.ID + v.Render(nil))
	}
	return all.String()
}

// bigRemoval opens the modal of a question that has several pages.
func (e *env) bigRemoval() slacktest.View {
	e.t.Helper()
	ids := e.members(e.SixHundred.ID)[:400]
	e.press(e.jane, e.say(`/govgroup members remove `+e.SixHundred.ID+" "+strings.Join(ids, " ")), "Read all and decide…")
	v, err := e.WaitView(e.jane, soon, func(v slacktest.View) bool { return button(v, "Next ▶").ActionID != "" })
	require.NoError(e.t, err)
	return v
}

func TestWhateverPeopleDoTheySeeASign(t *testing.T) {
	testenv.Long(t, "it lets a slow tenant answer")
	types := func(line string) func(*env) func() {
		return func(e *env) func() {
			return func() {
				_, err := e.Command(e.jane, e.room, line)
				require.NoError(e.t, err)
			}
		}
	}
	presses := func(line, label string) func(*env) func() {
		return func(e *env) func() {
			m := e.say(line)
			return func() { e.press(e.jane, m, label) }
		}
	}
	for name, prepare := range map[string]func(*env) (act func()){
		"a command":          types(`/govgroup get "DB Access"`),
		"help":               types(`/govgroup help`),
		"what is no command": types(`/govgroup gibberish`),
		"the launcher":       types(`/govgroup`),
		"whoami":             types(`/govgroup whoami`),
		"what waits":         types(`/govgroup pending`),
		"undo last":          types(`/govgroup undo`),
		"a form":             types(`/govgroup update "DB Access"`),
		"a change":           types(`/govgroup update "DB Access" --description x`),
		"a button":           presses(`/govgroup get "DB Access"`, "Members"),
		"sharing":            presses(`/govgroup get "DB Access"`, "Share to channel"),
		"undo":               presses(`/govgroup update "DB Access" --description x`, "Undo"),
		"a form by a button": presses(`/govgroup get "DB Access"`, "Edit…"),
		"a page of a list":   presses(`/govgroup list --limit 3`, "Next ▶"),
		"confirming":         func(e *env) func() { m := e.removal(); return func() { e.press(e.jane, m, "Confirm") } },
		"a review":           func(e *env) func() { m := e.say(deleteDB); return func() { e.press(e.jane, m, "Confirm…") } },
		"a page of a request": func(e *env) func() {
			v := e.bigRemoval()
			return func() { e.press(e.jane, v, "Next ▶") }
		},
		"submitting a form": func(e *env) func() {
			_, err := e.Command(e.jane, e.room, `/govgroup update "DB Access"`)
			require.NoError(e.t, err)
			v := e.form()
			return func() { e.submit(v, slacktest.Values{"name": {"Data Access"}}) }
		},
		"typing the name": func(e *env) func() {
			e.press(e.jane, e.say(deleteDB), "Confirm…")
			v := e.form()
			return func() { e.submit(v, slacktest.Values{"name": {"DB Access"}}) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{})
			e.start()
			act := prepare(e)
			e.settle()
			e.bots[0].stop()
			e.start() // which believes nothing of anybody, and has to ask
			before := e.screen()
			require.NoError(t, e.Tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 3500 * time.Millisecond, Times: -1}))
			began := time.Now()
			act()
			assert.NoError(t, e.Wait(3*time.Second-time.Since(began), func() bool { return e.screen() != before }), "silent for three seconds")
			t.Logf("a sign after %s", time.Since(began).Round(10*time.Millisecond))
			e.ClearFaults()
			e.settle()
			last := e.screen()
			assert.NotContains(t, last[max(0, len(last)-60):], "One moment…", "and an answer in the end")
		})
	}
}

func TestTypingAheadIsAnsweredAtOnceHoweverSlowTheTenant(t *testing.T) {
	testenv.Long(t, "it lets a slow tenant answer")
	e := newEnv(t, setup{})
	first := e.start()
	_, err := e.Command(e.jane, e.room, `/govgroup update`)
	require.NoError(t, err)
	v := e.form()
	first.stop()
	require.NoError(t, e.Tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 3500 * time.Millisecond, Times: -1}))
	e.start()
	began := time.Now()
	found, err := e.Suggest(e.jane, v, "group", "DB")
	require.NoError(t, err)
	assert.Less(t, time.Since(began), 3*time.Second)
	assert.Empty(t, found.Options, "nobody is offered names before it is known who they are")
	assert.True(t, found.Acked)
}
