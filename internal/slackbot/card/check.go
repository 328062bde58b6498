// Check: a message against Slack's limits, by what it is and not by how it was made.

package card

import (
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"
)

// Check finds the first limit of Slack's that the message breaks.
func (m Message) Check() error {
	if m.Text == "" || length(m.Text) > maxText {
		return fmt.Errorf("the text has %d characters; 1 to %d are accepted", length(m.Text), maxText)
	}
	return checkBlocks(m.Blocks, maxBlocks)
}

// CheckModal does the same for a modal.
func CheckModal(v slack.ModalViewRequest) error {
	if n := length(v.PrivateMetadata); n > maxMetadata {
		return fmt.Errorf("the private metadata has %d characters; at most %d are accepted", n, maxMetadata)
	}
	for _, t := range []*slack.TextBlockObject{v.Title, v.Submit, v.Close} {
		if t != nil && (t.Text == "" || length(t.Text) > maxModalTitle) {
			return fmt.Errorf("a title or button of the modal has %d characters; 1 to %d are accepted", length(t.Text), maxModalTitle)
		}
	}
	return checkBlocks(v.Blocks.BlockSet, maxModalBlocks)
}

// checkBlocks looks at the JSON that would be sent, because the limits are on that
// and the library's own checks count bytes.
func checkBlocks(blocks []slack.Block, most int) error {
	if len(blocks) > most {
		return fmt.Errorf("%d blocks; at most %d are accepted", len(blocks), most)
	}
	raw, err := json.Marshal(blocks)
	if err != nil {
		return err
	}
	var all []any
	if err := json.Unmarshal(raw, &all); err != nil {
		return err
	}
	c := checker{}
	c.visit(all)
	if c.err == nil && c.characters > maxBlocksText {
		return fmt.Errorf("the blocks have %d characters; at most %d are accepted", c.characters, maxBlocksText)
	}
	return c.err
}

// checker looks at every object of a message, whatever it is part of.
type checker struct {
	characters int
	err        error
}

// visit goes through everything, so that a text counts wherever it stands.
func (c *checker) visit(v any) {
	switch v := v.(type) {
	case []any:
		for _, part := range v {
			c.visit(part)
		}
	case map[string]any:
		c.object(v)
		for _, part := range v {
			c.visit(part)
		}
	}
}

// object checks one object by its type. Interpreted text is a fault of ours even
// where Slack would take it: see [richText].
func (c *checker) object(o map[string]any) {
	kind, _ := o["type"].(string)
	if s, is := o["text"].(string); is {
		c.characters += length(s)
		c.limit(kind, length(s), maxText)
	}
	switch kind {
	case "mrkdwn":
		c.fail("a text that Slack interprets: %v", o["text"])
	case "header":
		c.limit(kind, inside(o, "text"), maxHeader)
	case "button":
		c.limit("the text of a button", inside(o, "text"), maxButtonText)
		c.limit("the value of a button", size(o["value"]), maxButtonValue)
		c.limit("an action id", size(o["action_id"]), maxActionID)
	case "actions":
		c.limit("the buttons of a row", len(list(o["elements"])), maxButtons)
	case "data_table":
		c.table(list(o["rows"]))
	}
}

// table counts the cells alone; as part of the message they count as well.
func (c *checker) table(rows []any) {
	inner := checker{}
	inner.visit(rows)
	c.limit("the rows of a table", len(rows), maxTableRows+1)
	c.limit("the cells of a table", inner.characters, maxTableText)
	if len(rows) < 2 {
		c.fail("a table without rows")
	}
}

func (c *checker) limit(what string, got, most int) {
	if got > most {
		c.fail("%s: %d; at most %d are accepted", what, got, most)
	}
}

// fail keeps the first fault only; the others often follow from it.
func (c *checker) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func size(v any) int {
	s, _ := v.(string)
	return length(s)
}

// inside is the length of a text object.
func inside(o map[string]any, key string) int {
	t, _ := o[key].(map[string]any)
	return size(t["text"])
}
