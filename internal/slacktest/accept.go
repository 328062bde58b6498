// Accepting blocks from an app: checked as a whole, then given the identifiers
// that the app left out.

package slacktest

import (
	"fmt"
)

// acceptBlocks checks the blocks of a message and completes them.
func acceptBlocks(v any) ([]object, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, refuse("invalid_blocks_format")
	}
	var c violations
	items(0, messageBlocks, inMessages().rule)(&c, "/blocks", v)
	furtherRules(&c, "/blocks", list)
	if c.messages != nil {
		return nil, &refusal{code: "invalid_blocks", messages: c.messages}
	}
	return completed(asObjects(v)), nil
}

// furtherRules are those that concern several members or several blocks.
func furtherRules(c *violations, at string, list []any) {
	seen := map[string]bool{}
	for i, v := range list {
		b, here := asObject(v), fmt.Sprintf("%s/%d", at, i)
		id := b.text("block_id")
		if id != "" && seen[id] {
			c.add(here+"/block_id", "`block_id` %q already exists", id)
		}
		seen[id] = true
		if b.text("type") == "section" && b["text"] == nil && b["fields"] == nil {
			c.add(here, "missing required field: text or fields")
		}
		elementRules(c, here, b)
	}
}

// elementRules are those that concern the elements of one block together.
func elementRules(c *violations, at string, b object) {
	seen := map[string]bool{}
	for i, e := range elementsOf(b) {
		id := e.text("action_id")
		if id != "" && seen[id] {
			c.add(fmt.Sprintf("%s/elements/%d/action_id", at, i), "`action_id` %q already exists", id)
		}
		seen[id] = true
	}
}

// elementsOf gives the elements of a block that have an action_id, wherever
// the kind of block keeps them.
func elementsOf(b object) []object {
	switch b.text("type") {
	case "section":
		if a := b.object("accessory"); a != nil {
			return []object{a}
		}
	case "actions":
		return b.list("elements")
	case "input":
		if e := b.object("element"); e != nil {
			return []object{e}
		}
	case "data_table":
		return buttonsOf(b)
	}
	return nil
}

// buttonsOf gives the buttons in the cells of a table.
func buttonsOf(table object) []object {
	var found []object
	visit(table["rows"], func(o object) {
		if o.text("type") == "action_cell" {
			found = append(found, o.object("element"))
		}
	})
	return found
}

// completed gives copies with every block_id and action_id that the app left
// out. They are other ones each time, as Slack's are: who wants an edit to keep
// what people have entered must name the blocks.
func completed(blocks []object) []object {
	done := make([]object, len(blocks))
	for i, b := range blocks {
		if b.text("block_id") == "" {
			b = b.with("block_id", secret()[:5])
		}
		done[i] = identified(b)
	}
	return done
}

// identified gives a copy of a block whose elements have an action_id.
func identified(b object) object {
	switch b.text("type") {
	case "section":
		if a := b.object("accessory"); a != nil {
			return b.with("accessory", named(a))
		}
	case "input":
		return b.with("element", named(b.object("element")))
	case "actions":
		var elements []object
		for _, e := range b.list("elements") {
			elements = append(elements, named(e))
		}
		return b.with("elements", elements)
	}
	return b
}

// named gives an element an action_id if it has none.
func named(element object) object {
	if element.text("action_id") != "" {
		return element
	}
	return element.with("action_id", secret()[:5])
}
