// Emoji: Slack sends their names between colons, the tenant has the characters.

package command

import (
	"regexp"
	"strings"
	"sync"

	"github.com/kyokomi/emoji/v2"
)

var (
	emojiName  = regexp.MustCompile(`:[a-z0-9_+-]+:(?::skin-tone-[2-6]:)?`)
	emojiNamed = sync.OnceValue(emoji.CodeMap)
)

// Emoji puts the characters in place of the names of emoji. What is no emoji's name,
// or one of the workspace's own, stays.
func Emoji(text string) string {
	if !strings.Contains(text, ":") {
		return text
	}
	return emojiName.ReplaceAllStringFunc(text, func(name string) string {
		bare, _, _ := strings.Cut(name, "::")
		if character, known := emojiNamed()[strings.TrimSuffix(bare, ":")+":"]; known {
			return character
		}
		return name
	})
}
