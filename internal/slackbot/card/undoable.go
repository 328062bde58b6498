// Undoable: which of somebody's changes is the last that can be undone.

package card

import (
	"strings"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// LastUndoable is the newest change in an answer of govgroup_history that somebody asked
// for, that did something, and that no other one undid; empty: there is none.
func LastUndoable(done tools.Result, who string) tools.RequestID {
	history, _ := done.Data.(audit.History)
	undone := map[tools.RequestID]bool{}
	for _, item := range history.Items {
		done := item.State == tools.StatusDone || item.State == tools.StatusPartly
		switch own := strings.HasPrefix(item.Actor, who+" ("); {
		case !done:
		case item.Undoes != "":
			undone[item.Undoes] = true
		case own && item.Change != "" && !undone[item.Change]:
			return item.Change
		}
	}
	return ""
}
