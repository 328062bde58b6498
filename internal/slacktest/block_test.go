// Block: the limits of blocks, each at its edge and one beyond.

package slacktest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/slacktest"
)

// long is a text of so many characters, each of several bytes.
func long(n int) string { return strings.Repeat("ü", n) }

// repeated gives a list of so many things, made by number.
func repeated(n int, each func(int) any) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = each(i)
	}
	return list
}

func text(s string) fields { return fields{"type": "plain_text", "text": s} }

func button(id string, more fields) fields {
	b := fields{"type": "button", "action_id": id, "text": text("press")}
	for key, v := range more {
		b[key] = v
	}
	return b
}

func actions(elements ...any) fields { return fields{"type": "actions", "elements": elements} }

func choices(n int) []any {
	return repeated(n, func(i int) any { return fields{"text": text("option"), "value": fmt.Sprint(i)} })
}

func input(element fields) fields {
	return fields{"type": "input", "label": text("label"), "element": element}
}

// violation posts blocks and gives the first thing that Slack had against
// them, or "".
func violation(t *testing.T, s *slacktest.Slack, blocks []any) string {
	t.Helper()
	got := call(t, s, "chat.postEphemeral", fields{"channel": room, "user": jane, "text": "x", "blocks": blocks})
	if got["ok"] == true {
		return ""
	}
	assert.Equal(t, "invalid_blocks", got["error"])
	errors := got["errors"].([]any)
	return errors[len(errors)-1].(string)
}

func TestBlockLimits(t *testing.T) {
	s := start(t, slacktest.Options{})
	divider := func(int) any { return fields{"type": "divider"} }
	plainButton := func(i int) any { return button(fmt.Sprint(i), nil) }
	label := func(int) any { return text("x") }
	cells := func(int) any { return []any{fields{"type": "raw_text", "text": "x"}} }
	for name, c := range map[string]struct {
		limit int
		make  func(n int) []any
		want  string
	}{
		"blocks":       {50, func(n int) []any { return repeated(n, divider) }, "no more than 50 items allowed [json-pointer:/blocks]"},
		"section text": {3000, func(n int) []any { return []any{section(long(n))} }, "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		"header":       {150, func(n int) []any { return []any{fields{"type": "header", "text": text(long(n))}} }, "must be less than 151 characters [json-pointer:/blocks/0/text/text]"},
		"fields":       {10, func(n int) []any { return []any{fields{"type": "section", "fields": repeated(n, label)}} }, "no more than 10 items allowed [json-pointer:/blocks/0/fields]"},
		"a field":      {2000, func(n int) []any { return []any{fields{"type": "section", "fields": []any{text(long(n))}}} }, "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]"},
		"context":      {10, func(n int) []any { return []any{fields{"type": "context", "elements": repeated(n, label)}} }, "no more than 10 items allowed [json-pointer:/blocks/0/elements]"},
		"actions":      {25, func(n int) []any { return []any{actions(repeated(n, plainButton)...)} }, "no more than 25 items allowed [json-pointer:/blocks/0/elements]"},
		"button text":  {75, func(n int) []any { return []any{actions(button("a", fields{"text": text(long(n))}))} }, "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"},
		"button value": {2000, func(n int) []any { return []any{actions(button("a", fields{"value": long(n)}))} }, "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"},
		"action_id":    {255, func(n int) []any { return []any{actions(button(long(n), nil))} }, "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]"},
		"block_id":     {255, func(n int) []any { return []any{fields{"type": "divider", "block_id": long(n)}} }, "must be less than 256 characters [json-pointer:/blocks/0/block_id]"},
		"options":      {100, func(n int) []any { return []any{actions(fields{"type": "static_select", "options": choices(n)})} }, "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]"},
		"label": {2000, func(n int) []any {
			return []any{fields{"type": "input", "label": text(long(n)), "element": fields{"type": "plain_text_input"}}}
		}, "must be less than 2001 characters [json-pointer:/blocks/0/label/text]"},
		"placeholder": {150, func(n int) []any {
			return []any{input(fields{"type": "plain_text_input", "placeholder": text(long(n))})}
		}, "must be less than 151 characters [json-pointer:/blocks/0/element/placeholder/text]"},
		"table rows": {101, func(n int) []any {
			return []any{fields{"type": "data_table", "caption": "c", "rows": repeated(n, cells)}}
		}, "no more than 101 items allowed [json-pointer:/blocks/0/rows]"},
		"table page": {100, func(n int) []any {
			return []any{fields{"type": "data_table", "caption": "c", "page_size": n, "rows": repeated(2, cells)}}
		}, "must be an integer from 1 to 100 [json-pointer:/blocks/0/page_size]"},
		"table caption": {10_000, func(n int) []any {
			return []any{fields{"type": "data_table", "caption": long(n), "rows": repeated(2, cells)}}
		}, "must be less than 10001 characters [json-pointer:/blocks/0/caption]"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Empty(t, violation(t, s, c.make(c.limit)))
			assert.Equal(t, c.want, violation(t, s, c.make(c.limit+1)))
		})
	}
}

func TestBlocksThatMakeNoSense(t *testing.T) {
	s := start(t, slacktest.Options{})
	cell := func(n int) []any {
		return repeated(n, func(int) any { return fields{"type": "raw_text", "text": "x"} })
	}
	rich := []any{fields{"type": "rich_text", "elements": []any{fields{"type": "rich_text_section", "elements": []any{}}}}}
	confirm := fields{"title": text("t"), "text": text("t"), "confirm": text(long(31)), "deny": text("n")}
	for name, c := range map[string]struct {
		block any
		want  string
	}{
		"no object":         {"x", "must provide an object [json-pointer:/blocks/0]"},
		"no type":           {fields{}, "missing required field: type [json-pointer:/blocks/0]"},
		"unknown type":      {fields{"type": "blink"}, "unsupported type: blink [json-pointer:/blocks/0/type]"},
		"unknown member":    {fields{"type": "divider", "wide": true}, "invalid additional property: wide [json-pointer:/blocks/0]"},
		"empty text":        {section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
		"no text":           {fields{"type": "section"}, "missing required field: text or fields [json-pointer:/blocks/0]"},
		"mrkdwn header":     {fields{"type": "header", "text": fields{"type": "mrkdwn", "text": "x"}}, "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"},
		"emoji in mrkdwn":   {fields{"type": "section", "text": fields{"type": "mrkdwn", "text": "x", "emoji": true}}, "must be false [json-pointer:/blocks/0/text/emoji]"},
		"input as action":   {actions(fields{"type": "plain_text_input"}), "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]"},
		"button as input":   {input(button("a", nil)), "unsupported type: button [json-pointer:/blocks/0/element/type]"},
		"many as action":    {actions(fields{"type": "multi_static_select"}), "unsupported type: multi_static_select [json-pointer:/blocks/0/elements/0/type]"},
		"style":             {actions(button("a", fields{"style": "loud"})), "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]"},
		"dialog":            {actions(button("a", fields{"confirm": confirm})), "must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]"},
		"same action_id":    {actions(button("a", nil), button("a", nil)), "`action_id` \"a\" already exists [json-pointer:/blocks/0/elements/1/action_id]"},
		"no options":        {actions(fields{"type": "static_select"}), "missing required field: options [json-pointer:/blocks/0/elements/0]"},
		"ragged table":      {fields{"type": "data_table", "caption": "c", "rows": []any{cell(2), cell(1)}}, "must have the same number of items as the header row [json-pointer:/blocks/0/rows/1]"},
		"table of one row":  {fields{"type": "data_table", "caption": "c", "rows": []any{cell(2)}}, "no fewer than 2 items allowed [json-pointer:/blocks/0/rows]"},
		"wide table":        {fields{"type": "data_table", "caption": "c", "rows": []any{cell(21), cell(21)}}, "no more than 20 items allowed [json-pointer:/blocks/0/rows/1]"},
		"rich table header": {fields{"type": "data_table", "caption": "c", "rows": []any{rich, cell(1)}}, "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]"},
		"full table": {fields{"type": "data_table", "caption": "c", "rows": []any{cell(1), []any{fields{"type": "raw_text", "text": long(10_000)}}}},
			"must be less than 10001 characters [json-pointer:/blocks/0/rows]"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, violation(t, s, []any{c.block}))
		})
	}
	twice := fields{"type": "divider", "block_id": "same"}
	assert.Equal(t, "`block_id` \"same\" already exists [json-pointer:/blocks/1/block_id]", violation(t, s, []any{twice, twice}))
}

func TestTextIsToldInSlacksTwoSentences(t *testing.T) {
	s := start(t, slacktest.Options{})
	got := call(t, s, "chat.postMessage", fields{"channel": room, "blocks": []any{section(long(3001))}})
	assert.Equal(t, []any{
		"[ERROR] failed to match all allowed schemas [json-pointer:/blocks/0/text]",
		"[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
	}, got["response_metadata"].(fields)["messages"])
}

func TestIdentifiersLeftOutAreGiven(t *testing.T) {
	s := start(t, slacktest.Options{})
	unnamed := button("", nil)
	delete(unnamed, "action_id")
	assert.Empty(t, violation(t, s, []any{actions(unnamed, unnamed), fields{"type": "section", "text": text("x"), "accessory": unnamed}}))
	seen := s.Messages(room, jane)[0].Controls()
	assert.Len(t, seen, 3)
	for _, c := range seen {
		assert.NotEmpty(t, c.ActionID)
		assert.NotEmpty(t, c.BlockID)
	}
	assert.NotEqual(t, seen[0].ActionID, seen[1].ActionID)
}
