// Words: what a line of text consists of, after what phones and Slack have done
// to it.

package command

// word is one word, or several within quotes.
type word struct {
	text   string
	user   string // the Slack user it mentions; text is then only for messages
	quoted bool
}
