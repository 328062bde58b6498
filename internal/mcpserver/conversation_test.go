// Conversations: what a client says over stdio and what it hears, as files. In
// testdata/conversations, each file is a txtar archive of conversations that show
// one thing:
//
//	> what the client sends
//	< what the server sends
//	+ 15s    time that passes
//	! yes    a person decides outside of the client
//
// go test -update writes what the server sends anew. $REQUEST and $STATE stand for
// what the server made up.

package mcpserver_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/mcpserver"
	"govgroup/internal/tools"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestConversations(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/conversations/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			require.NoError(t, err)
			archive := string(raw)
			head, rest, _ := strings.Cut("\n"+archive, "\n-- ")
			replayed := strings.TrimPrefix(head, "\n") + "\n"
			for section := range strings.SplitSeq(rest, "\n-- ") {
				title, lines, found := strings.Cut(section, " --\n")
				require.True(t, found, "a section begins with a line -- its title --")
				replayed += "-- " + title + " --\n" + replay(t, title, strings.TrimSuffix(lines, "\n")+"\n")
			}
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(replayed), 0o600))
				return
			}
			assert.Equal(t, archive, replayed, "go test -update takes the new one")
		})
	}
}

// replay has one conversation and gives it as it went.
func replay(t *testing.T, title, lines string) (went string) {
	t.Run(title, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := &conversation{silentClient: newClientToBe(t, mcpserver.Config{ApprovalPage: mcpserver.ApprovalPage{
				URL: func(id tools.RequestID) string { return "https://pages.example/" + string(id) },
			}})}
			var listening sync.WaitGroup
			listening.Go(c.listen)
			defer func() { // nothing may outlive the test's own time
				_ = c.in.Close()
				listening.Wait()
				assert.NoError(t, c.db.Close())
			}()
			for line := range strings.Lines(lines) {
				if !strings.HasPrefix(line, "<") {
					went += line
					c.do(strings.TrimSpace(line))
				}
				synctest.Wait()
				went += c.takeHeard()
			}
			went += c.takeHeard()
		})
	})
	return went
}

// conversation is one in progress.
type conversation struct {
	*silentClient

	mu             sync.Mutex
	heard          []string
	request, state string // the last ones
}

func (c *conversation) listen() {
	lines := bufio.NewScanner(c.raw)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		c.mu.Lock()
		c.heard = append(c.heard, "< "+c.plain(lines.Bytes())+"\n")
		c.mu.Unlock()
	}
}

// takeHeard gives what was heard since the last time. Answers to several requests
// come in any order; here they come in that of their ids.
func (c *conversation) takeHeard() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.SortStableFunc(c.heard, func(a, b string) int {
		return cmp.Compare(answerForm.FindString(a), answerForm.FindString(b))
	})
	heard := strings.Join(c.heard, "")
	c.heard = nil
	return heard
}

// do follows one line of the file.
func (c *conversation) do(line string) {
	c.t.Helper()
	mark, rest, _ := strings.Cut(line, " ")
	c.mu.Lock()
	request := c.request
	rest = strings.NewReplacer("$REQUEST", c.request, "$STATE", c.state).Replace(rest)
	c.mu.Unlock()
	switch mark {
	case ">":
		c.say(rest)
	case "+":
		d, err := time.ParseDuration(rest)
		require.NoError(c.t, err)
		time.Sleep(d)
	case "!":
		q, err := c.gate.Question(c.t.Context(), tools.RequestID(request))
		require.NoError(c.t, err)
		r, err := c.db.Requests().Get(c.t.Context(), tools.RequestID(request))
		require.NoError(c.t, err)
		verdict := map[string]confirm.Verdict{"yes": confirm.Yes, "no": confirm.No}[rest]
		_, _ = c.gate.Decide(c.t.Context(), tools.RequestID(request), confirm.Answer{Verdict: verdict, Typed: q.Phrase, By: r.Requester, Authenticated: true})
	case "#", "":
	default:
		c.t.Fatalf("a line begins with >, <, +, ! or #: %s", line)
	}
}

// What the server makes up, and what every conversation would repeat.
var (
	answerForm  = regexp.MustCompile(`"id":[^,]*,"(result|error)"`)
	stateForm   = regexp.MustCompile(`"requestState":"([^"]+)"`)
	requestForm = regexp.MustCompile(`[0-9a-f]{32}`)
	spelledOut  = regexp.MustCompile(`"instructions":"(?:[^"\\]|\\.)*"`)
)

// plain gives a message as files have it, and remembers what the server made up.
func (c *conversation) plain(raw []byte) string {
	assert.True(c.t, json.Valid(raw), string(raw))
	text := spelledOut.ReplaceAllString(string(raw), `"instructions":"…"`)
	if found := stateForm.FindStringSubmatch(text); found != nil {
		c.state = found[1]
		text = strings.ReplaceAll(text, c.state, "$STATE")
	}
	if found := requestForm.FindString(string(raw)); found != "" {
		c.request = found
	}
	return requestForm.ReplaceAllString(text, "$$REQUEST")
}
