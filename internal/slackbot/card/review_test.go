// Questions that are longer than a card: read page by page, with nothing missing,
// and approved at their end only.

package card_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

func TestAQuestionThatACardCannotHoldIsReadWholeBeforeItIsApproved(t *testing.T) {
	for name, q := range map[string]card.Request{
		"many lines":           waiting("Remove them.", lines(800)...),
		"many names in one":    waiting("Remove 1000 members from governance group “X”.", tools.Line{Label: "Members", Value: tools.Lines(lines(1000)).String()}),
		"one very long name":   waiting("Delete governance group “" + strings.Repeat("long ", 3000) + "”."),
		"one very long label":  waiting("Remove it.", tools.Line{Label: "To be removed from “" + strings.Repeat("long ", 3000) + "”", Value: "“Jane”"}),
		"no blank to break at": waiting("Delete it.", tools.Line{Label: "Name", Value: strings.Repeat("ä", 20_000)}),
	} {
		t.Run(name, func(t *testing.T) {
			e := newEnv(t)
			m := e.render.Ask(q, "")
			e.show(t, m)
			kinds := actions(t, m)
			require.Len(t, kinds, 2)
			assert.Equal(t, card.Review, kinds[0].Kind, "the card itself cannot be confirmed")

			var read strings.Builder
			for page := 0; ; page++ {
				view := e.render.ReviewModal(q, page, card.Metadata{})
				require.NoError(t, card.CheckModal(view))
				read.WriteString(textOf(view))
				if view.Submit != nil {
					break
				}
				require.Less(t, page, 100)
			}
			for _, line := range q.Lines {
				assert.Contains(t, letters(read.String()), letters(line.String()), "nothing of it is left out")
			}
		})
	}
}

func lines(n int) []tools.Line {
	all := make([]tools.Line, n)
	for i := range all {
		all[i].Value = fmt.Sprintf("“Person %04d of a longish name” person.%04d@corp.example", i, i)
	}
	return all
}

// textOf is what rich text of a view says.
func textOf(view slack.ModalViewRequest) string {
	var b strings.Builder
	for _, block := range view.Blocks.BlockSet {
		rich, is := block.(*slack.RichTextBlock)
		if !is {
			continue
		}
		for _, section := range rich.Elements {
			for _, e := range section.(*slack.RichTextSection).Elements {
				if part, is := e.(*slack.RichTextSectionTextElement); is {
					b.WriteString(part.Text)
				}
			}
		}
	}
	return b.String()
}

// letters leaves blanks out: lines are broken at them.
func letters(s string) string { return strings.Join(strings.Fields(s), "") }

func TestAShortQuestionIsConfirmedOnItsCard(t *testing.T) {
	e := newEnv(t)
	assert.Equal(t, card.Confirm, actions(t, e.render.Ask(waiting("Remove 1 member.", tools.Line{Label: "Members", Value: "Jane"}), ""))[0].Kind)
	typed := waiting("Delete it.")
	typed.Phrase = "DB Access"
	assert.Equal(t, card.Review, actions(t, e.render.Ask(typed, ""))[0].Kind, "what is typed is typed into a modal")
}

func TestOnlyWhatTheReaderMayPressIsThere(t *testing.T) {
	e := newEnv(t)
	for name, c := range map[string]struct {
		own     bool
		refusal string
		kinds   []card.ActionKind
	}{
		"mine":                    {own: true, kinds: []card.ActionKind{card.Confirm, card.Cancel}},
		"mine, for somebody else": {own: true, refusal: "It needs someone else.", kinds: []card.ActionKind{card.Cancel}},
		"theirs":                  {kinds: []card.ActionKind{card.Confirm, card.Decline}},
		"not mine to decide":      {refusal: "You lack the role."},
	} {
		t.Run(name, func(t *testing.T) {
			q := waiting("Delete it.")
			q.Own, q.Refusal, q.Deciders = c.own, c.refusal, "Only approvers may decide."
			var kinds []card.ActionKind
			m := e.render.Ask(q, "")
			for _, b := range actions(t, m) {
				kinds = append(kinds, b.Kind)
			}
			assert.Equal(t, c.kinds, kinds)
			shown := e.show(t, m).Render(nil)
			if c.refusal != "" {
				assert.Contains(t, shown, c.refusal)
				assert.Contains(t, shown, "Only approvers may decide.")
			}
		})
	}
}
