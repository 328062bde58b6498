// Composition objects: the texts, options and dialogs that blocks and elements
// are made of, with the limits of Slack's reference.

package slacktest

import "math"

// idLimit bounds block_id, action_id, callback_id and external_id; urlLimit
// every address.
const (
	idLimit  = 255
	urlLimit = 3000
)

// plainText is a plain_text object of at most so many characters.
func plainText(most int) rule {
	return shapes{"plain_text": {"text": must(str(1, most)), "emoji": may(boolean)}}.rule
}

// anyText is a plain_text or mrkdwn object of at most so many characters.
func anyText(most int) rule {
	return either(shapes{
		"plain_text": {"text": must(str(1, most)), "emoji": may(boolean)},
		"mrkdwn":     {"text": must(str(1, most)), "verbatim": may(boolean), "emoji": may(unset)},
	}.rule)
}

// unset is a flag that must not be set: emoji means nothing in mrkdwn, and is
// refused there.
func unset(c *violations, at string, v any) {
	if v != false {
		c.add(at, "must be false")
	}
}

// identifier is an optional block_id or action_id.
func identifier() field { return may(str(1, idLimit)) }

// option is a choice of a select.
func option(c *violations, at string, v any) {
	shape{"text": must(plainText(75)), "value": must(str(1, 150)), "description": may(plainText(75))}.rule(c, at, v)
}

// confirmation is the dialog that asks before an element acts.
func confirmation() field {
	return may(shape{
		"title": must(plainText(100)), "text": must(anyText(300)), "confirm": must(plainText(30)),
		"deny": must(plainText(30)), "style": may(oneOf("primary", "danger")),
	}.rule)
}

// selection is what an external select may answer with.
func selection() rule {
	return shape{"options": must(items(0, 100, option))}.rule
}

// whole is any count.
func whole() rule { return integer(0, math.MaxInt32) }
