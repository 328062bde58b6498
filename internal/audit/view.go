// How a change is shown: one item of the structured answer, one line of text.

package audit

import (
	"fmt"
	"strings"
	"time"

	"govgroup/internal/tools"
)

// The most that an answer carries of one change. What is beyond is counted.
const (
	mostItems = 100 // structured items
	mostNames = 5   // names of one outcome in the text
)

// HistoryItem is one change as an answer shows it.
type HistoryItem struct {
	Change   tools.RequestID     `json:"change,omitempty" jsonschema_description:"id for govgroup_undo"`
	Time     time.Time           `json:"time"`
	Tool     string              `json:"tool"`
	Actor    string              `json:"actor"`
	State    string              `json:"state"`
	Level    string              `json:"level,omitempty"`
	Approver string              `json:"approver,omitempty"`
	Undoes   tools.RequestID     `json:"undoes,omitempty"`
	Reason   string              `json:"reason,omitempty"`
	Groups   []tools.Ref         `json:"groups,omitempty"`
	Fields   []tools.FieldChange `json:"fields,omitempty" jsonschema_description:"Old and new values"`
	Items    []tools.Item        `json:"items,omitempty"`
	More     int                 `json:"more_items,omitempty"`
}

// view turns a change into what is shown. Names were written by strangers and
// lose here what could deceive a reader.
func view(c Change) HistoryItem {
	v := HistoryItem{
		Change: c.Request, Time: c.Time, Tool: c.Tool, Actor: person(c.Actor), State: c.State,
		Level: c.Level, Undoes: c.Undoes, Reason: tools.Clean(c.Reason),
	}
	if v.State == "" {
		v.State = string(Refused)
	}
	if v.Reason == "" {
		v.Reason = string(c.Code)
	}
	if c.Approver != nil {
		v.Approver = person(*c.Approver)
	}
	for _, g := range c.Groups {
		v.Groups = append(v.Groups, tools.Ref{ID: tools.Clean(g.ID), Name: tools.Clean(g.Name)})
	}
	for _, f := range c.Fields {
		v.Fields = append(v.Fields, tools.FieldChange{Field: f.Field, From: tools.Clean(f.From), To: tools.Clean(f.To)})
	}
	shown := min(len(c.Items), mostItems)
	for _, item := range c.Items[:shown] {
		item.ID, item.Name, item.Group, item.Reason = tools.Clean(item.ID), tools.Clean(item.Name), tools.Clean(item.Group), tools.Clean(item.Reason)
		v.Items = append(v.Items, item)
	}
	v.More = len(c.Items) - shown
	return v
}

// person is who it was, by the best name that the front end knew, and the front end.
func person(c tools.Caller) string {
	for _, name := range []string{c.Email, c.Subject, c.Identity} {
		if name != "" {
			return fmt.Sprintf("%s (%s)", tools.Clean(name), tools.Clean(c.Surface))
		}
	}
	return "someone on " + tools.Clean(c.Surface)
}

// Text is one line for each change.
func (o History) Text() string {
	head := fmt.Sprintf("%d of %d changes, newest first.", len(o.Items), o.Total)
	switch {
	case o.Total == 0:
		return "Nothing was changed through govgroup that fits."
	case len(o.Items) < o.Total:
		if o.Offset > 0 {
			head += fmt.Sprintf(" Go on at offset %d, or narrow the question by group, person, actor, since or until.", o.Offset)
		}
	}
	lines := []string{head}
	for _, item := range o.Items {
		lines = append(lines, item.line())
	}
	return strings.Join(lines, "\n")
}

func (v HistoryItem) line() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %s%s: %s", v.Time.UTC().Format("2006-01-02 15:04:05Z"), v.Actor, strings.TrimPrefix(v.Tool, tools.Prefix), v.where(), v.State)
	if v.Reason != "" {
		fmt.Fprintf(&b, " (%s)", v.Reason)
	}
	b.WriteString(v.values() + v.outcomes() + v.decision())
	if v.Undoes != "" {
		fmt.Fprintf(&b, " Takes back %s.", v.Undoes)
	}
	if v.Change != "" {
		fmt.Fprintf(&b, " Change %s.", v.Change)
	}
	return b.String()
}

func (v HistoryItem) where() string {
	names := make([]string, len(v.Groups))
	for i, g := range v.Groups {
		names[i] = tools.Quoted(g.Name)
	}
	if len(names) == 0 {
		return ""
	}
	return " " + some(names)
}

// values are what was to be changed, from what to what.
func (v HistoryItem) values() string {
	var b strings.Builder
	for _, f := range v.Fields {
		fmt.Fprintf(&b, "; %s: %s", f.Field, tools.Quoted(f.To))
		if f.From != "" {
			fmt.Fprintf(&b, ", before %s", tools.Quoted(f.From))
		}
	}
	return b.String()
}

// decision says who approved or declined, as far as anyone did.
func (v HistoryItem) decision() string {
	switch {
	case v.Approver == "" || v.State == string(Refused):
		return ""
	case v.State == tools.StatusDeclined:
		return " No by " + v.Approver + "."
	}
	return fmt.Sprintf(" Yes (%s) by %s.", v.Level, v.Approver)
}
