// What helpdesk staff meet: their last change undone, forms that stay open, names that
// are nearly right, and faults that are Slack's own.

package slackbot_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/slackbot/transport"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
)

func TestUndoAloneUndoesOnesOwnLastChange(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	e.say(`/govgroup rename DB Access to Data Access`)
	e.sayAs(e.bob, e.room, `/govgroup update "Weekend Approvers" --description "by somebody else"`)
	m := e.say(`/govgroup undo`)
	assert.True(t, has(m, "Done"), m.Render(nil))
	g, _ := e.Group(e.DBAccess.ID)
	assert.Equal(t, "DB Access", g.Name)
	m = e.say(`/govgroup undo last`)
	assert.True(t, has(m, "None of your last changes can be undone"), m.Render(nil))
}

func TestAFormThatIsWrongStaysOpenWithTheErrorAtItsField(t *testing.T) {
	transports(t, setup{}, func(t *testing.T, e *env, _ *replica) {
		for name, c := range map[string]struct {
			values slacktest.Values
			field  string
			says   string
		}{
			"a blank name":      {slacktest.Values{"name": {"   "}}, "name", "must not be blank"},
			"the form of an id": {slacktest.Values{"name": {e.Unused.ID}}, "name", "the form of an id"},
		} {
			_, err := e.Command(e.jane, e.room, `/govgroup update DB Access`)
			require.NoError(t, err)
			v := e.form()
			e.submit(v, c.values)
			var open slacktest.View
			require.NoError(t, e.Wait(soon, func() bool {
				views := e.Views(e.jane)
				if len(views) == 0 {
					return false
				}
				open = views[len(views)-1]
				return len(open.Errors) > 0
			}), name)
			assert.Contains(t, open.Errors[c.field], c.says, name)
			assert.Empty(t, e.Tenant.Effects())
			_, err = e.CloseView(e.jane, open)
			require.NoError(t, err)
		}
	})
}

func TestEmojiInAFormAreEmojiInTheTenant(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	_, err := e.Command(e.jane, e.room, `/govgroup update "DB Access"`)
	require.NoError(t, err)
	e.submit(e.form(), slacktest.Values{"name": {"Launch :rocket: crew"}})
	e.sees("done")
	m := e.say(`/govgroup get "Launch :rocket: crew"`)
	assert.True(t, has(m, "Launch 🚀 crew", "db access"), m.Render(nil))
}

func TestNearMissesAreButtons(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	m := e.say(`/govgroup get "DB Acess"`)
	e.press(e.jane, m, "DB Access")
	e.sees("Looks after db access.")

	m = e.say(`/govgroup members add "DB Acess" ` + e.Admin.Email)
	e.press(e.jane, m, "DB Access")
	form := e.form()
	assert.Contains(t, form.Render(nil), "DB Access")
	assert.Empty(t, e.Tenant.Effects(), "a button fills the form and changes nothing")
	_, err := e.CloseView(e.jane, form)
	require.NoError(t, err)

	m = e.say(`/govgroup get "` + e.SameName[0].Name + `"`)
	assert.True(t, has(m, "ambiguous", e.SameName[0].ID, e.SameName[1].ID), m.Render(nil))
	require.NotEmpty(t, button(m, e.SameName[0].Name).ActionID)
}

func TestAGroupsCardLeadsToWhatCanBeDone(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	m := e.say(`/govgroup get DB Access`)
	for _, label := range []string{"Add members…", "Edit…", "Delete…"} {
		e.press(e.jane, m, label)
		form := e.form()
		assert.Contains(t, form.Render(nil), "DB Access", label)
		_, err := e.CloseView(e.jane, form)
		require.NoError(t, err)
	}
	assert.Empty(t, e.Tenant.Effects())
}

func TestSlacksOwnProbeIsAnswered(t *testing.T) {
	e := newEnv(t, setup{overHTTP: true})
	r := e.start()
	for _, c := range []struct {
		body   url.Values
		status int
	}{
		{url.Values{"ssl_check": {"1"}, "token": {"x"}}, http.StatusOK},
		{url.Values{"ssl_check": {"1"}, "command": {"/govgroup"}, "text": {"list"}}, http.StatusUnauthorized},
		{url.Values{"ssl_check": {"0"}}, http.StatusUnauthorized},
	} {
		answer, err := http.PostForm(r.addr+transport.CommandPath, c.body) //nolint:noctx // our own address
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		assert.Equal(t, c.status, answer.StatusCode, c.body)
	}
	assert.Empty(t, e.Messages(e.room, e.jane), "nothing was done")
}

// The answer was lost, and the effect came when whoever asked had been told that it was
// not known.
func TestWhoAskedIsToldOfWhatLandedLate(t *testing.T) {
	testenv.Long(t, "the gate looks for the effect for a while")
	e := newEnv(t, setup{})
	r := e.start()
	require.NoError(t, e.Tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLateWrite, Operation: sandbox.OpPatchGroup, Effect: 4 * time.Second}))
	m := e.say(`/govgroup update "DB Access" --description "late"`)
	require.True(t, has(m, "not known"), m.Render(nil))
	assert.Empty(t, e.Messages(e.direct, e.jane))
	require.Eventually(t, func() bool {
		e.Pass(10 * time.Second)
		require.NoError(t, r.gate.Recover(t.Context()))
		g, _ := e.Group(e.DBAccess.ID)
		return g.Description == "late" && len(e.Messages(e.direct, e.jane)) > 0
	}, soon, 500*time.Millisecond)
	told := e.told("Done", "DB Access")
	assert.True(t, has(told, "Update governance group"), told.Render(nil))
}

// Whoever waits has a sign within three seconds, also where many are before them.
func TestNobodyWaitsWithoutASign(t *testing.T) {
	testenv.Long(t, "it lets a slow tenant answer")
	e := newEnv(t, setup{})
	e.start()
	require.NoError(t, e.Tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 3500 * time.Millisecond, Times: -1}))
	const many = 40
	began := time.Now()
	for range many {
		_, err := e.Command(e.jane, e.room, `/govgroup get "DB Access"`)
		require.NoError(t, err)
	}
	require.NoError(t, e.Wait(3*time.Second, func() bool { return len(e.Messages(e.room, e.jane)) >= many }))
	t.Logf("%d signs after %s", many, time.Since(began).Round(10*time.Millisecond))
	e.ClearFaults()
	require.NoError(t, e.Wait(2*time.Minute, func() bool {
		answers := 0
		for _, m := range e.Messages(e.room, e.jane) {
			if has(m, "Looks after db access.") {
				answers++
			}
		}
		return answers == many
	}), "and all have their answer in the end")
}

// A card that was confirmed has no buttons while the work is done.
func TestAConfirmedCardHasNoButtonsWhileItIsDone(t *testing.T) {
	testenv.Long(t, "it lets a slow tenant answer")
	e := newEnv(t, setup{})
	e.start()
	m := e.removal()
	require.NoError(t, e.Tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Latency: 1500 * time.Millisecond, Times: -1}))
	e.press(e.jane, m, "Confirm")
	require.NoError(t, e.Wait(3*time.Second, func() bool { return strings.Contains(e.shown(m), "⏳") && !strings.Contains(e.shown(m), "[Confirm") }))
	e.sees("Decided by jane.doe@corp.example")
}

// Somebody whose name others have too is chosen with a button.
func TestPeopleOfOneNameAreButtons(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	twin := e.SameDisplayName[1]
	m := e.say(`/govgroup list --member "` + twin.Name + `"`)
	require.True(t, has(m, "More than one fits"), m.Render(nil))
	e.press(e.jane, m, twin.Name+" ("+twin.Email+")")
	e.sees("Governance groups")

	m = e.say(`/govgroup members add "DB Access" "` + twin.Name + `"`)
	e.press(e.jane, m, twin.Name+" ("+twin.Email+")")
	form := e.form()
	assert.Contains(t, form.Render(nil), twin.Email)
	assert.Empty(t, e.Tenant.Effects(), "a button fills the form and changes nothing")
	e.submit(form, nil)
	e.sees("Done")
	g, _ := e.Group(e.DBAccess.ID)
	assert.Contains(t, g.Members, twin.ID)
}

// What undid a change has no button to undo it: the first change is made again instead.
func TestAnUndoIsNotUndone(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	m := e.say(`/govgroup members add "DB Access" ` + e.Admin.Email)
	require.NotEmpty(t, button(m, "Undo").ActionID)
	e.press(e.jane, e.say(`/govgroup undo`), "Confirm")
	done := e.sees("Done: Remove 1 member")
	assert.Empty(t, button(done, "Undo").ActionID, done.Render(nil))

	m = e.say(`/govgroup members remove "DB Access" ` + e.members(e.DBAccess.ID)[0])
	e.press(e.jane, m, "Confirm")
	removed := e.sees("Done: Remove 1 member", "Undo")
	before := len(e.Messages(e.room, e.jane))
	e.press(e.jane, removed, "Undo")
	back := e.after(e.jane, e.room, before)
	assert.True(t, has(back, "Done: Add 1 member"), back.Render(nil))
	assert.Empty(t, button(back, "Undo").ActionID, back.Render(nil))
}

// A name that there is already, or that looks like one, is asked about, typed or from the
// form.
func TestCreatingWhatExistsAsksFirst(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	m := e.say(`/govgroup create "db access" ` + e.JaneDoe.Email)
	assert.True(t, has(m, "Please confirm", "DB Access", e.DBAccess.ID), m.Render(nil))
	_, err := e.Command(e.jane, e.room, `/govgroup create`)
	require.NoError(t, err)
	form := e.form()
	require.Eventually(t, func() bool { // people are read in the background
		offered, err := e.Suggest(e.jane, form, "owner", e.JaneDoe.Name)
		return err == nil && len(offered.Options) > 0
	}, soon, 100*time.Millisecond)
	before := len(e.Messages(e.room, e.jane))
	e.submit(form, slacktest.Values{"name": {"DB Access"}, "owner": {e.JaneDoe.ID}})
	m = e.after(e.jane, e.room, before)
	assert.True(t, has(m, "Please confirm", e.DBAccess.ID), m.Render(nil))
	assert.Empty(t, e.Tenant.Effects())
}
