// Table: drawing tables and rich text as plain text.

package slacktest

import (
	"strconv"
	"strings"
)

// table draws rows in columns, the caption above.
func (p renderer) table(b object) string {
	var rows [][]string
	var widths []int
	list, _ := b["rows"].([]any)
	for _, r := range list {
		var row []string
		for i, c := range asObjects(r) {
			text := p.cell(b, c)
			row = append(row, text)
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], width(text))
		}
		rows = append(rows, row)
	}
	var lines []string
	if caption := b.text("caption"); caption != "" {
		lines = append(lines, caption)
	}
	for _, row := range rows {
		lines = append(lines, aligned(row, widths))
	}
	return strings.Join(lines, "\n")
}

// cell draws one cell; a number is shown by its text where it has one.
func (p renderer) cell(b, c object) string {
	switch c.text("type") {
	case "rich_text":
		return p.rich(c)
	case "action_cell":
		return p.element(b, c.object("element"))
	case "raw_number":
		if text := c.text("text"); text != "" {
			return text
		}
		n, _ := c["value"].(float64)
		return strconv.FormatFloat(n, 'f', -1, 64)
	default:
		return c.text("text")
	}
}

// aligned pads the cells of a row to their columns.
func aligned(row []string, widths []int) string {
	var out strings.Builder
	for i, text := range row {
		if i > 0 {
			out.WriteString("  ")
		}
		out.WriteString(text)
		if i < len(row)-1 {
			out.WriteString(strings.Repeat(" ", widths[i]-width(text)))
		}
	}
	return out.String()
}

// rich draws rich text: its sections, lists and quotes as lines. Nothing in it
// is markup, which is why strangers' words are safe there.
func (p renderer) rich(b object) string {
	var lines []string
	for _, e := range b.list("elements") {
		switch e.text("type") {
		case "rich_text_list":
			for _, item := range e.list("elements") {
				lines = append(lines, "• "+p.run(item))
			}
		case "rich_text_quote":
			lines = append(lines, "│ "+p.run(e))
		default:
			lines = append(lines, p.run(e))
		}
	}
	return strings.Join(lines, "\n")
}

// run draws the pieces of one line of rich text.
func (p renderer) run(section object) string {
	var out strings.Builder
	for _, e := range section.list("elements") {
		switch e.text("type") {
		case "user":
			out.WriteString("@" + p.slack.nameOf(e.text("user_id"), ""))
		case "usergroup":
			out.WriteString("@" + p.slack.nameOf(e.text("usergroup_id"), ""))
		case "channel":
			out.WriteString("#" + p.slack.nameOf(e.text("channel_id"), ""))
		case "broadcast":
			out.WriteString("@" + e.text("range"))
		case "emoji":
			out.WriteString("(" + e.text("name") + ")")
		case "link":
			out.WriteString(link(e.text("text"), e.text("url")))
		case "date":
			out.WriteString(e.text("fallback"))
		default:
			out.WriteString(e.text("text"))
		}
	}
	return out.String()
}

// link shows where a link leads, which a person sees on hovering over it.
func link(text, address string) string {
	if text == "" || text == address {
		return address
	}
	return text + " (" + address + ")"
}
