// Views: the forms that an app opens in front of a person.

package slacktest

import (
	"encoding/json"
	"fmt"
	"slices"
)

// View is a modal on a person's screen, as it was when it was
// looked at.
type View struct {
	ID, CallbackID, ExternalID string
	Type                       string // modal or home
	// Title, Submit and Close are plain text; the buttons are empty where
	// there are none.
	Title, Submit, Close string
	PrivateMetadata      string
	// Hash changes with every update; RootID is the first of the stack.
	Hash, RootID, PreviousID string
	Blocks                   json.RawMessage
	// Errors are shown under input blocks, by block_id.
	Errors map[string]string
	// SubmitError is the sentence that Slack shows when the app did not answer a
	// submission, or answered nonsense. The form stays open.
	SubmitError string

	clearOnClose, notifyOnClose bool

	blocks []object
	state  state
	source object // as the app sent it
	slack  *Slack
}

// stackLimit is how many forms may lie on top of each other, and viewLimit how
// large one may be, in bytes.
const (
	stackLimit = 3
	viewLimit  = 250_000
)

// Views gives the stack of forms that a person has open; the last one is in
// front.
func (s *Slack) Views(user string) []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	var open []View
	for _, v := range s.stacks[user] {
		open = append(open, *v)
	}
	return open
}

// viewRules is the shape of a view of a kind. A modal has a title, plain text of 24
// characters; the Home tab has none.
func viewRules(kind string) shapes {
	rules := shape{
		"blocks":           must(items(0, viewBlocks, everywhere().rule)),
		"private_metadata": may(str(0, 3000)), "callback_id": may(str(0, idLimit)), "external_id": may(str(0, idLimit)),
	}
	if kind == "modal" {
		rules["title"], rules["submit"], rules["close"] = must(plainText(24)), may(plainText(24)), may(plainText(24))
		rules["clear_on_close"], rules["notify_on_close"], rules["submit_disabled"] = may(boolean), may(boolean), may(boolean)
	}
	return shapes{kind: rules}
}

// acceptView checks a view that an app sent.
func acceptView(v any, kind string) (object, error) {
	o := asObject(v)
	var c violations
	viewRules(kind).rule(&c, "/view", v)
	if list, ok := o["blocks"].([]any); ok {
		furtherRules(&c, "/view/blocks", list)
		if kind == "modal" && o["submit"] == nil && hasInput(list) {
			c.add("/view", "missing required field: submit")
		}
	}
	if c.messages != nil {
		return nil, &refusal{code: "invalid_arguments", messages: c.messages}
	}
	if len(raw(o)) > viewLimit {
		return nil, refuse("view_too_large")
	}
	return o, nil
}

// hasInput tells whether a form has anything to submit.
func hasInput(blocks []any) bool {
	return slices.ContainsFunc(blocks, func(b any) bool { return asObject(b).text("type") == "input" })
}

// newView makes a view of what was accepted. The caller places it.
func (s *Slack) newView(source object) *View {
	v := &View{ID: s.ids.next("V"), slack: s}
	v.RootID = v.ID
	v.show(source)
	return v
}

// show replaces what a view shows; what was entered stays where it fits.
func (v *View) show(source object) {
	v.source = source
	v.Type, v.CallbackID, v.ExternalID = source.text("type"), source.text("callback_id"), source.text("external_id")
	v.Title = source.object("title").text("text")
	v.Submit, v.Close = source.object("submit").text("text"), source.object("close").text("text")
	v.PrivateMetadata = source.text("private_metadata")
	v.clearOnClose, v.notifyOnClose = source.flag("clear_on_close"), source.flag("notify_on_close")
	v.blocks = completed(source.list("blocks"))
	v.Blocks = raw(v.blocks)
	v.state = initialState(v.blocks, v.state)
	v.Errors, v.SubmitError = nil, ""
	v.Hash = fmt.Sprintf("%d.%s", v.slack.now().Unix(), secret()[:8])
}

// json is the view as apps get it: everything is there, if only null.
func (v *View) json() object {
	o := object{
		"id": v.ID, "team_id": v.slack.TeamID, "type": v.Type, "blocks": v.blocks, "state": v.state.json(),
		"title": v.source["title"], "submit": v.source["submit"], "close": v.source["close"],
		"private_metadata": v.PrivateMetadata, "callback_id": v.CallbackID, "external_id": v.ExternalID,
		"hash": v.Hash, "root_view_id": v.RootID, "previous_view_id": nil,
		"clear_on_close": v.clearOnClose, "notify_on_close": v.notifyOnClose,
		"app_id": v.slack.AppID, "bot_id": v.slack.BotID, "app_installed_team_id": v.slack.TeamID,
	}
	if v.PreviousID != "" {
		o["previous_view_id"] = v.PreviousID
	}
	return o
}
