// Wording: how states, levels, people and times are called on the pages.

package approvals

import (
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// from says who somebody is and how they reached us.
func from(c tools.Caller) string { return who(c) + whereFrom(c) }

// whereFrom says how somebody reached us, to follow their name.
func whereFrom(c tools.Caller) string {
	if c.Client == Program {
		return ", on the approval page"
	}
	where := map[string]string{
		"stdio": "at their own machine", "http": "over HTTP", "sse": "over HTTP", "slack": "in Slack", "console": "at a terminal",
	}[c.Surface]
	if where == "" {
		where = "by " + tools.Clean(c.Surface)
	}
	if c.Client != "" {
		where += ", with " + tools.Clean(c.Client)
	}
	return ", " + where
}

func stateInWords(s confirm.State) string {
	switch s {
	case confirm.Pending:
		return "waiting"
	case confirm.Executing:
		return "being carried out"
	case confirm.PartlyDone:
		return "partly done"
	case confirm.Unknown:
		return "outcome not known yet"
	case confirm.Stale:
		return "dropped, because the tenant changed"
	}
	return string(s)
}

// titleOf heads a request's page and names the browser's tab.
func titleOf(s confirm.State) string {
	switch s {
	case confirm.Pending:
		return "A change needs your decision"
	case confirm.Executing:
		return "The change is being carried out"
	case confirm.Done:
		return "The change is done"
	case confirm.PartlyDone:
		return "The change is partly done"
	case confirm.Failed:
		return "The change failed"
	case confirm.Unknown:
		return "The outcome is not known yet"
	case confirm.Declined:
		return "The change was declined"
	case confirm.Expired:
		return "The request has expired"
	}
	return "The request was dropped"
}

// severityOf is how a request's end looks.
func severityOf(s confirm.State) string {
	switch s {
	case confirm.Done:
		return "good"
	case confirm.PartlyDone, confirm.Unknown:
		return "mind"
	case confirm.Failed:
		return "wrong"
	}
	return ""
}

// notDone gives the items that were asked for and came to something else.
func notDone(items []tools.Item) []tools.Item {
	var told []tools.Item
	for _, outcome := range []struct{ code, words string }{
		{tools.ItemFailed, "failed"}, {tools.ItemUnknown, "not known yet"}, {tools.ItemInUse, "in use, so left as it is"},
	} {
		for _, item := range items {
			if item.Outcome == outcome.code {
				item.Outcome = outcome.words
				told = append(told, item)
			}
		}
	}
	return told
}

// levelInWords says which approval a request needs.
func levelInWords(l confirm.Level) string {
	switch l {
	case confirm.Typed:
		return "an approval with the name typed"
	case confirm.Person:
		return "the approval of a person who is signed in"
	case confirm.Second:
		return "the approval of someone other than who asked"
	}
	return "an approval"
}

// levelReached says what kind of approval it was.
func levelReached(l confirm.Level) string {
	switch l {
	case confirm.Client:
		return "through the MCP client"
	case confirm.Typed:
		return "through the MCP client, with the name typed"
	case confirm.Second:
		return "as a second person"
	}
	return "as a known person"
}

// moment is a time for people and for their programs.
type moment struct {
	Text    string // 14:05 UTC, with the date if it is not today
	Left    string // in 12 minutes; empty for what is over
	Machine string
}

func (s *Site) moment(t time.Time) moment {
	now, t := s.Now().UTC(), t.UTC()
	m := moment{Text: t.Format("15:04 MST"), Machine: t.Format(time.RFC3339)}
	if now.Format(time.DateOnly) != t.Format(time.DateOnly) {
		m.Text = t.Format("2 January 2006, 15:04 MST")
	}
	switch left := t.Sub(now); {
	case left > 90*time.Second:
		m.Left = fmt.Sprintf("in %d minutes", int(left.Round(time.Minute)/time.Minute))
	case left > 0:
		m.Left = fmt.Sprintf("in %d seconds", int(left/time.Second))
	}
	return m
}

// hostOf is a tenant's address without what every address begins with.
func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return tools.Clean(address)
}

// sentence makes a phrase of the records a sentence.
func sentence(phrase string) string {
	if phrase == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(phrase)
	phrase = string(unicode.ToUpper(first)) + phrase[size:]
	if !strings.HasSuffix(phrase, ".") {
		phrase += "."
	}
	return phrase
}
