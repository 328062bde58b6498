// Failure: what goes wrong inside the bot, and what people and the log are told then.

package slackbot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/redact"
	"govgroup/internal/slackbot"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// journal is a log that can be read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

type nothing struct{}

func (nothing) Text() string { return "nothing" }

type noInput struct{}

// reading declares a tool that does what a test wants.
func reading(word string, run func(context.Context) error) tools.Tool {
	return tools.Reading(tools.Declaration{
		Name: "govgroup_" + word, Title: "Test " + word, Description: "For tests.", Effect: tools.Reads,
	}, func(ctx context.Context, _ *tools.Invocation, _ noInput) (nothing, error) { return nothing{}, run(ctx) })
}

func TestAFaultInsideIsTheLogsAndThePersonGetsTheReference(t *testing.T) {
	for name, run := range map[string]func(context.Context) error{
		"an error": func(context.Context) error { return errors.New("hunter2") },
		"a panic":  func(context.Context) error { panic("hunter2") },
	} {
		t.Run(name, func(t *testing.T) {
			log := &journal{}
			e := newEnv(t, setup{tools: []tools.Tool{reading("trouble", run)}, log: log})
			e.start()
			m := e.say("/govgroup trouble")
			drawn := m.Render(nil)
			assert.Contains(t, drawn, "internal")
			assert.NotContains(t, drawn+m.Text, "hunter2")
			reference := regexp.MustCompile(`· reference (\w+)`).FindStringSubmatch(drawn)
			require.Len(t, reference, 2, drawn)
			e.settle()
			assert.Contains(t, log.String(), reference[1])
			assert.Contains(t, log.String(), "hunter2")
			next := e.say(`/govgroup get "DB Access"`)
			assert.True(t, has(next, "Jane Doe"), "the next command works: %s", next.Render(nil))
		})
	}
}

func TestTheLogHasNeitherSecretsNorWhatWasTyped(t *testing.T) {
	log := &journal{}
	transports(t, setup{log: log}, func(t *testing.T, e *env, r *replica) {
		inv, err := e.Command(e.jane, e.room, `/govgroup get "Very Private Name"`)
		require.NoError(t, err)
		e.sees("not_found")
		e.press(e.jane, e.say(deleteDB), "Confirm…")
		e.submit(e.form(), slacktest.Values{"name": {"DB Access"}})
		e.sees("Decided by")
		e.settle()
		for _, secret := range []string{e.BotToken, e.AppToken, e.SigningSecret, inv.ResponseURL, inv.TriggerID, "Very Private Name"} {
			assert.NotContains(t, log.String(), secret)
		}
		assert.Contains(t, log.String(), "govgroup_get")
	})
}

func TestSecretsDoNotShowInDumps(t *testing.T) {
	c := slackbot.Config{BotToken: redact.New("xoxb-hunter2"), AppToken: redact.New("xapp-hunter2"), SigningSecret: redact.New("hunter2")}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		assert.NotContains(t, fmt.Sprintf(format, c), "hunter2", format)
	}
}

func TestWhatIsTooMuchIsTurnedAwayWithAWord(t *testing.T) {
	testenv.Long(t, "it fills the bot with more work than it takes")
	let := make(chan struct{})
	block := reading("block", func(context.Context) error { <-let; return nil })
	e := newEnv(t, setup{tools: []tools.Tool{block}, log: &journal{}})
	e.start()
	defer close(let)
	var turnedAway slacktest.Invocation
	for range 1100 { // ten run and a thousand wait
		inv, err := e.Command(e.jane, e.room, "/govgroup block")
		require.NoError(t, err)
		require.True(t, inv.Acked, inv.Failure)
		if len(inv.AckBody) > 0 {
			turnedAway = inv
			break
		}
	}
	assert.Contains(t, string(turnedAway.AckBody), "Nothing was changed")
	assert.Contains(t, string(turnedAway.AckBody), "ephemeral")
	_, err := e.Command(e.jane, e.room, "/govgroup help")
	require.NoError(t, err)
	e.sees("members add") // what is quick has a lane of its own
}

func TestAFormOpensAlthoughEverythingElseIsBusy(t *testing.T) {
	let := make(chan struct{})
	block := reading("block", func(context.Context) error { <-let; return nil })
	e := newEnv(t, setup{tools: []tools.Tool{block}, log: &journal{}})
	e.start()
	for range 40 {
		inv, err := e.Command(e.jane, e.room, "/govgroup block")
		require.NoError(t, err)
		require.True(t, inv.Acked)
	}
	_, err := e.Command(e.jane, e.room, "/govgroup create")
	require.NoError(t, err)
	v, err := e.WaitView(e.jane, soon, func(slacktest.View) bool { return true })
	require.NoError(t, err)
	assert.Empty(t, v.Submit, "a skeleton, within Slack's three seconds")
	close(let)
	e.form()
}

func TestAButtonOfAnotherVersionSaysSo(t *testing.T) {
	e := newEnv(t, setup{})
	e.start()
	m := e.say(`/govgroup get "DB Access"`)
	share := button(m, "Share to channel")
	for _, c := range []struct{ id, value string }{
		{"dance:1", "x"}, {"show:1", "{}"}, {"show:1", `{"t":"govgroup_nonsense"}`}, {"form:1", `{"t":"govgroup_nonsense"}`},
		{"confirm:1", "no such request"}, {"follow:1", "no such request"}, {"confirm_name:1", "no such request"},
	} {
		e.pressForged(c.id, c.value)
	}
	e.sees("not known")
	e.sees("no request")
	require.NotEmpty(t, share.ActionID)
	assert.Empty(t, e.Tenant.Effects())
}

func TestAButtonForShowingDoesNotChange(t *testing.T) {
	for _, verb := range []string{"show", "page", "share"} {
		e := newEnv(t, setup{})
		e.start()
		e.pressForged(verb+":1", `{"t":"govgroup_members_add","a":{"group":"DB Access","members":["`+e.Admin.Email+`"]}}`)
		e.sees("only shows things")
		e.settle()
		assert.Empty(t, e.Tenant.Effects(), verb)
	}
}
