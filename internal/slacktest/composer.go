// Composer: what becomes of the text of a command on its way to the app.

package slacktest

import (
	"fmt"
	"regexp"
	"strings"
)

// pieces finds what the composer turns into references: those picked from its
// list already are in angle brackets.
var pieces = regexp.MustCompile(`<(?:[@#][A-Z0-9]+|mailto:[^<>\s]+|https?://[^<>\s]+)(?:\|[^<>]*)?>` +
	`|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://[^\s<>]+|[@#][\w.-]+`)

// compose writes the text of a command as an app with should_escape gets it:
// @name, #channel, addresses and links become references, the rest is escaped.
// References that are there already stay.
func (s *Slack) compose(text string) string {
	var out strings.Builder
	for {
		at := pieces.FindStringIndex(text)
		if at == nil {
			out.WriteString(escape(text))
			return out.String()
		}
		out.WriteString(escape(text[:at[0]]))
		out.WriteString(s.reference(text[at[0]:at[1]]))
		text = text[at[1]:]
	}
}

// reference writes one piece as apps get it. A name that nobody has stays the
// text it was, which is what Slack does with typing mistakes.
func (s *Slack) reference(piece string) string {
	switch {
	case piece[0] == '<':
		return piece
	case piece[0] == '@', piece[0] == '#':
		if found, known := s.named()[piece]; known {
			return found
		}
	case strings.HasPrefix(piece, "http"):
		return "<" + escape(piece) + ">"
	default:
		return fmt.Sprintf("<mailto:%s|%s>", piece, piece)
	}
	return escape(piece)
}

// named are the references to everything that has a name, by what is typed for it.
func (s *Slack) named() map[string]string {
	all := map[string]string{}
	for _, u := range s.users {
		all["@"+u.Name] = fmt.Sprintf("<@%s|%s>", u.ID, u.Name)
	}
	for _, g := range s.groups {
		all["@"+g.Handle] = fmt.Sprintf("<!subteam^%s|@%s>", g.ID, g.Handle)
	}
	for _, c := range s.channels {
		all["#"+c.Name] = fmt.Sprintf("<#%s|%s>", c.ID, c.Name)
	}
	return all
}

// escape writes the three characters that mean something to Slack as entities;
// it knows no others.
func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}
