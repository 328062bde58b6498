// Socket Mode: deliveries arrive, and a lost socket is replaced.

package transport_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot/transport"
	"govgroup/internal/slacktest"
)

func TestACommandArrivesOverASocketAndIsAcknowledged(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	h := &recorder{answer: func(transport.Delivery) (any, error) { return map[string]string{"text": "hello"}, nil }}
	s, _ := w.socket(t, h, 0)
	require.NoError(t, w.WaitSockets(1, soon))
	inv := w.say(t, "/govgroup list")
	assert.True(t, inv.Acked)
	assert.JSONEq(t, `{"text":"hello"}`, string(inv.AckBody))
	require.Len(t, h.deliveries(), 1)
	assert.Equal(t, "list", h.deliveries()[0].Command.Text)
	assert.NoError(t, s.Ready(t.Context()))
}

func TestNotReadyWithoutALiveSocket(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	s, stop := w.socket(t, &recorder{}, 0)
	require.NoError(t, w.WaitSockets(1, soon))
	require.Eventually(t, func() bool { return s.Ready(t.Context()) == nil }, soon, time.Millisecond)
	stop()
	assert.Error(t, s.Ready(t.Context()))
}

func TestASocketThatSlackTakesAwayIsReplaced(t *testing.T) {
	t.Parallel()
	for name, take := range map[string]func(w workspace){
		"dropped":           func(w workspace) { w.DropSockets() },
		"asked to renew":    func(w workspace) { w.Disconnect("refresh_requested") },
		"warned beforehand": func(w workspace) { w.Disconnect("warning") },
		"dropped, and the next attempts refused": func(w workspace) {
			w.RefuseSockets(2)
			w.DropSockets()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, slacktest.Options{})
			h := &recorder{}
			w.socket(t, h, 0)
			require.NoError(t, w.WaitSockets(1, soon))
			take(w)
			require.NoError(t, w.Wait(soon, func() bool { return opened(w) >= 2 }))
			require.NoError(t, w.Wait(soon, func() bool { return w.Sockets() >= 1 }))
			assert.True(t, w.say(t, "/govgroup list").Acked)
			assert.Len(t, h.deliveries(), 1)
		})
	}
}

// opened counts the addresses of sockets that Slack gave out.
func opened(w workspace) int {
	n := 0
	for _, c := range w.Calls() {
		if c.Method == "apps.connections.open" && c.Error == "" {
			n++
		}
	}
	return n
}

func TestASilentSocketIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, slacktest.Options{PingEvery: time.Hour})
	w.socket(t, &recorder{}, 100*time.Millisecond)
	require.NoError(t, w.Wait(soon, func() bool { return opened(w) >= 2 }))
}

func TestPingsKeepASocket(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, slacktest.Options{PingEvery: 20 * time.Millisecond})
	h := &recorder{}
	w.socket(t, h, 2*time.Second)
	require.NoError(t, w.WaitSockets(1, soon))
	for range 5 {
		assert.True(t, w.say(t, "/govgroup list").Acked)
	}
	assert.Equal(t, 1, opened(w))
}

func TestATokenThatSlackRefusesAtTheStartIsAnError(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	const wrong = "xapp-1-wrong-token"
	api := slack.New(w.BotToken, slack.OptionAPIURL(w.URL), slack.OptionAppLevelToken(wrong))
	err := transport.NewSocket(api, &recorder{}, logTo(t.Output()), 0).Run(t.Context())
	require.Error(t, err)
	assert.Contains(t, err.Error(), "invalid_auth")
	assert.NotContains(t, err.Error(), wrong)
}

func TestALaterRefusalOfTheTokenIsWaitedOut(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, slacktest.Options{})
	w.socket(t, &recorder{}, 0)
	require.NoError(t, w.WaitSockets(1, soon))
	w.FailCalls("apps.connections.open", 1, "invalid_auth")
	w.DropSockets()
	require.NoError(t, w.Wait(soon, func() bool { return opened(w) == 2 && w.Sockets() == 1 }))
}

func TestWhatIsBeingAnsweredIsStillAcknowledgedAtTheEnd(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	begun, let := make(chan struct{}), make(chan struct{})
	h := &recorder{answer: func(transport.Delivery) (any, error) {
		close(begun)
		<-let
		return nil, nil
	}}
	_, stop := w.socket(t, h, 0)
	require.NoError(t, w.WaitSockets(1, soon))
	got := make(chan slacktest.Invocation, 1)
	go func() {
		inv, _ := w.Command(w.user, w.channel, "/govgroup list")
		got <- inv
	}()
	<-begun
	ended := make(chan struct{})
	go func() { defer close(ended); stop() }()
	close(let)
	assert.True(t, (<-got).Acked)
	<-ended
}

func TestAnErrorOrAPanicOfTheHandlerIsNotAcknowledged(t *testing.T) {
	for name, fail := range map[string]func(transport.Delivery) (any, error){
		"error": func(transport.Delivery) (any, error) { return nil, transport.ErrBusy },
		"panic": func(transport.Delivery) (any, error) { panic(errors.New("for the test")) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t, slacktest.Options{AckTimeout: 200 * time.Millisecond})
			w.socket(t, &recorder{answer: fail}, 0)
			require.NoError(t, w.WaitSockets(1, soon))
			assert.False(t, w.say(t, "/govgroup list").Acked)
			assert.Equal(t, 1, w.Sockets(), "one delivery does not take the socket down")
		})
	}
}

func TestAnAnswerThatSlackWouldDropIsLeftOut(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	big := string(make([]byte, 21<<10))
	w.socket(t, &recorder{answer: func(transport.Delivery) (any, error) { return map[string]string{"text": big}, nil }}, 0)
	require.NoError(t, w.WaitSockets(1, soon))
	inv := w.say(t, "/govgroup list")
	assert.True(t, inv.Acked)
	assert.Empty(t, inv.AckBody)
}

func TestOfSeveralSocketsEachDeliveryGoesToOne(t *testing.T) {
	w := newWorkspace(t, slacktest.Options{})
	a, b := &recorder{}, &recorder{}
	w.socket(t, a, 0)
	w.socket(t, b, 0)
	require.NoError(t, w.WaitSockets(2, soon))
	for range 10 {
		require.True(t, w.say(t, "/govgroup list").Acked)
	}
	assert.Equal(t, 10, len(a.deliveries())+len(b.deliveries()))
}

func TestARepeatedDeliveryIsPassedOnOnceWithTheSameAnswer(t *testing.T) {
	for _, over := range []string{"socket", "web"} {
		t.Run(over, func(t *testing.T) {
			w := newWorkspace(t, slacktest.Options{})
			h := &recorder{answer: func(transport.Delivery) (any, error) { return map[string]string{"text": "once"}, nil }}
			if once := transport.Dedupe(h); over == "socket" {
				w.socket(t, once, 0)
				require.NoError(t, w.WaitSockets(1, soon))
			} else {
				w.web(t, once, t.Output())
			}
			w.Redeliver(1)
			inv := w.say(t, "/govgroup list")
			assert.Equal(t, 2, inv.Deliveries)
			assert.True(t, inv.Acked)
			assert.Len(t, h.deliveries(), 1)
			w.say(t, "/govgroup list")
			assert.Len(t, h.deliveries(), 2, "the same words again are another command")
		})
	}
}

func TestWhatFailedMayBeRepeated(t *testing.T) {
	h := &recorder{answer: func(transport.Delivery) (any, error) { return nil, transport.ErrBusy }}
	once, d := transport.Dedupe(h), command("trigger")
	_, err := once.Handle(context.Background(), d)
	require.ErrorIs(t, err, transport.ErrBusy)
	_, _ = once.Handle(context.Background(), d)
	assert.Len(t, h.deliveries(), 2)
}
