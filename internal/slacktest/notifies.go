// Notifies: who is notified by a message.

package slacktest

import (
	"regexp"
	"slices"
)

var (
	mentions = regexp.MustCompile(`<(?:@([UW][A-Z0-9]+)|!(channel|here|everyone)|!subteam\^(S[A-Z0-9]+))(?:\|[^<>]*)?>`)
	bare     = regexp.MustCompile(`@(channel|here|everyone)\b`)
)

// Notifies gives whom the message notifies: "!channel", "!here", "!everyone",
// user and user group IDs, in order of first mention. The text counts even
// where blocks hide it, since notifications are made of it, and so do mentions
// within code: better one too many.
func (m Message) Notifies() []string {
	var found []string
	add := func(who string) {
		if who != "" && !slices.Contains(found, who) {
			found = append(found, who)
		}
	}
	scan := func(text string) {
		for _, hit := range mentions.FindAllStringSubmatch(text, -1) {
			add(hit[1])
			add(broadcast(hit[2]))
			add(hit[3])
		}
	}
	scan(m.Text)
	if m.linkNames {
		for _, hit := range bare.FindAllStringSubmatch(m.Text, -1) {
			add(broadcast(hit[1]))
		}
	}
	visit(m.blocks, func(o object) {
		switch o.text("type") {
		case "mrkdwn":
			scan(o.text("text"))
		case "user":
			add(o.text("user_id"))
		case "usergroup":
			add(o.text("usergroup_id"))
		case "broadcast":
			add(broadcast(o.text("range")))
		}
	})
	return found
}

// broadcast marks the names that stand for many people.
func broadcast(who string) string {
	if who == "" {
		return ""
	}
	return "!" + who
}
