// Modals: what all of them have in common.

package card

import "github.com/slack-go/slack"

// Notice is a modal that only says something; without blocks, that one has to wait
// a moment.
func Notice(title string, blocks ...slack.Block) slack.ModalViewRequest {
	if len(blocks) == 0 {
		b := &messageBuilder{}
		b.line(text("One moment…"))
		b.flush()
		blocks = b.blocks
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plain(title, maxModalTitle), Close: plain("Close", maxModalTitle),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// modal makes a view. Without a submit it has nothing to submit.
func modal(callback, title, submit string, m Metadata, blocks ...slack.Block) slack.ModalViewRequest {
	view := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, Title: plain(title, maxModalTitle), Close: plain("Cancel", maxModalTitle),
		PrivateMetadata: m.encode(), Blocks: slack.Blocks{BlockSet: blocks},
	}
	if submit != "" {
		view.Submit = plain(submit, maxModalTitle)
	}
	return view
}
