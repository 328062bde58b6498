// Reading mrkdwn as Slack shows it: references by name, entities as
// characters, markers of style gone. What a stranger's name leaves out of this
// is what it managed to leak into the markup.

package slacktest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// emoji is what stands for a picture that was written by its name.
const emoji = "($1)"

// reader shows mrkdwn to a person of a workspace. Without one, references
// keep their identifiers.
type reader struct{ slack *Slack }

var (
	references = regexp.MustCompile(`<([^<>\n]+)>`)
	emojis     = regexp.MustCompile(`:([a-z+-][a-z0-9_+'-]*):`)
	// quotes are lines that Slack sets apart; it takes the entity for the
	// character here.
	quotes = regexp.MustCompile(`(?m)^(?:>>>|>|&gt;&gt;&gt;|&gt;) ?`)
)

// show gives the text as it is read. Code keeps its markers of style.
func (r reader) show(text string) string {
	var out strings.Builder
	for i, part := range splitCode(quotes.ReplaceAllString(text, "│ ")) {
		if i%2 == 1 {
			out.WriteString(r.refer(part))
			continue
		}
		for _, marker := range "*_~" {
			part = unmark(part, marker)
		}
		out.WriteString(emojis.ReplaceAllString(r.refer(part), emoji))
	}
	// Last, so that what was escaped is never taken for markup.
	return unescape(out.String())
}

// splitCode splits at code: the odd parts are what stood between backticks.
func splitCode(text string) []string {
	var parts []string
	for {
		at := codes.FindStringSubmatchIndex(text)
		if at == nil {
			return append(parts, text)
		}
		inner := max(at[2], at[4])
		end := max(at[3], at[5])
		parts = append(parts, text[:at[0]], text[inner:end])
		text = text[at[1]:]
	}
}

var codes = regexp.MustCompile("(?s)```(.+?)```|`([^`\n]+)`")

// refer replaces references by what is shown for them.
func (r reader) refer(text string) string {
	return references.ReplaceAllStringFunc(text, func(ref string) string {
		target, label, labelled := strings.Cut(ref[1:len(ref)-1], "|")
		if target == "" {
			return ref
		}
		switch target[0] {
		case '@':
			return "@" + escape(r.slack.nameOf(target[1:], label))
		case '#':
			return "#" + escape(r.slack.nameOf(target[1:], label))
		case '!':
			return special(target[1:], label, r.slack)
		}
		address := strings.TrimPrefix(target, "mailto:")
		if !labelled || label == address {
			return address
		}
		return label + " (" + address + ")"
	})
}

// special shows <!here>, <!subteam^S1> and <!date^…|fallback>.
func special(target, label string, s *Slack) string {
	kind, rest, _ := strings.Cut(target, "^")
	switch {
	case kind == "subteam":
		return "@" + escape(s.nameOf(rest, strings.TrimPrefix(label, "@")))
	case label != "":
		return label
	default:
		return "@" + kind
	}
}

// unmark takes pairs of one marker away where Slack takes them for style: the
// first after a space or punctuation and before a character, the second the
// other way round, both in one line.
func unmark(text string, marker rune) string {
	runes := []rune(text)
	var out []rune
	for i := 0; i < len(runes); i++ {
		if end := closing(runes, i, marker); end > 0 {
			out = append(out, runes[i+1:end]...)
			i = end
			continue
		}
		out = append(out, runes[i])
	}
	return string(out)
}

// closing finds the marker that closes the one at i, or gives 0.
func closing(runes []rune, i int, marker rune) int {
	if runes[i] != marker || !opens(runes, i) {
		return 0
	}
	for j := i + 2; j < len(runes) && runes[j] != '\n'; j++ {
		if runes[j] == marker && closes(runes, j) {
			return j
		}
	}
	return 0
}

// opens tells whether a marker stands where one may begin.
func opens(runes []rune, i int) bool {
	return (i == 0 || !wordly(runes[i-1])) && i+1 < len(runes) && !unicode.IsSpace(runes[i+1])
}

// closes tells whether a marker stands where one may end.
func closes(runes []rune, i int) bool {
	return (i+1 == len(runes) || !wordly(runes[i+1])) && !unicode.IsSpace(runes[i-1])
}

// wordly are the characters that keep a marker beside them from meaning style.
func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// unescape turns the three entities that Slack knows into characters.
func unescape(text string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}

// nameOf gives what is shown for a user, channel or user group: its name, or
// the label that the app gave, or the identifier.
func (s *Slack) nameOf(id, label string) string {
	if s == nil {
		return id
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if u, known := s.users[id]; known {
		return u.RealName
	}
	if c, known := s.channels[id]; known {
		return c.Name
	}
	if g, known := s.groups[id]; known {
		return g.Handle
	}
	if label != "" {
		return label
	}
	return id
}

// width is how many characters a text has, near enough for a terminal.
func width(text string) int { return utf8.RuneCountInString(text) }
