// The renderer: from what the tools answer to messages.

package card

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
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
		return r.Outcome(outcome, Decision{Share: share})
	}
	d := &draft{}
	page, known := r.read(d, call, result.Data)
	if !known {
		for line := range strings.SplitSeq(result.Text, "\n") {
			d.line(text(r.grammar.Rewrite(line)))
		}
	}
	buttons := r.paging(call, page)
	if share {
		buttons = append(buttons, button{label: shareLabel, does: Action{Verb: Share, Tool: call.Tool, Arguments: call.Arguments}})
	}
	d.row(buttons...)
	return d.message()
}

// shareLabel is on the button that shows an answer to everyone in the channel.
const shareLabel = "Share to channel"

// read shows the structured answer of a tool that reads, and says which part of
// a list it is.
func (r *Renderer) read(d *draft, call tools.Call, data any) (page, bool) {
	switch call.Tool {
	case tools.NameGet:
		return page{}, drawn(data, func(a groupAnswer) { r.group(d, a) })
	case tools.NameList:
		return draw(d, call, data, groupTable)
	case tools.NameMembersList:
		return draw(d, call, data, memberTable)
	case tools.NameConnectionsList:
		return draw(d, call, data, connectionTable)
	case tools.NamePeopleFind:
		return draw(d, call, data, personTable)
	case tools.NameHistory:
		return draw(d, call, data, historyTable)
	case tools.NameConfirmation:
		return page{}, drawn(data, func(a pendingAnswer) { r.requests(d, a) })
	}
	return page{}, false
}

// drawn reads a tool's structured answer, which the tools keep to themselves,
// by the names of its schema.
func drawn[T any](data any, show func(T)) bool {
	var answer T
	raw, err := json.Marshal(data)
	if err != nil || json.Unmarshal(raw, &answer) != nil {
		return false
	}
	show(answer)
	return true
}
