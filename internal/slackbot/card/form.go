// Forms: a tool's arguments as a modal, derived from its declaration.

package card

import (
	"context"
	"encoding/json"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
)

// Registry is what forms ask of the tools, to be filled in.
type Registry interface {
	Call(ctx context.Context, c tools.Call) (tools.Result, error)
}

// Forms makes the modals of tools and reads them back. It is safe for
// concurrent use.
type Forms struct {
	Renderer *Renderer
	Registry Registry
}

// Skeleton is what is shown at once, while the form is being filled in. It
// cannot be submitted.
func (f Forms) Skeleton(t tools.Tool, from Metadata) slack.ModalViewRequest {
	from.Tool = t.Name
	b := &messageBuilder{}
	b.line(text("One moment…"))
	b.flush()
	return modal(FormModal, formTitle(t), "", from, b.blocks...)
}

// Fill gives the form with what is known already: the arguments that were
// typed and, where they name a group, what the group is at present. It reads as
// the caller. An error is a [*tools.Error], for instance that there is no such
// group.
func (f Forms) Fill(ctx context.Context, caller tools.Caller, t tools.Tool, given json.RawMessage, from Metadata) (slack.ModalViewRequest, error) {
	from.Tool = t.Name
	values, err := f.contents(ctx, caller, t, given)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	from.Was = values.hashes()
	b := &messageBuilder{}
	b.line(text(f.Renderer.grammar.Rewrite(t.Description)))
	b.flush()
	blocks := b.blocks
	for _, p := range command.Properties(t) {
		if forTypists(p) {
			continue
		}
		blocks = append(blocks, f.field(t, p, values[p.Name]))
	}
	view := modal(FormModal, formTitle(t), "Continue", from, blocks...)
	if CheckModal(view) != nil { // what was filled in is too much: it can still be typed
		from.Was = nil
		return f.Fill(ctx, caller, t, nil, from)
	}
	return view, nil
}

// forTypists reports whether an argument is no field of a form: a switch, since a form is
// asked about before anything happens, and what is written in the tenant's own language.
func forTypists(p command.Property) bool {
	return p.Subject == command.Switch || p.Name == "filters" || !p.Spoken()
}

// formTitle is the tool's title, or its words where that is too long for Slack.
func formTitle(t tools.Tool) string {
	if length(t.Title) <= maxModalTitle {
		return t.Title
	}
	return capital(words(t.Name))
}
