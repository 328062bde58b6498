// The console: what the terminal shows, and the lines that are typed there.

package e2e_test

import (
	"context"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/redact"
	"govgroup/internal/slackbot"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/slackbot/console"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// terminal is the surface of people at the console.
type terminal struct{}

// keyboard is one session.
type keyboard struct {
	m   maker
	in  io.Writer
	out *testenv.Buffer
}

func newKeyboard(m maker) *keyboard {
	in, typed := io.Pipe()
	k := &keyboard{m, typed, &testenv.Buffer{}}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- console.Run(ctx, console.Options{
			Connect: k.connect, Scopes: slackbot.Scopes(), As: asker, In: in, Out: k.out,
		})
	}()
	m.t.Cleanup(func() { _ = typed.Close(); stop(); assert.NoError(m.t, <-ended) })
	return k
}

func (k *keyboard) connect(ctx context.Context, s console.Slack) (console.Bot, error) {
	bot, err := slackbot.New(ctx, slackbot.Config{
		Registry: k.m.Registry, Directory: k.m.Directory, Gate: k.m.Gate, APIURL: s.URL, Surface: "console",
		BotToken: redact.New(s.BotToken), AppToken: redact.New(s.AppToken), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return console.Bot{}, err
	}
	return console.Bot{
		Command: "/govgroup", Settled: bot.Settled,
		Serve: func(ctx context.Context) error { return bot.Serve(ctx, slackbot.Serving{}) },
	}, nil
}

var (
	prompt  = regexp.MustCompile(`(?:> |: )$`)
	button  = regexp.MustCompile(`\[(\d+): (?:Confirm|Read|Delete|Approve)`)
	request = regexp.MustCompile(`Request ([0-9a-f]{32})`)
)

// say types a line once there is a prompt, and gives what is shown at the next.
func (k *keyboard) say(line string) string {
	k.m.t.Helper()
	before := len(k.out.String())
	_, err := io.WriteString(k.in, line+"\n")
	require.NoError(k.m.t, err)
	require.Eventually(k.m.t, func() bool {
		text := k.out.String()
		return len(text) > before+len(line)+1 && prompt.MatchString(text)
	}, soon, 5*time.Millisecond, "no prompt")
	return k.out.String()
}

func (terminal) ask(m maker, tool string, args testenv.Args) string {
	m.t.Helper()
	k := newKeyboard(m)
	require.Eventually(m.t, func() bool { return strings.HasSuffix(k.out.String(), "> ") }, soon, 5*time.Millisecond)
	// Nobody can type a mention within a name: the grammar asks what is meant.
	line := command.New("/govgroup", m.Registry.Tools()).Format(tool, testenv.Raw(m.t, args))
	line = strings.ReplaceAll(line, "<@U0JANE> ", "")
	read := k.say(line)
	found := request.FindStringSubmatch(read)
	require.NotNil(m.t, found, read)
	for next := read; !m.Stored(m.t, tools.RequestID(found[1])).State.Final(); next = k.say(k.answer(next, tools.RequestID(found[1]))) {
		read = next
	}
	_, read, _ = strings.Cut(read, line) // the echo of what was typed is no question
	return read
}

// answer is the line that leads on to the yes.
func (k *keyboard) answer(shown string, id tools.RequestID) string {
	last := shown[strings.LastIndex(shown, "\n")+1:]
	switch {
	case last == "> ":
		buttons := button.FindAllStringSubmatch(shown, -1)
		require.NotEmpty(k.m.t, buttons, shown)
		return buttons[len(buttons)-1][1]
	case strings.Contains(last, "turns the page"):
		return ""
	default:
		return k.m.Phrase(k.m.t, id)
	}
}
