// Whatever an app sends, the fake answers: hostile JSON neither breaks the
// checks nor the drawing of what they let through.

package slacktest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

// fuzzed starts a workspace that many inputs share.
func fuzzed(f *testing.F) *slacktest.Slack {
	f.Helper()
	s, err := slacktest.Start(slacktest.Options{})
	require.NoError(f, err)
	f.Cleanup(func() { _ = s.Close() })
	s.AddUser(slacktest.User{ID: jane})
	s.AddChannel(slacktest.Channel{ID: room})
	return s
}

func FuzzBlocks(f *testing.F) {
	for _, seed := range []string{
		`[]`, `[null]`, `[{"type":"section","text":{"type":"mrkdwn","text":"<@U0JANE> *x*"}}]`,
		`[{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"x"}}]}]`,
		`[{"type":"data_table","caption":"c","rows":[[{"type":"raw_text","text":"a"}],[{"type":"raw_number","value":"b"}]]}]`,
		`[{"type":"input","label":{"type":"plain_text","text":"x"},"element":{"type":"static_select","options":[]}}]`,
		`[{"type":"rich_text","elements":[{"elements":[{"type":"user","user_id":7}]},null,3]}]`,
	} {
		f.Add(seed)
	}
	s := fuzzed(f)
	f.Fuzz(func(t *testing.T, blocks string) {
		got := call(t, s, "chat.postMessage", fields{"channel": room, "text": "x", "blocks": blocks})
		if got["ok"] != true {
			require.NotEmpty(t, got["error"])
			return
		}
		seen := s.Messages(room, jane)
		m := seen[len(seen)-1]
		_, _, _ = m.Render(nil), m.Notifies(), m.Controls()
		require.Equal(t, true, call(t, s, "chat.delete", fields{"channel": room, "ts": m.TS})["ok"])
	})
}

func FuzzMrkdwn(f *testing.F) {
	for _, seed := range []string{"", "*", "**", "`", "```", "<", "<>", "<|>", "<!>", "<@>", "*_~*_~", "&gt;&gt;&gt;", "a\x00b", "<!subteam^>", ":x:"} {
		f.Add(seed)
	}
	s := fuzzed(f)
	f.Fuzz(func(t *testing.T, name string) {
		if name == "" || strings.ContainsRune(name, '\uFFFD') || len(name) > 1000 || strings.ToValidUTF8(name, "") != name {
			return
		}
		// Escaped and in plain text a name is read as it is, whatever it holds.
		got := call(t, s, "chat.postMessage", fields{"channel": room, "blocks": []any{
			fields{"type": "section", "text": fields{"type": "plain_text", "text": name, "emoji": false}}, section(name),
		}})
		require.Equal(t, true, got["ok"], got)
		seen := s.Messages(room, jane)
		require.Contains(t, seen[len(seen)-1].Render(nil), name)
		call(t, s, "chat.delete", fields{"channel": room, "ts": got["ts"]})
	})
}

func TestRequestsThatAreNoAPI(t *testing.T) {
	s := start(t, slacktest.Options{})
	for _, path := range []string{"", "x/y", "../link/"} {
		r, err := http.Get(s.URL + path)
		require.NoError(t, err)
		require.NoError(t, r.Body.Close())
		require.GreaterOrEqual(t, r.StatusCode, 400, path)
	}
}
