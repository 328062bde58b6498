// Views: the forms that an app opens in front of a person.

package slacktest

import "encoding/json"

// View is a modal or a home tab on a person's screen, as it was when it was
// looked at.
type View struct {
	ID, CallbackID, ExternalID    string
	Type                          string // modal or home
	Title, Submit, Close          string // plain text
	PrivateMetadata, Hash, RootID string
	Blocks                        json.RawMessage
	// Errors are shown under input blocks, by block_id.
	Errors map[string]string
	// Trouble is the sentence that Slack shows when the app did not answer a
	// submission, or answered nonsense. The form stays open.
	Trouble string

	blocks []object
	state  state
	slack  *Slack
}

// Views gives the stack of forms that a person has open; the last one is in
// front.
func (s *Slack) Views(user string) []View { return nil }

// Home gives the app's home tab as a person sees it.
func (s *Slack) Home(user string) (View, bool) { return View{}, false }
