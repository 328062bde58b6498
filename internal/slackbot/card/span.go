// Spans: stretches of text within a line. They become rich text, in which Slack
// interprets nothing, so that a name can hold no mark-up and ring nobody.

package card

import (
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// span is a stretch of text in one style.
type span struct {
	text  string
	style slack.RichTextSectionTextStyle
	url   string    // where it leads
	at    time.Time // shown in the reader's own time zone; text says it in UTC
}

func text(s string) span   { return span{text: s} }
func bold(s string) span   { return span{text: s, style: slack.RichTextSectionTextStyle{Bold: true}} }
func italic(s string) span { return span{text: s, style: slack.RichTextSectionTextStyle{Italic: true}} }
func code(s string) span   { return span{text: s, style: slack.RichTextSectionTextStyle{Code: true}} }

// link is bold text that leads somewhere, or only bold without an address.
func link(s, url string) span {
	b := bold(s)
	b.url = url
	return b
}

// moment is a time of the last or the next days.
func moment(t time.Time) span {
	return span{text: t.UTC().Format("2006-01-02 15:04:05 MST"), at: t}
}

// elements are the span in Slack's form.
func (s span) element() slack.RichTextSectionElement {
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

// said is a line without its styles.
func said(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.text)
	}
	return b.String()
}
