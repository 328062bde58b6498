// Check: Slack's limits, each held where it is broken by one.

package card_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"

	"govgroup/internal/slackbot/card"
)

func plainText(n int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, strings.Repeat("ä", n), false, false)
}

func press(id, value string, label int) slack.Block {
	return slack.NewActionBlock("", slack.NewButtonBlockElement(id, value, plainText(label)))
}

func tableOf(rows, characters int) slack.Block {
	t := slack.NewDataTableBlock("caption")
	for range rows {
		t.AddRow(slack.NewDataTableRawTextCell(strings.Repeat("ä", characters)))
	}
	return t
}

func repeat(n int, b slack.Block) []slack.Block {
	blocks := make([]slack.Block, n)
	for i := range blocks {
		blocks[i] = b
	}
	return blocks
}

// TestEveryLimitIsHeld counts in characters: ä has two bytes.
func TestEveryLimitIsHeld(t *testing.T) {
	row := func(n int) slack.Block {
		elements := make([]slack.BlockElement, n)
		for i := range elements {
			elements[i] = slack.NewButtonBlockElement(fmt.Sprint(i), "", plainText(1))
		}
		return slack.NewActionBlock("", elements...)
	}
	rich := func(n int) slack.Block {
		return slack.NewRichTextBlock("", slack.NewRichTextSection(slack.NewRichTextSectionTextElement(strings.Repeat("ä", n), nil)))
	}
	for name, c := range map[string]struct {
		fits, breaks []slack.Block
		says         string
	}{
		"blocks":           {repeat(50, slack.NewDividerBlock()), repeat(51, slack.NewDividerBlock()), "51 blocks"},
		"a header":         {repeat(1, slack.NewHeaderBlock(plainText(150))), repeat(1, slack.NewHeaderBlock(plainText(151))), "header: 151"},
		"a text":           {repeat(1, rich(3000)), repeat(1, rich(3001)), "text: 3001"},
		"all texts":        {repeat(4, rich(3000)), append(repeat(4, rich(3000)), rich(1)), "12001 characters"},
		"a button's text":  {repeat(1, press("a", "", 75)), repeat(1, press("a", "", 76)), "text of a button: 76"},
		"a button's value": {repeat(1, press("a", strings.Repeat("ä", 2000), 1)), repeat(1, press("a", strings.Repeat("ä", 2001), 1)), "value of a button: 2001"},
		"an action id":     {repeat(1, press(strings.Repeat("ä", 255), "", 1)), repeat(1, press(strings.Repeat("ä", 256), "", 1)), "action id: 256"},
		"a row of buttons": {repeat(1, row(25)), repeat(1, row(26)), "buttons of a row: 26"},
		"a table's rows":   {repeat(1, tableOf(101, 1)), repeat(1, tableOf(102, 1)), "rows of a table: 102"},
		"a table's cells":  {repeat(1, tableOf(4, 2500)), repeat(1, tableOf(4, 2501)), "cells of a table: 10004"},
		"an empty table":   {repeat(1, tableOf(2, 1)), repeat(1, tableOf(1, 1)), "without rows"},
		"markup": {
			nil, repeat(1, slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, "*x*", false, false), nil, nil)), "that Slack interprets",
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.NoError(t, card.Message{Text: "x", Blocks: c.fits}.Check())
			assert.ErrorContains(t, card.Message{Text: "x", Blocks: c.breaks}.Check(), c.says)
		})
	}
	assert.NoError(t, card.Message{Text: strings.Repeat("ä", 3000)}.Check())
	assert.ErrorContains(t, card.Message{Text: strings.Repeat("ä", 3001)}.Check(), "3001 characters")
	assert.ErrorContains(t, card.Message{}.Check(), "0 characters")
}

func TestEveryLimitOfModalsIsHeld(t *testing.T) {
	fits := slack.ModalViewRequest{
		Title: plainText(24), Submit: plainText(24), Close: plainText(24), PrivateMetadata: strings.Repeat("ä", 3000),
		Blocks: slack.Blocks{BlockSet: repeat(100, slack.NewDividerBlock())},
	}
	assert.NoError(t, card.CheckModal(fits))
	for says, breaks := range map[string]func(*slack.ModalViewRequest){
		"private metadata has 3001": func(v *slack.ModalViewRequest) { v.PrivateMetadata += "x" },
		"has 25 characters":         func(v *slack.ModalViewRequest) { v.Submit = plainText(25) },
		"has 0 characters":          func(v *slack.ModalViewRequest) { v.Title = plainText(0) },
		"101 blocks":                func(v *slack.ModalViewRequest) { v.Blocks.BlockSet = repeat(101, slack.NewDividerBlock()) },
	} {
		v := fits
		breaks(&v)
		assert.ErrorContains(t, card.CheckModal(v), says)
	}
}
