// Sharing: an answer for everyone in the channel.

package card

import (
	"slices"

	"github.com/slack-go/slack"
)

// Shared is a message as it is posted for everyone, and says who wanted that.
// It has no buttons: they were meant for one person.
func Shared(m Message, by string) Message {
	blocks := slices.DeleteFunc(slices.Clone(m.Blocks), func(b slack.Block) bool { return b.BlockType() == slack.MBTAction })
	b := &messageBuilder{}
	line := cut("Shared by "+by, maxNote)
	b.context(line)
	return Message{Text: under(escape(line), m.Text), Blocks: append(blocks[:min(len(blocks), maxBlocks-1)], b.blocks...)}
}
