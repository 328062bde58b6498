// Pieces: one character, or one of the sequences in angle brackets that Slack
// makes of mentions, addresses and links.

package command

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"govgroup/internal/tools"
)

// token is what one step of reading gives: text, or the mention of a user or a user
// group with the name that Slack showed.
type token struct{ text, user string }

var (
	mentioned = regexp.MustCompile(`^<(?:@([UW][A-Z0-9]+)|!subteam\^(S[A-Z0-9]+))(?:\|([^<>]*))?>`)
	linked    = regexp.MustCompile(`^<([a-z][a-z0-9+.-]*:[^<>|]*)(?:\|([^<>]*))?>`)
	special   = regexp.MustCompile(`^<[#!][^<>]*>`)
)

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// token reads the next one; the rest is not empty.
func (s *scanner) token() (token, error) {
	if m := mentioned.FindStringSubmatch(s.rest); m != nil {
		s.rest = s.rest[len(m[0]):]
		return mention(m[1]+m[2], strings.TrimPrefix(m[3], "@")), nil
	}
	if m := linked.FindStringSubmatch(s.rest); m != nil {
		s.rest = s.rest[len(m[0]):]
		return token{text: entities.Replace(shown(m[1], m[2]))}, nil
	}
	if m := special.FindString(s.rest); m != "" {
		return token{}, refused(m)
	}
	for _, entity := range []string{"&lt;", "&gt;", "&amp;"} {
		if rest, is := strings.CutPrefix(s.rest, entity); is {
			s.rest = rest
			return token{text: entities.Replace(entity)}, nil
		}
	}
	if name := emojiName.FindString(s.rest); name != "" && strings.HasPrefix(s.rest, name) {
		if character := Emoji(name); character != name {
			s.rest = s.rest[len(name):]
			return token{text: character}, nil
		}
	}
	r, size := utf8.DecodeRuneInString(s.rest)
	s.rest = s.rest[size:]
	if unicode.Is(unicode.Zs, r) {
		r = ' ' // phones put blanks that do not break into names; the names have plain ones
	}
	return token{text: string(r)}, nil
}

// mention keeps the name only for messages to the person who typed it. Who is
// meant is decided by the id: names in Slack are chosen freely and change.
func mention(user, name string) token {
	if name == "" {
		name = user
	}
	return token{text: entities.Replace(name), user: user}
}

// shown is what somebody typed that Slack made a link of.
func shown(address, label string) string {
	if label != "" {
		return label
	}
	return strings.TrimPrefix(strings.TrimPrefix(address, "mailto:"), "tel:")
}

// refused says why a channel or a call to everyone is no value.
func refused(sequence string) error {
	what := "a channel"
	if sequence[1] == '!' {
		what = "a whole channel"
	}
	return tools.Errorf(tools.InvalidInput, "That mentions %s. Give a governance group by its name in quotes, and people by mention, e-mail, account name or id.", what)
}
