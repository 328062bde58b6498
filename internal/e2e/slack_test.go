// Slack: the approvers' card and the pages of its form.

package e2e_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/redact"
	"govgroup/internal/slackbot"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// soon is how long a test waits for what must happen.
const soon = 30 * time.Second

// room is the approvers' channel.
type room struct {
	*slacktest.Slack
	channel string
}

func newSlack(m maker) surface { return newRoom(m, 0) }

// newRoom has a bot that looks so often for what happened elsewhere.
func newRoom(m maker, lookEvery time.Duration) room {
	fake, err := slacktest.Start(slacktest.Options{Scopes: slackbot.Scopes(), AckTimeout: soon})
	require.NoError(m.t, err)
	m.t.Cleanup(func() { assert.NoError(m.t, fake.Close()) })
	r := room{fake, fake.AddChannel(slacktest.Channel{Name: "approvers"}).ID}
	bot, err := slackbot.New(m.t.Context(), slackbot.Config{
		Registry: m.Registry, Directory: m.Directory, Gate: m.Gate, APIURL: fake.URL, Approvers: r.channel, LookEvery: lookEvery,
		BotToken: redact.New(fake.BotToken), AppToken: redact.New(fake.AppToken), Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(m.t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- bot.Serve(ctx, slackbot.Serving{}) }()
	m.t.Cleanup(func() { stop(); assert.NoError(m.t, <-ended) })
	require.NoError(m.t, fake.WaitSockets(1, soon))
	return r
}

func (r room) ask(m maker, tool string, args testenv.Args) string {
	m.t.Helper()
	a := approver{r, m, r.AddUser(slacktest.User{Email: m.person().Email}).ID, m.asked(tool, args)}
	card, err := r.WaitMessage(r.channel, a.user, soon, func(s slacktest.Message) bool { return strings.Contains(s.Render(nil), string(a.request)) })
	require.NoError(m.t, err)
	return a.approve(card)
}

// approve says yes on a card, reading every page, and gives what was read.
func (a approver) approve(card slacktest.Message) string {
	a.m.t.Helper()
	read := []string{card.Render(nil)}
	on := affirmative(card.Controls())
	require.NotNil(a.m.t, on, read[0])
	_, err := a.Press(a.user, card, on.ActionID, on.Value)
	require.NoError(a.m.t, err)
	for page, asked := a.front(slacktest.View{}); asked; page, asked = a.front(page) {
		read = append(read, page.Render(nil))
		a.turn(page)
	}
	return strings.Join(read, "\n")
}

// affirmative is the button that leads on, or nil.
func affirmative(controls []slacktest.Control) *slacktest.Control {
	i := slices.IndexFunc(controls, func(c slacktest.Control) bool {
		return c.Type == "button" && (c.Style == "danger" || c.Style == "primary")
	})
	if i < 0 {
		return nil
	}
	return &controls[i]
}

// approver is somebody who says yes to a request.
type approver struct {
	room
	m       maker
	user    string
	request tools.RequestID
}

// front is the page that lies in front, once it is another one than before; false
// once the request is decided.
func (a approver) front(before slacktest.View) (page slacktest.View, asked bool) {
	a.m.t.Helper()
	require.NoError(a.m.t, a.Wait(soon, func() bool {
		if a.m.Stored(a.m.t, a.request).State.Final() {
			asked = false
			return true
		}
		open := a.Views(a.user)
		if len(open) == 0 || open[len(open)-1].Hash == before.Hash {
			return false
		}
		page = open[len(open)-1]
		_, leadsOn := next(page)
		asked = page.Submit != "" || leadsOn
		return asked
	}))
	return page, asked
}

// turn leads on from a page; the last one is submitted, perhaps with something
// typed.
func (a approver) turn(page slacktest.View) {
	a.m.t.Helper()
	if on, leadsOn := next(page); leadsOn {
		_, err := a.Press(a.user, page, on.ActionID, on.Value)
		require.NoError(a.m.t, err)
		return
	}
	values := slacktest.Values{}
	for _, c := range page.Controls() {
		if c.Type == "plain_text_input" {
			values[c.BlockID+"/"+c.ActionID] = []string{a.m.Phrase(a.m.t, a.request)}
		}
	}
	inv, err := a.Submit(a.user, page, values)
	require.NoError(a.m.t, err)
	require.Empty(a.m.t, inv.Failure)
}

// next is the last button of a page that cannot be submitted.
func next(page slacktest.View) (slacktest.Control, bool) {
	for _, c := range slices.Backward(page.Controls()) {
		if c.Type == "button" {
			return c, page.Submit == ""
		}
	}
	return slacktest.Control{}, false
}
