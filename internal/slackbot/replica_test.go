// Replicas: bots in processes of their own, which can be killed, and which the gate
// takes for what they are.

package slackbot_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/redact"
	"govgroup/internal/slackbot"
	"govgroup/internal/slackbot/transport"
	"govgroup/internal/slacktest"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// replicaVariable has a process of the test's own program be a bot.
const replicaVariable = "GOVGROUP_TEST_REPLICA"

// plan is what such a process needs to know.
type plan struct {
	Tenant                                testenv.Access
	Slack, BotToken, AppToken, SigningKey string
	State                                 string
}

func TestMain(m *testing.M) {
	raw := os.Getenv(replicaVariable)
	if raw == "" {
		os.Exit(m.Run())
	}
	var p plan
	err := json.Unmarshal([]byte(raw), &p)
	if err == nil {
		err = p.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run is a bot's process. It says where it listens in a line of standard output.
func (p plan) run() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	program, err := testenv.Open(ctx, p.Tenant, testenv.Options{StateFile: p.State, Settings: tools.Settings{Sandbox: true}, Places: confirm.Places{Slack: true}})
	if err != nil {
		return err
	}
	defer program.Close()
	bot, err := slackbot.New(ctx, slackbot.Config{
		Registry: program.Registry, Directory: program.Directory, Gate: program.Gate, APIURL: p.Slack, BotToken: redact.New(p.BotToken),
		AppToken: redact.New(p.AppToken), SigningSecret: redact.New(p.SigningKey),
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + listener.Addr().String())
	return bot.Serve(ctx, slackbot.Serving{Listener: listener})
}

func (e *env) plan() plan {
	p := plan{
		Tenant: testenv.AccessTo(e.Server),
		Slack:  e.URL, BotToken: e.BotToken, State: e.With.StateFile,
	}
	if e.overHTTP {
		p.SigningKey = e.SigningSecret
	} else {
		p.AppToken = e.AppToken
	}
	return p
}

// process is a bot in a process of its own.
type process struct {
	w    *env
	cmd  *exec.Cmd
	addr string
}

// spawn starts one, which gets what Slack delivers from now on. It is killed when
// the test ends.
func (e *env) spawn() *process {
	e.t.Helper()
	raw, err := json.Marshal(e.plan())
	require.NoError(e.t, err)
	p := &process{w: e, cmd: exec.Command(os.Args[0])}
	p.cmd.Env = append(os.Environ(), replicaVariable+"="+string(raw))
	p.cmd.Stderr = os.Stderr
	out, err := p.cmd.StdoutPipe()
	require.NoError(e.t, err)
	before := e.Sockets()
	require.NoError(e.t, p.cmd.Start())
	e.t.Cleanup(p.kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(e.t, err)
	p.addr = strings.TrimSpace(line)
	if e.overHTTP {
		p.receive()
	} else {
		require.NoError(e.t, e.WaitSockets(before+1, soon))
	}
	return p
}

// receive has Slack deliver to this process, over HTTP.
func (p *process) receive() {
	p.w.Deliver(slacktest.RequestURLs{Commands: p.addr + transport.CommandPath, Interactivity: p.addr + transport.InteractionPath, Events: p.addr + transport.EventPath})
}

// kill ends the process as abruptly as there is, and returns when it has ended.
func (p *process) kill() {
	if p.cmd.ProcessState == nil {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	}
}

// separately runs a test over both transports, without a bot to begin with.
func separately(t *testing.T, test func(*testing.T, *env)) {
	for name, overHTTP := range map[string]bool{"socket": false, "http": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newEnv(t, setup{overHTTP: overHTTP}))
		})
	}
}
