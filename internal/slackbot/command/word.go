// Words: what a line of text consists of, after what phones and Slack have done
// to it.

package command

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"govgroup/internal/tools"
)

// word is one word, or several within quotes.
type word struct {
	text   string
	user   string // the Slack user or user group it mentions; text is then only for messages
	quoted bool
	flag   string // without its dashes; text is its value if valued
	valued bool   // the flag was written with "="
	key    string // what stands before a "=" that may name an argument; text is what follows
}

// split cuts a line into words. Quotes of every kind keep words together.
func split(line string) ([]word, error) {
	s := scanner{rest: strings.ToValidUTF8(line, "\ufffd")}
	var words []word
	for {
		s.rest = strings.TrimLeftFunc(s.rest, unicode.IsSpace)
		if s.rest == "" {
			return words, nil
		}
		w, err := s.word()
		if err != nil {
			return nil, err
		}
		if w.text == "" && w.flag == "" && w.key == "" && !w.quoted {
			continue // what remains of a comma, or the end of the flags
		}
		words = append(words, w)
	}
}

// scanner reads words from the beginning of what is left.
type scanner struct {
	rest  string
	plain bool // the flags have ended
}

// word reads one word; the rest does not begin with a blank.
//
//nolint:cyclop // a case for each kind of character
func (s *scanner) word() (word, error) {
	var w word
	for s.rest != "" && !s.atBlank() {
		if w.text == "" && s.atQuote() {
			return w, s.quoted(&w)
		}
		p, err := s.token()
		if err != nil {
			return w, err
		}
		if p.user != "" {
			return w, s.mention(&w, p)
		}
		w.text += p.text
		if name, dashed := flagName(w.text); dashed && !s.plain && !w.valued && strings.HasSuffix(name, "=") {
			w.flag, w.text, w.valued = strings.TrimSuffix(name, "="), "", true
		}
		if key, is := strings.CutSuffix(w.text, "="); is && !w.valued && w.key == "" && isKey(key) {
			w.key, w.text = key, ""
		}
	}
	s.finish(&w)
	return w, nil
}

// isKey reports whether the name of an argument could be written like that.
func isKey(text string) bool {
	return text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// finish says what a word without quotes is: a flag, the end of the flags, an
// entry of a list with its comma.
func (s *scanner) finish(w *word) {
	if name, dashed := flagName(w.text); dashed && !s.plain && !w.valued {
		w.flag, w.text = name, ""
		s.plain = s.plain || name == ""
	}
	if w.text == "," || w.text == ";" || strings.Contains(w.text, "@") {
		w.text = strings.TrimRight(w.text, ",;")
	}
}

// mention makes a word of a mention, which stands alone but for a comma.
func (s *scanner) mention(w *word, p token) error {
	if w.text != "" {
		return tools.Errorf(tools.InvalidInput, "Leave a blank before the mention of @%s.", tools.Clean(p.text))
	}
	w.user, w.text = p.user, p.text
	s.rest = strings.TrimLeft(s.rest, ",;")
	return nil
}

// quotes has, for each quote that opens, the ones that close it. Phones mix
// them, and languages disagree on which is which.
var quotes = map[rune]string{
	'"': `"`, '“': `”“"`, '”': `”"`, '„': `“”"`, '‟': `”"`, '«': `»`, '»': `«`,
	'\'': `'’`, '‘': `’'`, '’': `’'`, '‚': `‘’'`,
}

// atQuote reports whether a quote opens here. A single one that is never closed
// is an apostrophe.
func (s *scanner) atQuote() bool {
	open, size := utf8.DecodeRuneInString(s.rest)
	closers, is := quotes[open]
	if !is {
		return false
	}
	single := strings.ContainsRune(`'‘’‚`, open)
	return !single || slices.ContainsFunc(strings.Fields(s.rest[size:]+" "), func(field string) bool {
		return closes(strings.TrimSuffix(field, ","), closers)
	})
}

// closes reports whether the field ends with one of the quotes.
func closes(field, closers string) bool {
	last, _ := utf8.DecodeLastRuneInString(field)
	return field != "" && strings.ContainsRune(closers, last)
}

// quoted reads up to the quote that closes: one with a blank, a comma, a
// semicolon or the end behind it. Others belong to the text, and so does what is escaped by \.
func (s *scanner) quoted(w *word) error {
	open, size := utf8.DecodeRuneInString(s.rest)
	start := s.rest
	s.rest = s.rest[size:]
	w.quoted = true
	for s.rest != "" {
		if s.closed(quotes[open]) {
			return nil
		}
		if strings.HasPrefix(s.rest, `\"`) || strings.HasPrefix(s.rest, `\\`) {
			w.text, s.rest = w.text+s.rest[1:2], s.rest[2:]
			continue
		}
		p, err := s.token()
		if err != nil {
			return err
		}
		if p.user != "" {
			return tools.Errorf(tools.InvalidInput, "Write the mention of @%s without quotes.", tools.Clean(p.text))
		}
		w.text += p.text
	}
	return tools.Errorf(tools.InvalidInput, "The quote that begins %s is not closed.", tools.Clean(clip(start)))
}

// closed takes the closing quote, and a comma after it, if they are next.
func (s *scanner) closed(closers string) bool {
	r, size := utf8.DecodeRuneInString(s.rest)
	if !strings.ContainsRune(closers, r) {
		return false
	}
	after := scanner{rest: strings.TrimLeft(s.rest[size:], ",;")}
	listed := len(after.rest) < len(s.rest[size:]) && after.atQuote()
	if after.rest != "" && !after.atBlank() && !listed {
		return false
	}
	s.rest = after.rest
	return true
}

// atBlank knows all the blanks of Unicode, those that do not break among them.
func (s *scanner) atBlank() bool {
	r, _ := utf8.DecodeRuneInString(s.rest)
	return unicode.IsSpace(r)
}

// flagName takes the dashes off a flag. Phones make one long dash of two.
func flagName(text string) (name string, dashed bool) {
	for _, dashes := range []string{"--", "—", "–", "―"} {
		if name, is := strings.CutPrefix(text, dashes); is {
			return name, true
		}
	}
	return text, false
}

// clip keeps a message on one line.
func clip(text string) string {
	if runes := []rune(text); len(runes) > 20 {
		return string(runes[:20]) + "…"
	}
	return text
}
