// Acting as a person.

package slacktest

import "errors"

var errUnbuilt = errors.New("not built yet")

// Command types a slash command ("/govgroup list") into a channel and waits
// for the acknowledgement. An error means that the person could not send it;
// how the app fared is in the Invocation.
func (s *Slack) Command(user, channel, text string) (Invocation, error) {
	return Invocation{}, errUnbuilt
}

// Press operates a control: presses a button (value says which one where
// several have the action_id), chooses options, or types text and enter. It
// works from what the person saw, so that a stale Surface clicks stale buttons.
func (s *Slack) Press(user string, on Surface, actionID string, value ...string) (Invocation, error) {
	return Invocation{}, errUnbuilt
}

// Submit fills in a form and submits it. What Slack checks itself (required,
// lengths) is an error and is not sent.
func (s *Slack) Submit(user string, view View, values Values) (Invocation, error) {
	return Invocation{}, errUnbuilt
}

// CloseView closes the form in front with its Close button. The Invocation is
// empty when the app did not ask to be notified.
func (s *Slack) CloseView(user string, view View) (Invocation, error) {
	return Invocation{}, errUnbuilt
}

// Suggest types into an external select and gives what it offered.
func (s *Slack) Suggest(user string, on Surface, actionID, query string) (Suggestion, error) {
	return Suggestion{}, errUnbuilt
}

// OpenHome looks at the app's home tab, which sends app_home_opened.
func (s *Slack) OpenHome(user string) (Invocation, error) {
	return Invocation{}, errUnbuilt
}
