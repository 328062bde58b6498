// Rich text: stretches of text within a line. They become rich text, in which Slack
// interprets nothing, so that a name can hold no mark-up and ring nobody.

package card

import (
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// richText is a stretch of text in one style.
type richText struct {
	text  string
	style slack.RichTextSectionTextStyle
	url   string    // where it leads
	at    time.Time // shown in the reader's own time zone; text says it in UTC
}

func text(s string) richText { return richText{text: s} }
func bold(s string) richText {
	return richText{text: s, style: slack.RichTextSectionTextStyle{Bold: true}}
}
func italic(s string) richText {
	return richText{text: s, style: slack.RichTextSectionTextStyle{Italic: true}}
}
func code(s string) richText {
	return richText{text: s, style: slack.RichTextSectionTextStyle{Code: true}}
}

// link is bold text that leads somewhere, or only bold without an address.
func link(s, url string) richText {
	b := bold(s)
	b.url = url
	return b
}

// timestamp is a time of the last or the next days.
func timestamp(t time.Time) richText {
	return richText{text: t.UTC().Format("2006-01-02 15:04:05 MST"), at: t}
}

// element is the text in Slack's form.
func (s richText) element() slack.RichTextSectionElement {
	style := &s.style
	if s.style == (slack.RichTextSectionTextStyle{}) {
		style = nil
	}
	switch {
	case !s.at.IsZero():
		said := s.text
		return slack.NewRichTextSectionDateElement(s.at.Unix(), "{date_short_pretty}, {time}", nil, &said)
	case s.url != "":
		return slack.NewRichTextSectionLinkElement(s.url, s.text, style)
	}
	return slack.NewRichTextSectionTextElement(s.text, style)
}

// plainText is a line without its styles.
func plainText(parts []richText) string {
	var b strings.Builder
	for _, s := range parts {
		b.WriteString(s.text)
	}
	return b.String()
}
