// Home: the app's Home tab, made for one person.

package card

import (
	"fmt"

	"github.com/slack-go/slack"

	"govgroup/internal/tools"
)

// Home is what the Home tab shows.
type Home struct {
	Requests []Request   // that wait for the person, or that they asked for
	Owned    []tools.Ref // governance groups that they own
	Reading  bool        // which they own is not known yet
	Allowed  []tools.Tool
}

// Home shows what a person most likely comes for: what waits, their groups, and what
// they can do. Answers cannot be shown in the tab and go where Slack shows messages.
func (r *Renderer) Home(h Home) slack.HomeTabViewRequest {
	b := &messageBuilder{}
	b.title("Waiting")
	if len(h.Requests) == 0 {
		b.line(text("Nothing waits for you."))
	}
	r.requests(b, h.Requests)
	if h.Reading {
		b.context("Which groups you own is still being read; look here again in a moment.")
	}
	if len(h.Owned) > 0 {
		b.title("Groups that you own")
		b.buttons(owned(h.Owned)...)
		if more := len(h.Owned) - maxButtons; more > 0 {
			b.context(fmt.Sprintf("%d more; “List governance groups” with you as the owner shows all.", more))
		}
	}
	b.title("What you can do")
	r.launcher(b, h.Allowed)
	b.context("Answers come under Messages.")
	return homeView(b)
}

// owned has a button for each of the first groups, which opens it.
func owned(groups []tools.Ref) []labelledButton {
	var buttons []labelledButton
	for _, g := range groups[:min(len(groups), maxButtons)] {
		buttons = append(buttons, groupRow(g.ID, g.Name))
	}
	return buttons
}

// HomeOf shows a message in the Home tab: a first sign, an error, or why somebody may
// not use the app.
func HomeOf(m Message) slack.HomeTabViewRequest {
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: m.Blocks}}
}

// homeView is the finished tab. Should it break a limit all the same, it says so rather
// than being refused.
func homeView(b *messageBuilder) slack.HomeTabViewRequest {
	b.end()
	b.flush()
	if checkBlocks(b.blocks, maxModalBlocks) != nil {
		short := &messageBuilder{}
		short.line(text("There is more than fits here. Type the command pending to see what waits."))
		return HomeOf(short.message())
	}
	return HomeOf(Message{Blocks: b.blocks})
}
