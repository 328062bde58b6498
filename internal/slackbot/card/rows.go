// Rows: what a row of a list leads to.

package card

import (
	"fmt"

	"github.com/slack-go/slack"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
	"govgroup/internal/tools/groups"
)

// fewRows is up to how many rows are buttons; more make a menu.
const fewRows = 5

// rows lets the rows of a list be opened. All of them mean the same kind of thing. A
// menu takes as many as Slack lets it; the table shows no more either.
func (b *messageBuilder) rows(prompt string, rows []labelledButton) {
	if len(rows) <= fewRows {
		b.buttons(rows...)
		return
	}
	b.flush()
	var options []*slack.OptionBlockObject
	for _, row := range rows {
		if value, fits := row.Button.value(); fits && length(value) <= maxOptionValue && len(options) < maxOptions {
			options = append(options, slack.NewOptionBlockObject(value, plain(row.label, maxOptionText), nil))
		}
	}
	b.buttonCount++
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain(prompt, maxPlaceholder), rows[0].Button.actionID(b.buttonCount), options...)
	b.blocks = append(b.blocks, slack.NewActionBlock("", menu))
}

func groupRows(all []groups.Group) []labelledButton {
	rows := make([]labelledButton, len(all))
	for i, name := range distinctNames(all) {
		rows[i] = groupRow(all[i].ID, name)
	}
	return rows
}

// groupRow opens a group.
func groupRow(id, name string) labelledButton {
	return labelledButton{label: filled(name), Button: Button{Kind: Show, Tool: tools.NameGet, Arguments: arguments(map[string]any{"group": id})}}
}

func memberRows(all []groups.Member) (rows []labelledButton) {
	for _, m := range all {
		rows = append(rows, groupsOf(m.ID, m.Name, m.Email))
	}
	return rows
}

func personRows(all []directory.Person) (rows []labelledButton) {
	for _, p := range all {
		rows = append(rows, groupsOf(p.ID, p.Name, p.Email))
	}
	return rows
}

// groupsOf leads to the groups that somebody is in.
func groupsOf(id, name, email string) labelledButton {
	label := filled(name)
	if email != "" {
		label = fmt.Sprintf("%s (%s)", label, email)
	}
	return labelledButton{label: label, Button: Button{Kind: Show, Tool: tools.NameList, Arguments: arguments(map[string]any{"member": id})}}
}

// changeRows lead to the groups that were changed, each once. Where all is about one
// group there is nothing to choose.
func changeRows(all []audit.HistoryItem) (rows []labelledButton) {
	seen := map[string]bool{}
	for _, c := range all {
		for _, g := range c.Groups {
			if g.ID != "" && !seen[g.ID] {
				seen[g.ID] = true
				rows = append(rows, groupRow(g.ID, g.Name))
			}
		}
	}
	if len(rows) == 1 {
		return nil
	}
	return rows
}
