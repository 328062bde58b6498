// Blocks: what messages and views are built of, with the limits of Slack's
// reference.

package slacktest

import (
	"fmt"
	"math"
	"unicode/utf8"
)

// How many blocks a surface takes.
const (
	messageBlocks = 50
	viewBlocks    = 100
)

// everywhere are the blocks that messages and views take.
func everywhere() shapes {
	return shapes{
		"section": block(shape{
			"text": may(anyText(3000)), "fields": may(items(1, 10, anyText(2000))), "expand": may(boolean),
			"accessory": may(allowed(singleSelects(), multiSelects(), []string{"button"})),
		}),
		"divider": block(nil),
		"header":  block(shape{"text": must(plainText(150))}),
		"context": block(shape{"elements": must(items(1, 10, anyText(3000)))}),
		"actions": block(shape{"elements": must(items(1, 25, allowed(singleSelects(), []string{"button"})))}),
		"input": block(shape{
			"label": must(plainText(2000)), "hint": may(plainText(2000)), "optional": may(boolean),
			"dispatch_action": may(boolean), "element": must(allowed(inputs(), singleSelects(), multiSelects())),
		}),
		"rich_text": block(shape{"elements": must(items(1, math.MaxInt32, anything))}),
	}
}

// inMessages adds the block that only messages take.
func inMessages() shapes {
	all := everywhere()
	all["data_table"] = block(shape{
		"caption": must(str(1, 10_000)), "page_size": may(integer(1, 100)), "row_header_column_index": may(integer(0, 19)),
		"rows": must(dataRows),
	})
	return all
}

// block is a block with these members besides its identifier.
func block(more shape) shape { return shape{"block_id": identifier()}.and(more) }

// cell is a cell of a table, of some of the shapes. That an empty text is
// refused, as texts are elsewhere, is assumed.
func cell(names ...string) rule {
	return shapes{
		"raw_text":   {"text": must(str(1, 10_000))},
		"raw_number": {"value": must(anything), "text": may(str(1, 10_000))},
		"rich_text":  {"elements": must(items(1, math.MaxInt32, anything))},
		"action_cell": {"element": must(allowed([]string{"button"})),
			"fallback": may(anything)},
	}.only(names...).rule
}

// dataRows are a header and up to 100 rows of equal length, with at most
// 10,000 characters together.
func dataRows(c *violations, at string, v any) {
	// What follows reads the cells, so that they must be cells.
	before := len(c.messages)
	items(2, 101, items(1, 20, cell("raw_text", "raw_number", "rich_text", "action_cell")))(c, at, v)
	if len(c.messages) > before {
		return
	}
	rows := v.([]any) // the rule above has seen to it
	width, characters := len(rows[0].([]any)), 0
	for i, r := range rows {
		row := r.([]any)
		if len(row) != width {
			c.add(fmt.Sprintf("%s/%d", at, i), "must have the same number of items as the header row")
		}
		visit(row, func(o object) { characters += utf8.RuneCountInString(o.text("text")) })
		if i == 0 {
			items(1, 20, cell("raw_text", "raw_number"))(c, at+"/0", r)
		}
	}
	if characters > 10_000 {
		c.add(at, "must be less than 10001 characters")
	}
}
