// Fallback: who reads the text of a message and not its blocks, as screen readers and
// notifications do, reads the same.

package card_test

import (
	"encoding/json"
	"html"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// saidInText holds every line that can be seen against the text: the first lines wholly,
// and all of them where the text has room. Of a table it says the first ten rows, and
// buttons are no lines.
func saidInText(t *testing.T, m card.Message) {
	t.Helper()
	raw, err := json.Marshal(m.Blocks)
	require.NoError(t, err)
	var blocks []map[string]any
	require.NoError(t, json.Unmarshal(raw, &blocks))
	said := html.UnescapeString(m.Text)
	// There may be more to say than a text may hold.
	full := len([]rune(m.Text)) > 1000 && (strings.HasSuffix(m.Text, "\n…") || strings.Contains(m.Text, "…\n"))
	for i, line := range seenLines(blocks) {
		if runes := []rune(line); len(runes) > 400 {
			line = string(runes[:400])
		}
		if !strings.Contains(said, line) {
			assert.True(t, full && i > 0, "not in the text: %q\n%s", line, m.Text)
		}
	}
}

// seenLines are the lines of blocks, as they are read.
func seenLines(blocks []map[string]any) (lines []string) {
	add := func(text string) {
		for line := range strings.SplitSeq(text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
	}
	for _, b := range blocks {
		switch b["type"] {
		case "header":
			add(b["text"].(map[string]any)["text"].(string))
		case "context", "rich_text":
			add(written(b["elements"]))
		case "data_table":
			add(b["caption"].(string))
			rows := b["rows"].([]any)
			for _, row := range rows[1:min(len(rows), 11)] {
				for _, cell := range row.([]any) {
					add(written(cell))
				}
			}
		}
	}
	return lines
}

// written are the texts of a structure, one after the other.
func written(v any) string {
	var b strings.Builder
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			b.WriteString(written(one))
		}
	case map[string]any:
		if fallback, is := v["fallback"].(string); is {
			return fallback
		}
		if text, is := v["text"].(string); is {
			return text
		}
		b.WriteString(written(v["elements"]))
	}
	return b.String()
}

func TestTheTextSaysWhatACardSays(t *testing.T) {
	e := newEnv(t)
	_, result := e.call(t, tools.NameDelete, map[string]any{"group": e.DBAccess.ID})
	m := e.render.Request(e.request(t, result.Data.(tools.Outcome).Change))
	for _, words := range []string{"Please confirm", "Delete governance group “DB Access”", "Asked by", "This can be confirmed until"} {
		assert.Contains(t, m.Text, words)
	}
	shared := card.Shared(e.render.Outcome(tools.Outcome{Status: tools.StatusDone, Summary: "Done: it was deleted."}, false), "jane@corp.example")
	assert.Contains(t, shared.Text, "Shared by jane@corp.example\n✅ Done: it was deleted.", "who shares is said to everyone")
	long := card.Shared(card.Message{Text: strings.Repeat("a line\n", 400) + "the end", Blocks: shared.Blocks}, strings.Repeat("&", 400))
	require.NoError(t, long.Check())
}

func TestTimesAreTheReadersOwn(t *testing.T) {
	e := newEnv(t)
	at := time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC)
	for name, m := range map[string]card.Message{
		"history":         e.render.Result(tools.Call{Tool: tools.NameHistory}, tools.Result{Data: historyOf(at)}, false),
		"how it ended":    e.render.Ended(card.Request{ID: "1", Outcome: tools.Outcome{Status: tools.StatusExpired, Summary: "Request 1 expired at 2026-03-01T23:30:00Z; nobody decided."}}, false),
		"an outcome":      e.render.Outcome(tools.Outcome{Status: tools.StatusUnknown, Summary: "It is read again until 2026-03-01T23:30:00Z."}, false),
		"an error":        e.render.Error(tools.Errorf(tools.AlreadyDecided, "avery approved it at 2026-03-01T23:30:00Z."), "c0ffee"),
		"who may decide":  e.render.Ask(card.Request{ID: "1", Lines: tools.Lines{{Value: "Delete it."}}, Everyone: true, Deciders: "Admins may decide. It is open until 2026-03-01T23:30:00Z.", Expires: at}, ""),
		"what was before": e.render.Ask(card.Request{ID: "1", Lines: tools.Lines{{Value: "Delete it."}}, Expires: at}, "It changed at 2026-03-01T23:30:00Z."),
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := json.Marshal(m.Blocks)
			require.NoError(t, err)
			assert.Contains(t, string(raw), `"type":"date","timestamp":1772407800`)
			assert.NotContains(t, string(raw), "T23:30:00Z")
			assert.Contains(t, m.Text, "2026-03-01 23:30:00 UTC", "and the text says which zone it is in")
			e.show(t, m)
		})
	}
	m := e.render.Outcome(tools.Outcome{Status: tools.StatusDone, Summary: "Done: rename “Backup 2026-03-01T23:30:00Z” to “b”."}, false)
	assert.Contains(t, e.show(t, m).Render(nil), "“Backup 2026-03-01T23:30:00Z”", "a name is no time")
}

func historyOf(at time.Time) audit.History {
	return audit.History{Page: tools.Page[audit.HistoryItem]{List: tools.List[audit.HistoryItem]{Items: []audit.HistoryItem{{Time: at, Actor: "jane@corp.example", Tool: tools.NameDelete, State: "done"}}, Total: 1}}}
}
