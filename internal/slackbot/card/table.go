// Tables: lists in Slack's data_table, which pages and sorts on the reader's
// side.

package card

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// table is a list to show. All rows have as many cells as the head.
type table struct {
	caption string
	head    []string
	rows    [][]string
	numbers int         // how many of the last columns are numbers, and sort as such
	times   []time.Time // of each row, shown in its first column in the reader's own time zone; none: that is text
}

// rowsShown is how many rows one sees at a time.
const rowsShown = 10

// rowsSaid is how many rows the plain text tells; it is for notifications, and
// nobody wants a hundred rows there.
const rowsSaid = 10

// table adds as much of a table as fits and gives the number of its rows that
// are shown.
func (b *messageBuilder) table(t table) int {
	b.end()
	b.flush()
	block := slack.NewDataTableBlock(cut(filled(t.caption), maxHeader)).WithPageSize(rowsShown)
	room := min(maxTableText, maxBlocksText-reserved-b.used)
	room -= addRow(block, t.head, 0, time.Time{})
	shown := 0
	for i, row := range t.rows {
		if n := width(row); shown == maxTableRows || n > room {
			break
		}
		at := time.Time{}
		if i < len(t.times) {
			at = t.times[i]
		}
		room -= addRow(block, row, t.numbers, at)
		shown++
	}
	if shown == 0 {
		return 0
	}
	b.blocks = append(b.blocks, block)
	b.used += width(t.head)
	b.plainText = append(b.plainText, t.caption)
	for i, row := range t.rows[:shown] {
		b.used += width(row)
		if i < rowsSaid {
			b.plainText = append(b.plainText, spoken(row))
		}
	}
	if shown > rowsSaid {
		b.plainText = append(b.plainText, fmt.Sprintf("… and %d more", shown-rowsSaid))
	}
	return shown
}

// addRow gives how many characters the row has.
func addRow(block *slack.DataTableBlock, row []string, numbers int, at time.Time) int {
	cells := make([]slack.DataTableCell, len(row))
	for i, s := range row {
		cells[i] = slack.NewDataTableRawTextCell(cell(s))
		if n, err := strconv.Atoi(s); err == nil && i >= len(row)-numbers {
			cells[i] = slack.NewDataTableRawNumberCell(float64(n)).WithText(s)
		}
	}
	if !at.IsZero() {
		cells[0] = slack.NewDataTableRichTextCell(slack.NewRichTextSection(timestamp(at).element()))
	}
	block.AddRow(cells...)
	return width(row)
}

// spoken is a row as the plain text tells it.
func spoken(row []string) string {
	cells := make([]string, len(row))
	for i, s := range row {
		cells[i] = cell(s)
	}
	return strings.Join(cells, " · ")
}

// cell is a cell as it is shown. Slack refuses empty ones.
func cell(s string) string { return filled(cut(s, maxCell)) }

// width is how many characters a row takes of what a table may have.
func width(row []string) int {
	n := 0
	for _, s := range row {
		n += length(cell(s))
	}
	return n
}
