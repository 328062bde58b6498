// Render: drawing messages and forms as plain text, as a person reads them.

package slacktest

import (
	"cmp"
	"fmt"
	"strings"
)

// Render draws the message as plain text, as a person reads it: the blocks, or
// the text where there are none.
func (m Message) Render(label func(Control) string) string {
	if len(m.blocks) == 0 {
		return reader{m.slack}.show(m.Text)
	}
	p := renderer{reader: reader{m.slack}, label: label, state: m.state}
	return p.draw(m.blocks)
}

// Render draws the view as plain text, as a person reads it: title, blocks,
// errors and buttons.
func (v View) Render(label func(Control) string) string {
	p := renderer{reader: reader{v.slack}, label: label, state: v.state, errors: v.Errors}
	parts := []string{p.draw(v.blocks)}
	if v.Title != "" {
		parts = append([]string{"┌ " + v.Title}, parts...)
	}
	if v.SubmitError != "" {
		parts = append(parts, "⚠ "+v.SubmitError)
	}
	if v.Type == "modal" {
		buttons := "[" + cmp.Or(v.Close, "Close") + "]"
		if v.Submit != "" {
			buttons += " [" + v.Submit + "]"
		}
		parts = append(parts, "└ "+buttons)
	}
	return strings.Join(parts, "\n")
}

// renderer draws blocks one under the other.
type renderer struct {
	reader
	label  func(Control) string
	state  state
	errors map[string]string
}

// draw puts each block on lines of its own.
func (p renderer) draw(blocks []object) string {
	var lines []string
	for _, b := range blocks {
		lines = append(lines, p.block(b))
	}
	return strings.Join(lines, "\n")
}

// block draws one block. Kinds without a drawing show their type.
func (p renderer) block(b object) string {
	switch b.text("type") {
	case "section":
		return p.section(b)
	case "header":
		return p.text(b.object("text"))
	case "divider":
		return strings.Repeat("─", 30)
	case "context":
		return p.row(b, "  ")
	case "actions":
		return p.row(b, " ")
	case "input":
		return p.input(b)
	case "data_table":
		return p.table(b)
	case "rich_text":
		return p.rich(b)
	default:
		return "(" + b.text("type") + ")"
	}
}

// text draws a text object: plain text as it is but for emoji.
func (p renderer) text(o object) string {
	if o.text("type") == "mrkdwn" {
		return p.show(o.text("text"))
	}
	if o["emoji"] == false {
		return o.text("text")
	}
	return emojis.ReplaceAllString(o.text("text"), emoji)
}

// section draws text, fields and accessory under each other: beside each other
// would need more width than a terminal can be sure to have.
func (p renderer) section(b object) string {
	var lines []string
	if t := b.object("text"); t != nil {
		lines = append(lines, p.text(t))
	}
	for _, f := range b.list("fields") {
		lines = append(lines, p.text(f))
	}
	if a := b.object("accessory"); a != nil {
		lines = append(lines, p.element(b, a))
	}
	return strings.Join(lines, "\n")
}

// row draws the elements of a block beside each other.
func (p renderer) row(b object, gap string) string {
	var parts []string
	for _, e := range b.list("elements") {
		parts = append(parts, p.element(b, e))
	}
	return strings.Join(parts, gap)
}

// element draws a text, a picture or a control.
func (p renderer) element(b, e object) string {
	switch e.text("type") {
	case "mrkdwn", "plain_text":
		return p.text(e)
	}
	c := control(b, e, p.state)
	if p.label != nil {
		return p.label(c)
	}
	return c.String()
}

// input draws the label, the control beneath it, then hint and error.
func (p renderer) input(b object) string {
	c := control(b, b.object("element"), p.state)
	label := c.Label
	if !c.Required {
		label += " (optional)"
	}
	lines := []string{label, "  " + p.element(b, b.object("element"))}
	if c.Hint != "" {
		lines = append(lines, "  "+c.Hint)
	}
	if e := p.errors[c.BlockID]; e != "" {
		lines = append(lines, "  ⚠ "+e)
	}
	return strings.Join(lines, "\n")
}

// String draws a control plainly: a button as [Confirm], anything else with
// what it holds.
func (c Control) String() string {
	switch c.Type {
	case "button":
		return "[" + c.Label + "]"
	}
	if held := c.held(); held != "" {
		return "[" + held + "]"
	}
	return fmt.Sprintf("[%s…]", c.Placeholder)
}

// held is what a control holds, as a person reads it.
func (c Control) held() string {
	entry := c.entry
	var texts []string
	for _, v := range []any{entry["selected_option"], entry["selected_options"]} {
		for _, o := range append(asObjects(v), asObject(v)) {
			if t := o.object("text").text("text"); t != "" {
				texts = append(texts, t)
			}
		}
	}
	if texts == nil {
		texts = c.Chosen
	}
	return strings.Join(texts, ", ")
}
