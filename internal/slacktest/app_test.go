// The app that the tests install: small, on the library that bots use, over
// either transport.

package slacktest_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

// patience bounds every wait; nothing here takes a tenth of it.
const patience = 10 * time.Second

// people are the ones in every test's workspace.
const (
	jane = "U0JANE"
	bob  = "U0BOB"
	room = "C0ROOM"
)

// start starts a workspace with Jane, Bob and a channel.
func start(t *testing.T, o slacktest.Options) *slacktest.Slack {
	t.Helper()
	s, err := slacktest.Start(o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	s.AddUser(slacktest.User{ID: jane, Name: "jane", RealName: "Jane Doe", Email: "jane@corp.example"})
	s.AddUser(slacktest.User{ID: bob, Name: "bob", RealName: "Bob", Email: "bob@corp.example"})
	s.AddChannel(slacktest.Channel{ID: room, Name: "room"})
	return s
}

// client is the app's way to the Web API.
func client(s *slacktest.Slack) *slack.Client {
	return slack.New(s.BotToken, slack.OptionAPIURL(s.URL), slack.OptionAppLevelToken(s.AppToken))
}

// app answers what it is sent. What it returns goes with the acknowledgement.
type app struct {
	command  func(slack.SlashCommand) any
	interact func(slack.InteractionCallback) any
	raw      func(kind string, payload json.RawMessage)
}

// overSockets connects the app by Socket Mode.
func (a app) overSockets(t *testing.T, s *slacktest.Slack) {
	t.Helper()
	before := s.Sockets()
	c := socketmode.New(client(s))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{}, 2)
	go func() { _ = c.RunContext(ctx); done <- struct{}{} }()
	go func() { a.listen(ctx, c); done <- struct{}{} }()
	t.Cleanup(func() { cancel(); <-done; <-done })
	require.NoError(t, s.WaitSockets(before+1, patience))
}

func (a app) listen(ctx context.Context, c *socketmode.Client) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-c.Events:
			if e.Request != nil && e.Request.EnvelopeID != "" {
				a.answer(c, e)
			}
		}
	}
}

func (a app) answer(c *socketmode.Client, e socketmode.Event) {
	var payload any
	switch data := e.Data.(type) {
	case slack.SlashCommand:
		payload = a.dispatch("command", data, slack.InteractionCallback{}, e.Request.Payload)
	case slack.InteractionCallback:
		payload = a.dispatch("interactive", slack.SlashCommand{}, data, e.Request.Payload)
	}
	if payload == nil {
		_ = c.Ack(*e.Request) // a lost socket shows in what the test waits for
		return
	}
	_ = c.Ack(*e.Request, payload)
}

func (a app) dispatch(kind string, cmd slack.SlashCommand, i slack.InteractionCallback, raw json.RawMessage) any {
	if a.raw != nil {
		a.raw(kind, raw)
	}
	switch {
	case kind == "command" && a.command != nil:
		return a.command(cmd)
	case kind == "interactive" && a.interact != nil:
		return a.interact(i)
	}
	return nil
}

// overHTTP serves the app and has the workspace deliver to it.
func (a app) overHTTP(t *testing.T, s *slacktest.Slack) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.serve(s, w, r)
	}))
	t.Cleanup(server.Close)
	s.Deliver(slacktest.RequestURLs{Commands: server.URL, Interactivity: server.URL})
}

func (a app) serve(s *slacktest.Slack, w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	verifier, err := slack.NewSecretsVerifier(r.Header, s.SigningSecret)
	if err == nil {
		_, _ = verifier.Write(body)
		err = verifier.Ensure()
	}
	if err != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	form, _ := url.ParseQuery(string(body))
	var payload any
	switch {
	case form.Has("payload"):
		var i slack.InteractionCallback
		_ = json.Unmarshal([]byte(form.Get("payload")), &i)
		payload = a.dispatch("interactive", slack.SlashCommand{}, i, json.RawMessage(form.Get("payload")))
	case form.Has("command"):
		r.PostForm, r.Form = form, form
		cmd, _ := slack.SlashCommandParse(r)
		payload = a.dispatch("command", cmd, slack.InteractionCallback{}, body)
	}
	if payload != nil {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(payload)
	}
}

// transports are the two ways of connecting an app.
func transports() map[string]func(app, *testing.T, *slacktest.Slack) {
	return map[string]func(app, *testing.T, *slacktest.Slack){"sockets": app.overSockets, "http": app.overHTTP}
}

// seen waits for a message that reads like that.
func seen(t *testing.T, s *slacktest.Slack, user, text string) slacktest.Message {
	t.Helper()
	m, err := s.WaitMessage(room, user, patience, func(m slacktest.Message) bool { return m.Render(nil) == text })
	require.NoError(t, err)
	return m
}

func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

func marked(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, text, false, false)
}
