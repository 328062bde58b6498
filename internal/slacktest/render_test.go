// Drawing: what a person reads, so that what leaks into markup shows.

package slacktest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

func TestMrkdwnAsItIsRead(t *testing.T) {
	s := start(t, slacktest.Options{})
	g := s.AddUserGroup(slacktest.UserGroup{Handle: "approvers"})
	for sent, want := range map[string]string{
		"*bold* _italic_ ~gone~":                       "bold italic gone",
		"a*b*c 2 * 3 * 4 snake_case_name":              "a*b*c 2 * 3 * 4 snake_case_name",
		"*two\nlines*":                                 "*two\nlines*",
		"`*code*` and ```*more*\n_code_```":            "*code* and *more*\n_code_",
		"&lt;!channel&gt; &amp;amp; *&lt;b&gt;*":       "<!channel> &amp; <b>",
		"<!channel> <!here|now>":                       "@channel now",
		"<@U0JANE> <@U0JANE|old> <@U0GONE|x> <@U0NOT>": "@Jane Doe @Jane Doe @x @U0NOT",
		"<#C0ROOM> <#C0NOT|other>":                     "#room #other",
		"<!subteam^" + g.ID + "> <!subteam^S9|@x>":     "@approvers @x",
		"<https://x.example|here> <https://y.example>": "here (https://x.example) https://y.example",
		"<mailto:a@x.example|a@x.example>":             "a@x.example",
		"<!date^1^{date}|1 May>":                       "1 May",
		"> quoted\n&gt; too\nnot > this":               "│ quoted\n│ too\nnot > this",
		":warning: 10:30:45":                           "(warning) 10:30:45",
		"<|>":                                          "<|>",
	} {
		assert.Equal(t, want, shown(t, s, section(sent)).Render(nil), sent)
	}
}

func TestPlainTextIsReadAsItIs(t *testing.T) {
	s := start(t, slacktest.Options{})
	hostile := "<!channel> *bold* _i_ &amp; > `x`"
	m := shown(t, s, fields{"type": "section", "text": text(hostile)}, fields{"type": "header", "text": text(":lock: x")},
		fields{"type": "section", "text": fields{"type": "plain_text", "text": ":lock:", "emoji": false}})
	assert.Equal(t, hostile+"\n(lock) x\n:lock:", m.Render(nil))
	assert.Empty(t, m.Notifies())
}

func TestEveryKindOfBlockIsDrawn(t *testing.T) {
	s := start(t, slacktest.Options{})
	cell := func(v string) fields { return fields{"type": "raw_text", "text": v} }
	line := func(more ...any) fields { return fields{"type": "rich_text_section", "elements": more} }
	m := shown(t, s,
		fields{"type": "header", "text": text("Group")},
		fields{"type": "section", "fields": []any{text("Owner"), fields{"type": "mrkdwn", "text": "*Jane*"}}, "accessory": button("a", nil)},
		fields{"type": "divider"},
		fields{"type": "context", "elements": []any{text("expires")}},
		actions(button("b", nil), fields{"type": "static_select", "action_id": "s", "placeholder": text("choose"), "options": choices(2)}),
		fields{"type": "data_table", "caption": "Members", "rows": []any{
			[]any{cell("Name"), cell("Mail"), cell("-")},
			[]any{cell("Jane Doe"), fields{"type": "raw_number", "value": 7}, fields{"type": "action_cell", "element": button("c", nil)}},
		}},
		fields{"type": "rich_text", "elements": []any{
			line(fields{"type": "text", "text": "*as it is* "}, fields{"type": "user", "user_id": jane}),
			fields{"type": "rich_text_list", "style": "bullet", "elements": []any{line(fields{"type": "text", "text": "one"})}},
			fields{"type": "rich_text_quote", "elements": []any{fields{"type": "link", "url": "https://x.example", "text": "x"}}},
		}},
	)
	want := strings.Join([]string{
		"Group", "Owner", "Jane", "[press]", strings.Repeat("─", 30), "expires",
		"[press] [choose…]", "Members", "Name      Mail  -", "Jane Doe  7     [press]",
		"*as it is* @Jane Doe", "• one", "│ x (https://x.example)",
	}, "\n")
	assert.Equal(t, want, m.Render(nil))
}

func TestFormsAreDrawnWithWhatTheyHold(t *testing.T) {
	s := start(t, slacktest.Options{})
	with := answering(t, s)
	owner := input(fields{"type": "static_select", "action_id": "owner", "options": choices(2), "initial_option": choices(2)[1]})
	owner["optional"], owner["hint"] = true, text("who answers for it")
	name := modal("", nil)["blocks"].([]any)[0]
	v := open(t, s, modal("Create", fields{"blocks": []any{name, owner}, "close": text("Leave")}))
	*with = fields{"response_action": "errors", "errors": fields{"name": "taken"}}
	_, err := s.Submit(jane, v, slacktest.Values{"name": {"abc"}})
	require.NoError(t, err)
	assert.Equal(t, strings.Join([]string{
		"┌ Create", "label", "  [abc]", "  ⚠ taken", "label (optional)", "  [option]", "  who answers for it", "└ [Leave] [Save]",
	}, "\n"), s.Views(jane)[0].Render(nil))
}

func TestControlsCanBeDrawnInAnotherWay(t *testing.T) {
	s := start(t, slacktest.Options{})
	m := shown(t, s, actions(button("a", nil), button("b", fields{"style": "danger"})))
	number := 0
	assert.Equal(t, "1=a 2=b", m.Render(func(c slacktest.Control) string {
		number++
		return string(rune('0'+number)) + "=" + c.ActionID
	}))
}

func TestWhoIsRung(t *testing.T) {
	s := start(t, slacktest.Options{})
	everyone := []any{
		section("<!here> <@U0BOB> <!here>"), section("&lt;!channel&gt; @channel"),
		fields{"type": "context", "elements": []any{fields{"type": "mrkdwn", "text": "<!subteam^S1|@x>"}, text("<@U0JANE>")}},
		fields{"type": "rich_text", "elements": []any{fields{"type": "rich_text_section", "elements": []any{
			fields{"type": "broadcast", "range": "everyone"}, fields{"type": "user", "user_id": jane}}}}},
	}
	assert.Equal(t, []string{"!here", bob, "S1", "!everyone", jane}, shown(t, s, everyone...).Notifies())

	for args, want := range map[string][]string{
		`{"text":"<!channel|x> <@U0BOB|b>"}`:            {"!channel", bob},
		`{"text":"@channel @here"}`:                     nil,
		`{"text":"@channel @here","parse":"full"}`:      {"!channel", "!here"},
		`{"text":"@channel","link_names":true}`:         {"!channel"},
		`{"text":"&lt;!channel&gt; <!date^1^x|!here>"}`: nil,
		`{"text":"<@U0BOB","blocks":null}`:              nil,
		`{"text":"` + "`<!everyone>`" + `"}`:            {"!everyone"},
	} {
		var sent fields
		require.NoError(t, json.Unmarshal([]byte(args), &sent))
		sent["channel"] = room
		require.Equal(t, true, call(t, s, "chat.postMessage", sent)["ok"])
		seen := s.Messages(room, jane)
		assert.Equal(t, want, seen[len(seen)-1].Notifies(), args)
	}
}
