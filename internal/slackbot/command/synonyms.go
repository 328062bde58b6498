// Synonyms: words that people use for a command, and sentences that mean one.

package command

import (
	"regexp"
	"slices"
	"strings"

	"govgroup/internal/tools"
)

// synonyms are other words for the first words of a command. None of them changes
// anything that the command itself does not.
var synonyms = map[string][]string{
	"find": {"list"}, "search": {"list"}, "groups": {"list"}, "ls": {"list"},
	"show": {"get"}, "info": {"get"}, "view": {"get"}, "open": {"get"}, "details": {"get"},
	"who": {"members", "list"}, "approvers": {"members", "list"},
	"person": {"people", "find"}, "me": {"whoami"},
	"offboard": {"handover"}, "leaver": {"handover"},
	"add": {"members", "add"}, "remove": {"members", "remove"}, "rename": {"update"},
	"new": {"create"}, "audit": {"history"}, "log": {"history"}, "changes": {"history"}, "revert": {"undo"},
	"?": {"help"}, "-h": {"help"}, "--help": {"help"},
}

// fillers are the words that lead from “who” to a group.
var fillers = [][]string{
	{"can", "approve", "for"}, {"approves", "for"}, {"approve", "for"}, {"is", "in"}, {"is", "a", "member", "of"}, {"are", "in"}, {"in"}, {"for"},
}

// halves are first words of commands that go on: without the second, what is asked for
// is the list.
var halves = map[string]string{"members": "list", "connections": "list", "people": "find"}

// meant puts a command's own words in place of those that mean it.
func (g *Grammar) meant(words []word) []word {
	if len(words) == 0 || words[0].quoted || words[0].user != "" || words[0].key != "" {
		return words
	}
	first := strings.ToLower(texts(words)[0])
	if second, half := halves[first]; half && len(words) > 1 && !g.goesOn(first, words[1]) {
		return slices.Concat(plain(first, second), words[1:])
	}
	replaced, known := synonyms[first]
	if !known || slices.Contains(g.next(nil), first) { // a command's own word is itself
		return words
	}
	return slices.Concat(plain(replaced...), sentence(first, words[1:]))
}

// sentence takes the words apart that some synonyms go on with.
func sentence(first string, rest []word) []word {
	switch first {
	case "who":
		return withoutFiller(rest)
	case "rename":
		return renaming(rest)
	}
	return rest
}

// between are the words that stand between people and their group.
var between = map[string]string{tools.NameMembersAdd: "to", tools.NameMembersRemove: "from"}

// groupFirst turns “people to group” around, where only people can be meant by what
// stands before the word.
func groupFirst(c command, words []word) []word {
	says, known := between[c.tool.Name]
	at := slices.IndexFunc(words, func(w word) bool { return w.isPlain() && strings.EqualFold(w.text, says) })
	if !known || at < 1 || slices.ContainsFunc(words[:at], func(w word) bool { return !w.isPerson() }) {
		return words
	}
	group := words[at+1:]
	end := slices.IndexFunc(group, func(w word) bool { return w.flag != "" || w.key != "" })
	if end < 0 {
		end = len(group)
	}
	if end == 0 {
		return words
	}
	return slices.Concat([]word{joined(group[:end])}, words[:at], group[end:])
}

// goesOn reports whether a word may be meant as the next one of a command.
func (g *Grammar) goesOn(first string, w word) bool {
	return !w.quoted && w.user == "" && w.flag == "" && len(w.text) < 50 && tools.Nearest(w.text, g.next([]string{first})) != ""
}

// plain are words as they would be typed.
func plain(texts ...string) []word {
	words := make([]word, len(texts))
	for i, text := range texts {
		words[i].text = text
	}
	return words
}

func withoutFiller(words []word) []word {
	given := texts(words)
	for _, filler := range fillers {
		if len(given) > len(filler) && begins(given, filler) {
			return words[len(filler):]
		}
	}
	return words
}

// renaming makes “old to new” the two arguments.
func renaming(words []word) []word {
	for i, w := range words {
		if i > 0 && i < len(words)-1 && !w.quoted && strings.EqualFold(w.text, "to") {
			return []word{joined(words[:i]), {flag: "name", valued: true, text: joined(words[i+1:]).text, quoted: true}}
		}
	}
	if len(words) == 2 && words[0].quoted && words[1].quoted {
		return []word{words[0], {flag: "name", valued: true, text: words[1].text, quoted: true}}
	}
	return words
}

// joined makes one of words that belong together.
func joined(words []word) word {
	if len(words) == 1 {
		return words[0]
	}
	return word{text: strings.Join(texts(words), " "), quoted: true}
}

// eMail is an address, or a list that begins with one.
var eMail = regexp.MustCompile(`^[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+([,;]|$)`)

// isPerson reports whether a word can only be meant for people.
func (w word) isPerson() bool { return w.user != "" || !w.quoted && eMail.MatchString(w.text) }

// isPlain reports whether a word was typed without any mark.
func (w word) isPlain() bool {
	return !w.quoted && w.user == "" && w.flag == "" && w.key == "" && !strings.HasSuffix(w.text, ",")
}

// together joins the words of a name that was typed without quotes: all that there
// are where the command takes one name, and those before the first person where people
// follow it.
func together(c command, words []word) []word {
	takes := positional(Properties(c.tool))
	end := slices.IndexFunc(words, func(w word) bool { return !w.isPlain() || w.isPerson() })
	if end < 0 {
		end = len(words)
	}
	if end < 2 || !takes[0].isName() {
		return words
	}
	followed := len(takes) > 1 && takes[1].Subject == Person && end < len(words) && words[end].isPerson()
	if len(takes) > 1 && !followed {
		return words
	}
	return slices.Concat([]word{joined(words[:end])}, words[end:])
}

// successor reads “from to whom”.
func successor(c command, words []word) []word {
	at := slices.IndexFunc(words, func(w word) bool { return w.isPlain() && strings.EqualFold(w.text, "to") })
	if c.tool.Name != tools.NameHandover || at < 1 || at == len(words)-1 ||
		at > 1 && slices.ContainsFunc(words[:at], func(w word) bool { return !w.isPlain() }) {
		return words
	}
	to := words[at+1]
	to.flag, to.valued = "to", true
	return slices.Concat([]word{joined(words[:at]), to}, words[at+2:])
}

// isName reports whether one name or text is wanted, which may have blanks.
func (p Property) isName() bool { return !p.Many && (p.Subject == Group || p.Subject == Text) }

// whose takes a person among the words of a list for whose groups are asked for.
func whose(c command, words []word) []word {
	if c.tool.Name != tools.NameList || len(words) != 1 || !words[0].isPerson() {
		return words
	}
	w := words[0]
	w.flag, w.valued = "member", true
	return []word{w}
}

// sinceWords are words of a history that say what follows them.
var sinceWords = map[string]string{"since": "since", "until": "until", "by": "actor", "person": "person"}

// spans reads “since yesterday” and “by jane”, and a time that stands alone.
func spans(c command, words []word) []word {
	if c.tool.Name != tools.NameHistory {
		return words
	}
	if len(words) == 1 && words[0].isPlain() && slices.Contains([]string{"today", "yesterday"}, strings.ToLower(words[0].text)) {
		return []word{{flag: "since", valued: true, text: words[0].text, quoted: true}}
	}
	var all []word
	for len(words) > 0 {
		flag := spanFlag(words[0])
		if flag == "" || len(words) == 1 {
			all, words = append(all, words[0]), words[1:]
			continue
		}
		end := 1 + max(1, slices.IndexFunc(append(slices.Clone(words[1:]), word{quoted: true}), func(w word) bool {
			return !w.isPlain() || spanFlag(w) != ""
		})) // a mention, or what is in quotes, stands alone
		value := joined(words[1:end])
		value.flag, value.valued = flag, true
		all, words = append(all, value), words[end:]
	}
	return all
}

// spanFlag is the argument that a word of a history leads to, if it does.
func spanFlag(w word) string {
	if !w.isPlain() {
		return ""
	}
	return sinceWords[strings.ToLower(w.text)]
}
