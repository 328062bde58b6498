// Lists: groups, members, connections, people, history.

package card

import (
	"encoding/json"
	"fmt"
	"slices"

	"govgroup/internal/audit"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

// shownPart says which part of a list is shown.
type shownPart struct {
	offset, shown, total int
	more                 bool // something comes after it
}

// drawPage shows a part of a list as a table and counts it.
func drawPage[T any](b *messageBuilder, call tools.Call, p tools.Page[T], t table) shownPart {
	part := drawList(b, call, p.List, t)
	part.more = part.more || p.Offset > 0
	return part
}

// drawList shows a list as a table and counts it.
func drawList[T any](b *messageBuilder, call tools.Call, l tools.List[T], t table) shownPart {
	if len(l.Items) == 0 {
		b.title(t.caption)
	}
	shown := b.table(t)
	part := shownPart{offset: whole(callArguments(call)["offset"]), shown: shown, total: l.Total, more: shown < len(l.Items)}
	b.context(part.count())
	return part
}

// count says what is shown of how many. A total below zero is not known.
func (p shownPart) count() string {
	part := fmt.Sprintf("%d to %d", p.offset+1, p.offset+p.shown)
	switch {
	case p.shown == 0 && p.offset == 0 && p.total <= 0:
		return "Nothing was found."
	case p.shown == 0:
		return "There is nothing more."
	case p.total < 0:
		return part + "; the tenant did not say how many there are."
	case p.shown == p.total:
		return fmt.Sprintf("%d in all.", p.total)
	}
	return fmt.Sprintf("%s of %d.", part, p.total)
}

// callArguments are a call's arguments, which were valid when it was made.
func callArguments(call tools.Call) map[string]any {
	all := map[string]any{}
	_ = json.Unmarshal(call.Arguments, &all)
	return all
}

// paging has the buttons that lead through a list. Lists that cannot go on at
// an offset have none.
func (r *Renderer) paging(call tools.Call, p shownPart) []labelledButton {
	if !r.canPage(call.Tool) {
		return nil
	}
	all := callArguments(call)
	at := func(n int) Button {
		all["offset"] = n
		return Button{Kind: Page, Tool: call.Tool, Arguments: arguments(all)}
	}
	var buttons []labelledButton
	if p.offset > 0 {
		step := max(p.shown, whole(all["limit"]), 1)
		buttons = append(buttons, labelledButton{label: "◀ Previous", Button: at(max(0, p.offset-step))})
	}
	if p.more {
		buttons = append(buttons, labelledButton{label: "Next ▶", Button: at(p.offset + p.shown)})
	}
	return buttons
}

// whole reads a number of JSON; anything else is 0, which is also the default.
func whole(v any) int {
	f, _ := v.(float64)
	return int(f)
}

// canPage reports whether a tool's list can go on at an offset. It asks the
// declaration, so that a tool that learns to page gets its buttons by itself.
func (r *Renderer) canPage(tool string) bool {
	t, _ := r.grammar.Tool(tool)
	return t.Input != nil && slices.ContainsFunc(command.Properties(t), func(p command.Property) bool { return p.Name == "offset" })
}

func groupTable(a groups.Groups) table {
	t := table{caption: "Governance groups", head: []string{"Name", "Owner", "Members", "Connections"}, numbers: 2}
	names := distinctNames(a.Items)
	for i, g := range a.Items {
		t.rows = append(t.rows, []string{names[i], g.Owner.Name, fmt.Sprint(g.MemberCount), fmt.Sprint(g.ConnectionCount)})
	}
	return t
}

// distinctNames name the id only where a name alone would not say which group.
func distinctNames(all []groups.Group) []string {
	count, names := map[string]int{}, make([]string, len(all))
	for _, g := range all {
		count[g.Name]++
	}
	for i, g := range all {
		if names[i] = g.Name; count[g.Name] > 1 {
			names[i] += " (id " + g.ID + ")"
		}
	}
	return names
}

func memberTable(a groups.Members) table {
	t := table{caption: "Members of " + a.Group.Name, head: []string{"Name", "E-mail"}}
	for _, m := range a.Items {
		t.rows = append(t.rows, []string{m.Name, m.Email})
	}
	return t
}

func connectionTable(a groups.Connections) table {
	t := table{caption: "Connections of " + a.Group.Name, head: []string{"Kind", "Name", "As"}}
	for _, c := range a.Items {
		t.rows = append(t.rows, []string{c.Type, c.Name, c.Connection})
	}
	return t
}

// personTable has the id, because telling two people apart is what it is for.
func personTable(a groups.People) table {
	t := table{caption: "People", head: []string{"Name", "E-mail", "Account", "State", "Id"}}
	for _, p := range a.Items {
		t.rows = append(t.rows, []string{p.Name, p.Email, p.Account, p.State, p.ID})
	}
	return t
}

// historyTable ends with the id that undo takes.
func historyTable(a audit.History) table {
	t := table{caption: "History", head: []string{"When", "Who", "What", "Group", "State", "Decided by", "Change"}}
	for _, c := range a.Items {
		t.times = append(t.times, c.Time)
		t.rows = append(t.rows, []string{
			timestamp(c.Time).text, c.Actor, words(c.Tool), names(c.Groups), stateOf(c), c.Approver, string(c.Change),
		})
	}
	return t
}

// stateOf says of what was refused why, too.
func stateOf(c audit.HistoryItem) string {
	if c.State == string(audit.Refused) && c.Reason != "" {
		return c.State + ": " + c.Reason
	}
	return c.State
}
