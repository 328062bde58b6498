// Text: escaping and cutting. Slack counts characters, after escaping.

package card

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape makes text safe where Slack interprets it.
func escape(s string) string { return escapes.Replace(strings.ToValidUTF8(s, "\ufffd")) }

// length is in characters, as Slack counts.
func length(s string) int { return utf8.RuneCountInString(s) }

// cut shortens text to so many characters and shows that it did.
func cut(s string, most int) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if length(s) <= most {
		return s
	}
	if most <= 0 {
		return ""
	}
	return string([]rune(s)[:most-1]) + "…"
}

// fallback is the text of a message in place of its blocks: whole, or where that is too
// much with the beginning of each line. It is cut at a line's end, so that no escaped
// character is cut through.
func fallback(lines []string) string {
	said, whole := firstLines(lines, maxText)
	if !whole {
		said, _ = firstLines(lines, 500)
	}
	if strings.TrimSpace(said) == "" {
		return "…" // Slack refuses a message without text
	}
	return said
}

// firstLines are as many lines as fit, each of at most so many characters, and whether that
// is all.
func firstLines(lines []string, most int) (string, bool) {
	var b strings.Builder
	left, whole := maxText-2, true // but for the mark of what is missing
	for _, line := range lines {
		whole = whole && length(line) <= most
		line = escape(cut(line, most))
		if left -= length(line) + 1; left < 0 {
			b.WriteString("\n…")
			return b.String(), false
		}
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		b.WriteString(line)
	}
	return b.String(), whole
}

// under puts a line before a text that is escaped like it, and leaves out lines from its
// end where both are too much.
func under(line, rest string) string {
	const mark = "\n…"
	if length(line)+1+length(rest) <= maxText {
		return line + "\n" + rest
	}
	for rest != "" && length(line)+1+length(rest)+length(mark) > maxText {
		rest = rest[:max(strings.LastIndex(rest, "\n"), 0)]
	}
	return line + "\n" + rest + mark
}

// plain is a text in which Slack interprets nothing. An empty one is refused by
// Slack, so it becomes a dash.
func plain(s string, most int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, filled(cut(s, most)), false, false)
}

// filled puts a dash in the place of nothing.
func filled(s string) string {
	if strings.TrimSpace(s) == "" {
		return "–"
	}
	return s
}

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
