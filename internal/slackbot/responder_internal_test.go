// Responder: which way an answer takes once a response URL is used up.

package slackbot

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/slacktest"
)

// responderEnv is a workspace in which jane has typed a command.
type responderEnv struct {
	*slacktest.Slack
	sender        *sender
	jane, channel string
	url           string // of the command
	log           bytes.Buffer
}

func newResponderEnv(t *testing.T, c slacktest.Channel) *responderEnv {
	t.Helper()
	s, err := slacktest.Start(slacktest.Options{AckTimeout: time.Millisecond})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	w := &responderEnv{Slack: s, jane: s.AddUser(slacktest.User{Name: "jane"}).ID}
	if c.DM {
		c.Members = []string{w.jane}
	}
	w.channel = s.AddChannel(c).ID
	inv, err := s.Command(w.jane, w.channel, "/govgroup list") // nobody acknowledges it, which does not matter
	require.NoError(t, err)
	w.url = inv.ResponseURL
	w.sender = newSender(slack.New(s.BotToken, slack.OptionAPIURL(s.URL)), testHost(t, s.URL), slog.New(slog.NewTextHandler(&w.log, nil)))
	return w
}

func testHost(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	return u.Host
}

func (w *responderEnv) responder() *responder { return w.sender.at(w.jane, w.channel, "", w.url, 0) }

// last is what jane saw last.
func (w *responderEnv) last(t *testing.T, channel string) slacktest.Message {
	t.Helper()
	all := w.Messages(channel, w.jane)
	require.NotEmpty(t, all)
	return all[len(all)-1]
}

// used counts the calls of a method that succeeded.
func (w *responderEnv) used(method string) int {
	n := 0
	for _, c := range w.Calls() {
		if c.Method == method && c.Error == "" {
			n++
		}
	}
	return n
}

func textMessage(s string) card.Message { return card.Message{Text: s} }

func TestFiveUsesThenAnotherWay(t *testing.T) {
	w := newResponderEnv(t, slacktest.Channel{})
	r := w.responder()
	for range 7 {
		_, err := r.ephemeral(t.Context(), textMessage("hello"))
		require.NoError(t, err)
		assert.Equal(t, w.jane, w.last(t, w.channel).EphemeralTo)
	}
	assert.Equal(t, 5, w.used("response_url"))
	assert.Equal(t, 2, w.used("chat.postEphemeral"))
	for _, c := range w.Calls() {
		assert.Empty(t, c.Error, "no use is tried that is known to be refused")
	}
}

func TestUsesBeforeCountToo(t *testing.T) {
	w := newResponderEnv(t, slacktest.Channel{})
	r := w.sender.at(w.jane, w.channel, "", w.url, 4)
	for range 2 {
		_, err := r.ephemeral(t.Context(), textMessage("hello"))
		require.NoError(t, err)
	}
	assert.Equal(t, 1, w.used("response_url"))
	address, used := r.urlLeft()
	assert.Empty(t, address, "there is nothing to carry on with")
	assert.Zero(t, used)
}

func TestWhereTheAppIsNotThePersonGetsADirectMessage(t *testing.T) {
	w := newResponderEnv(t, slacktest.Channel{BotAbsent: true})
	w.Advance(31 * time.Minute)
	_, err := w.responder().ephemeral(t.Context(), textMessage("hello"))
	require.NoError(t, err)
	assert.Len(t, w.Direct(w.jane), 1)
}

func TestInADirectMessageWhatIsSentCanBeUpdated(t *testing.T) {
	w := newResponderEnv(t, slacktest.Channel{DM: true})
	sent, err := w.responder().ephemeral(t.Context(), textMessage("working"))
	require.NoError(t, err)
	require.NotEmpty(t, sent.Message)
	require.NoError(t, w.sender.update(t.Context(), sent, textMessage("done")))
	assert.Equal(t, "done", w.last(t, w.channel).Text)
	assert.Zero(t, w.used("response_url"))
}

func TestADirectMessageBetweenTwoPeopleIsAnsweredToOne(t *testing.T) {
	w := newResponderEnv(t, slacktest.Channel{DM: true, BotAbsent: true})
	sent, err := w.responder().ephemeral(t.Context(), textMessage("hello"))
	require.NoError(t, err)
	assert.Zero(t, sent)
	assert.Equal(t, w.jane, w.last(t, w.channel).EphemeralTo)
}

func TestWhatCannotBeReplacedIsSaidAnew(t *testing.T) {
	w := newResponderEnv(t, slacktest.Channel{})
	r := w.sender.at(w.jane, w.channel, "1.000001", w.url, 5) // a message that is gone
	_, err := r.replace(t.Context(), textMessage("done"))
	require.NoError(t, err)
	assert.Equal(t, "done", w.last(t, w.channel).Text)
}

func TestPublishedMessagesAreForEveryone(t *testing.T) {
	for name, used := range map[string]int{"by the response URL": 0, "without one": 5} {
		t.Run(name, func(t *testing.T) {
			w := newResponderEnv(t, slacktest.Channel{})
			require.NoError(t, w.sender.at(w.jane, w.channel, "", w.url, used).inChannel(t.Context(), textMessage("look")))
			assert.Empty(t, w.last(t, w.channel).EphemeralTo)
		})
	}
}

func TestBlocksThatSlackDoesNotKnowGiveWayToTheText(t *testing.T) {
	unknown := card.Message{Text: "plain", Blocks: []slack.Block{slack.NewDividerBlock(), slack.NewHeaderBlock(
		slack.NewTextBlockObject(slack.PlainTextType, string(bytes.Repeat([]byte("x"), 151)), false, false))}}
	for name, used := range map[string]int{"by the response URL": 0, "without one": 5} {
		t.Run(name, func(t *testing.T) {
			w := newResponderEnv(t, slacktest.Channel{})
			_, err := w.sender.at(w.jane, w.channel, "", w.url, used).ephemeral(t.Context(), unknown)
			require.NoError(t, err)
			assert.Equal(t, "plain", w.last(t, w.channel).Text)
			assert.Empty(t, w.last(t, w.channel).Blocks)
			assert.Contains(t, w.log.String(), "did not accept")
		})
	}
}

func TestOnlySlacksAddressesAreUsed(t *testing.T) {
	var visited bool
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited = true }))
	defer elsewhere.Close()
	for _, address := range []string{
		elsewhere.URL, "http://hooks.slack.com/x", "https://hooks.slack.com.evil.example/x",
		"https://evil.example/hooks.slack.com", "https://u:p@hooks.slack.com/x", "file:///etc/passwd", "::",
	} {
		w := newResponderEnv(t, slacktest.Channel{})
		_, err := w.sender.at(w.jane, w.channel, "", address, 0).ephemeral(t.Context(), textMessage("hello"))
		require.NoError(t, err, "there is another way")
		assert.Equal(t, 1, w.used("chat.postEphemeral"), address)
	}
	assert.False(t, visited)
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var visited bool
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited = true }))
	defer elsewhere.Close()
	hooks := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer hooks.Close()
	w := newResponderEnv(t, slacktest.Channel{})
	sender := newSender(slack.New(w.BotToken, slack.OptionAPIURL(w.URL)), testHost(t, hooks.URL), slog.New(slog.DiscardHandler))
	_, err := sender.at(w.jane, w.channel, "", hooks.URL+"/x", 0).ephemeral(t.Context(), textMessage("hello"))
	require.NoError(t, err)
	assert.False(t, visited)
}

func TestAnAnswerThatCannotBeDeliveredIsAnErrorWithoutTheURL(t *testing.T) {
	w := newResponderEnv(t, slacktest.Channel{BotAbsent: true})
	r := w.responder()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := r.ephemeral(ctx, textMessage("hello"))
	require.Error(t, err)
	assert.NotContains(t, err.Error(), w.url)
	assert.NotContains(t, w.log.String(), w.url)
}

func TestSomeUsesAreKeptForWhatMustBeSaid(t *testing.T) {
	w := newResponderEnv(t, slacktest.Channel{})
	r := w.responder()
	spent := 0
	for r.updatesLeft() > 0 {
		_, err := r.replace(t.Context(), textMessage("working"))
		require.NoError(t, err)
		spent++
	}
	assert.Equal(t, 3, spent)
	_, err := r.replace(t.Context(), textMessage("done"))
	require.NoError(t, err)
	assert.Equal(t, 4, w.used("response_url"))
}
