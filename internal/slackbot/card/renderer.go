// The renderer: from what the tools answer to messages.

package card

import (
	"errors"
	"net/url"
	"strings"

	"govgroup/internal/audit"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

// Settings are what an operator chooses about the looks.
type Settings struct {
	Grammar *command.Grammar

	// GroupURL is where a group's page is, with {id} in the place of its id:
	// https://acme.identitynow.com/ui/…/{id}. Empty: names are not links.
	GroupURL string
}

// Renderer makes messages and modals. It is safe for concurrent use.
type Renderer struct {
	grammar  *command.Grammar
	groupURL string
}

// New makes a renderer. A template that is no https address with {id} in it is
// an error.
func New(s Settings) (*Renderer, error) {
	if s.GroupURL != "" {
		u, err := url.Parse(strings.ReplaceAll(s.GroupURL, "{id}", "id"))
		if err != nil || u.Scheme != "https" || u.Host == "" || !strings.Contains(s.GroupURL, "{id}") {
			return nil, errors.New("the address of a group's page must begin with https:// and contain {id}")
		}
	}
	return &Renderer{grammar: s.Grammar, groupURL: s.GroupURL}, nil
}

// link is where a group's page is; "" if that is not known.
func (r *Renderer) link(id string) string {
	if r.groupURL == "" || id == "" {
		return ""
	}
	return strings.ReplaceAll(r.groupURL, "{id}", url.PathEscape(id))
}

// Result shows what a call was answered; with share it can be shared with the
// channel. The answers of tools not known here are shown as their text.
func (r *Renderer) Result(call tools.Call, result tools.Result, share bool) Message {
	if outcome, changes := result.Data.(tools.Outcome); changes {
		return r.outcome(outcome, call.Tool != tools.NameUndo, share)
	}
	b := &messageBuilder{}
	part, known := r.answer(b, call, result.Data)
	if !known {
		for line := range strings.SplitSeq(result.Text, "\n") {
			b.line(text(r.grammar.Rewrite(line)))
		}
	}
	buttons := r.paging(call, part)
	if share {
		buttons = append(buttons, labelledButton{label: shareLabel, Button: Button{Kind: Share, Tool: call.Tool, Arguments: call.Arguments}})
	}
	b.buttons(buttons...)
	return b.message()
}

// shareLabel is on the button that shows an answer to everyone in the channel.
const shareLabel = "Share to channel"

// answer shows the answer of a tool that reads, by its type, and says which part
// of a list it is. It knows nothing of what is declared later: such an answer is
// shown as its text.
func (r *Renderer) answer(b *messageBuilder, call tools.Call, data any) (shownPart, bool) {
	switch a := data.(type) {
	case groups.GroupFound:
		r.group(b, a)
	case groups.Groups:
		part := drawPage(b, call, a.Page, groupTable(a))
		b.rows("Open a group…", groupRows(a.Items[:part.shown]))
		return part, true
	case groups.Members:
		part := drawPage(b, call, a.Page, memberTable(a))
		b.rows("Groups of a member…", memberRows(a.Items[:part.shown]))
		return part, true
	case groups.Connections:
		return drawPage(b, call, a.Page, connectionTable(a)), true
	case groups.People:
		part := drawList(b, call, a.List, personTable(a))
		b.rows("Groups of a person…", personRows(a.Items[:part.shown]))
		return part, true
	case audit.History:
		part := drawPage(b, call, a.Page, historyTable(a))
		b.rows("Open a group…", changeRows(a.Items[:part.shown]))
		return part, true
	default:
		return shownPart{}, false
	}
	return shownPart{}, true
}
