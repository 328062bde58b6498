// Who is notified by a message.

package slacktest

// Rings gives whom the message notifies: "!channel", "!here", "!everyone",
// user and user group IDs, in order of first mention.
func (m Message) Rings() []string { return nil }
