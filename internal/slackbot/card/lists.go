// Lists: groups, members, connections, people, history.

package card

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
	"govgroup/internal/tools/groups"
)

// answer is a list as the tools answer it.
type answer[T any] struct {
	Group  tools.Ref `json:"group"`
	Items  []T       `json:"items"`
	Total  int       `json:"total"`
	Offset int       `json:"offset"` // where it goes on; 0 if it is complete
}

// page says which part of a list is shown.
type page struct {
	offset, shown, total int
	more                 bool // something comes after it
}

// draw shows a list as a table and counts it.
func draw[T any](d *draft, call tools.Call, data any, tabulate func(answer[T]) table) (page, bool) {
	p := page{offset: whole(given(call)["offset"])}
	known := drawn(data, func(a answer[T]) {
		t := tabulate(a)
		if len(a.Items) == 0 {
			d.title(t.caption)
		}
		p.shown, p.total = d.table(t), a.Total
		p.more = p.shown < len(a.Items) || a.Offset > 0
		d.note(p.count())
	})
	return p, known
}

// count says what is shown of how many. A total below zero is not known.
func (p page) count() string {
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

// given are a call's arguments, which were valid when it was made.
func given(call tools.Call) map[string]any {
	all := map[string]any{}
	_ = json.Unmarshal(call.Arguments, &all)
	return all
}

// paging has the buttons that lead through a list. Lists that cannot go on at
// an offset have none.
func (r *Renderer) paging(call tools.Call, p page) []button {
	if !r.pages(call.Tool) {
		return nil
	}
	all := given(call)
	at := func(n int) Action {
		all["offset"] = n
		return Action{Verb: Page, Tool: call.Tool, Arguments: arguments(all)}
	}
	var buttons []button
	if p.offset > 0 {
		step := max(p.shown, whole(all["limit"]), 1)
		buttons = append(buttons, button{label: "◀ Previous", does: at(max(0, p.offset-step))})
	}
	if p.more {
		buttons = append(buttons, button{label: "Next ▶", does: at(p.offset + p.shown)})
	}
	return buttons
}

// whole reads a number of JSON; anything else is 0, which is also the default.
func whole(v any) int {
	f, _ := v.(float64)
	return int(f)
}

// pages reports whether a tool's list can go on at an offset. It asks the
// declaration, so that a tool that learns to page gets its buttons by itself.
func (r *Renderer) pages(tool string) bool {
	t, _ := r.grammar.Tool(tool)
	return t.Input != nil && slices.ContainsFunc(command.Properties(t), func(p command.Property) bool { return p.Name == "offset" })
}

// groupTable names the id only where a name alone would not say which group.
func groupTable(a answer[groups.Group]) table {
	t := table{caption: "Governance groups", head: []string{"Name", "Owner", "Members", "Connections"}, numbers: 2}
	names := map[string]int{}
	for _, g := range a.Items {
		names[g.Name]++
	}
	for _, g := range a.Items {
		name := g.Name
		if names[name] > 1 {
			name += " (id " + g.ID + ")" // two groups of one name
		}
		t.rows = append(t.rows, []string{name, g.Owner.Name, fmt.Sprint(g.MemberCount), fmt.Sprint(g.ConnectionCount)})
	}
	return t
}

func memberTable(a answer[groups.Member]) table {
	t := table{caption: "Members of " + a.Group.Name, head: []string{"Name", "E-mail"}}
	for _, m := range a.Items {
		t.rows = append(t.rows, []string{m.Name, m.Email})
	}
	return t
}

func connectionTable(a answer[groups.Connection]) table {
	t := table{caption: "Connections of " + a.Group.Name, head: []string{"Kind", "Name", "As"}}
	for _, c := range a.Items {
		t.rows = append(t.rows, []string{c.Type, c.Name, c.Connection})
	}
	return t
}

// personTable has the id, because telling two people apart is what it is for.
func personTable(a answer[directory.Person]) table {
	t := table{caption: "People", head: []string{"Name", "E-mail", "Account", "State", "Id"}}
	for _, p := range a.Items {
		t.rows = append(t.rows, []string{p.Name, p.Email, p.Account, p.State, p.ID})
	}
	return t
}

// change is one entry of the history.
type change struct {
	Change   string      `json:"change"`
	Time     time.Time   `json:"time"`
	Tool     string      `json:"tool"`
	Actor    string      `json:"actor"`
	Approver string      `json:"approver"`
	State    string      `json:"state"`
	Groups   []tools.Ref `json:"groups"`
}

// historyTable ends with the id that undo takes.
func historyTable(a answer[change]) table {
	t := table{caption: "History", head: []string{"When (UTC)", "Who", "What", "Group", "State", "Yes or no by", "Change"}}
	for _, c := range a.Items {
		t.rows = append(t.rows, []string{
			c.Time.UTC().Format("2006-01-02 15:04:05"), c.Actor, words(c.Tool), names(c.Groups), c.State, c.Approver, c.Change,
		})
	}
	return t
}
