// The grammar: which commands there are, and what a line of text asks for.

package command

import (
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/tools"
)

// Grammar understands commands for a set of tools. It is safe for concurrent
// use.
type Grammar struct {
	Root     string // the slash command itself: /govgroup
	commands []command
}

// command are the words by which a tool is called.
type command struct {
	words []string
	tool  tools.Tool
}

// pending is the only word that is not part of a tool's name: what people call
// the list of their open requests.
const pending, pendingTool = "pending", tools.NameConfirmation

// New makes the grammar of the tools, whose order it keeps in its help. Root is
// the slash command, with its slash.
func New(root string, all []tools.Tool) *Grammar {
	g := &Grammar{Root: root}
	for _, t := range all {
		g.commands = append(g.commands, command{t.Words(), t})
		if t.Name == pendingTool {
			g.commands = append(g.commands, command{[]string{pending}, t})
		}
	}
	return g
}

// Parse understands a line. An error is a [*tools.Error] with one line for the
// person; nothing was done then.
func (g *Grammar) Parse(line string) (Command, error) {
	c, err := g.parse(line)
	if err != nil && !(c.Kind == Run && c.Tool.ReadOnly()) {
		err = tools.Unchanged(err)
	}
	return c, err
}

// parse gives the command with an error, too, where it is known which was meant.
func (g *Grammar) parse(line string) (Command, error) {
	words, err := split(line)
	if err != nil {
		return Command{}, err
	}
	words = g.meant(words)
	if len(words) == 0 {
		return Command{Kind: ShowLauncher}, nil
	}
	if strings.EqualFold(words[0].text, "help") && !words[0].quoted {
		return Command{Kind: ShowHelp, Topic: texts(words[1:])}, nil
	}
	said, rest, err := g.find(words)
	if err != nil {
		return Command{}, err
	}
	if slices.ContainsFunc(rest, func(w word) bool { return w.flag == "help" }) {
		return Command{Kind: ShowHelp, Topic: said.words}, nil
	}
	if said.tool.Name == tools.NameUndo && isLast(rest) {
		return Command{Kind: UndoLast, Tool: said.tool}, nil
	}
	c, err := g.bind(said, together(said, spans(said, whose(said, successor(said, groupFirst(said, rest))))))
	if err != nil {
		c = Command{Kind: Run, Tool: said.tool}
	}
	return c, err
}

// isLast reports whether no change is named, or the last one is.
func isLast(rest []word) bool {
	if len(rest) == 0 {
		return true
	}
	text := strings.ToLower(strings.Join(texts(rest), " "))
	return !rest[0].quoted && slices.Contains([]string{"last", "last change", "my last", "my last change"}, text)
}

// find takes the words of a tool off the beginning: the longest that fit.
func (g *Grammar) find(words []word) (command, []word, error) {
	var best command
	given := texts(words)
	for _, c := range g.commands {
		if len(c.words) > len(best.words) && begins(given, c.words) {
			best = c
		}
	}
	if best.words == nil {
		return best, nil, g.unknown(given)
	}
	return best, words[len(best.words):], nil
}

// unknown names the nearest right words for wrong ones.
func (g *Grammar) unknown(given []string) error {
	near := g.nearest(given)
	if len(near) == 0 || g.wouldChange(given, near) {
		return tools.Errorf(tools.InvalidInput, "There is no command “%s”; %s help lists them all.", tools.Clean(given[0]), g.Root)
	}
	typed := strings.Join(given[:min(len(given), len(near))], " ")
	meant := strings.Join(append([]string{g.Root}, near...), " ")
	if next := g.next(near); len(next) > 0 {
		return tools.Errorf(tools.InvalidInput, "“%s” is no whole command; %s goes on with %s.", tools.Clean(typed), meant, strings.Join(next, ", "))
	}
	return tools.Errorf(tools.InvalidInput, "There is no command “%s”; did you mean %s?", tools.Clean(typed), meant)
}

// wouldChange reports whether a guess would change something and is not all but what
// was typed: nobody who wants to read is led to that.
func (g *Grammar) wouldChange(given, near []string) bool {
	apart := 0
	for i, w := range near {
		letters, _ := tools.Distance(strings.ToLower(given[i]), w)
		apart = max(apart, letters)
	}
	reads := slices.ContainsFunc(g.commands, func(c command) bool { return begins(c.words, near) && c.tool.ReadOnly() })
	return apart > 2 && !reads
}

// nearest corrects word after word, as far as a word is near enough to a right
// one.
func (g *Grammar) nearest(given []string) []string {
	var path []string
	for _, w := range given {
		near := ""
		if len(w) < 50 { // comparing long texts costs, and nothing is near them
			near = tools.Nearest(w, g.next(path))
		}
		if near == "" {
			break
		}
		path = append(path, near)
	}
	return path
}

// next are the words that can follow the given ones.
func (g *Grammar) next(given []string) []string {
	var all []string
	for _, c := range g.commands {
		if len(c.words) > len(given) && begins(c.words, given) && !slices.Contains(all, c.words[len(given)]) {
			all = append(all, c.words[len(given)])
		}
	}
	return all
}

// Rewrite puts commands in place of the tools' names, for texts that were written
// for programs.
func (g *Grammar) Rewrite(text string) string {
	// Longer names first: one may begin with another.
	names := slices.Clone(g.commands)
	slices.SortStableFunc(names, func(a, b command) int { return len(b.tool.Name) - len(a.tool.Name) })
	for _, c := range names {
		text = strings.ReplaceAll(text, c.tool.Name, fmt.Sprintf("%s %s", g.Root, strings.Join(c.tool.Words(), " ")))
	}
	return text
}

// begins reports whether the words come first. Capitals do not matter: phones
// begin a line with one.
func begins(given, words []string) bool {
	return len(given) >= len(words) && slices.EqualFunc(given[:len(words)], words, strings.EqualFold)
}

// texts are words as they were typed. Flags and mentions keep their marks: they
// are none of a command's words, whatever they are called.
func texts(words []word) []string {
	all := make([]string, len(words))
	for i, w := range words {
		switch {
		case w.flag != "":
			all[i] = "--" + w.flag
		case w.key != "":
			all[i] = w.key + "=" + w.text
		case w.user != "":
			all[i] = "@" + w.text
		default:
			all[i] = w.text
		}
	}
	return all
}
