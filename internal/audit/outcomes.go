// The outcomes of a change in the text: grouped, worst first, and short.

package audit

import (
	"fmt"
	"strings"

	"govgroup/internal/tools"
)

// outcomes lists whom or what the change was about, by how it went. Items
// without an outcome were not attempted.
func (v HistoryItem) outcomes() string {
	var b strings.Builder
	for _, outcome := range []string{tools.ItemFailed, tools.ItemUnknown, tools.ItemInUse, tools.ItemNotFound, tools.ItemDone, tools.ItemNoChange, ""} {
		var names []string
		for _, item := range v.Items {
			if item.Outcome == outcome {
				names = append(names, named(item))
			}
		}
		if len(names) == 0 {
			continue
		}
		word := outcome
		if word == "" {
			word = "not attempted"
		}
		fmt.Fprintf(&b, "; %s: %s", word, some(names))
	}
	if v.More > 0 {
		fmt.Fprintf(&b, "; and %d items more", v.More)
	}
	return b.String() + "."
}

func named(item tools.Item) string {
	name := item.Label()
	if item.Name == "" {
		name = item.ID
	}
	if item.Reason != "" && item.Outcome != tools.ItemDone {
		name += " (" + item.Reason + ")"
	}
	return name
}

// some joins the first few names and counts the others.
func some(names []string) string {
	shown := names[:min(len(names), mostNames)]
	text := strings.Join(shown, ", ")
	if rest := len(names) - len(shown); rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}
