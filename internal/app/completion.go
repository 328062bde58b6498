// Completion: a script by which a shell completes the commands and flags of a program,
// made from their declarations.

package app

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// shells are those that there is a script for.
var shells = []string{"bash", "zsh", "fish"}

// complete writes the script for a shell. It is sourced by the shell.
func complete(w io.Writer, parser *kong.Kong, shell string) error {
	if !slices.Contains(shells, shell) {
		return fmt.Errorf("there is no completion for %q; there is one for %s", shell, strings.Join(shells, ", "))
	}
	program := parser.Model.Name
	if shell == "fish" {
		for _, c := range completed(parser.Model.Node, nil) {
			fmt.Fprintf(w, "complete -c %s -f -n '__fish_%s_at \"%s\"' -a '%s'\n", program, identifier(program), strings.Join(c.after, " "), strings.Join(c.words, " "))
		}
		_, err := fmt.Fprintf(w, fishAt, identifier(program))
		return err
	}
	if shell == "zsh" {
		fmt.Fprintln(w, "autoload -U +X bashcompinit && bashcompinit")
	}
	fmt.Fprintf(w, bashHead, identifier(program))
	for _, c := range completed(parser.Model.Node, nil) {
		fmt.Fprintf(w, "    '%s') words='%s' ;;\n", strings.Join(c.after, " "), strings.Join(c.words, " "))
	}
	_, err := fmt.Fprintf(w, bashTail, identifier(program), program)
	return err
}

// The scripts around the cases. What was typed so far, without its flags, is the case.
const (
	bashHead = `_%s() {
  local typed='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${COMP_WORDS[i]} == -* ]] || typed="${typed:+$typed }${COMP_WORDS[i]}"
  done
  case "$typed" in
`
	bashTail = `  esac
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _%s %s
`
	fishAt = `function __fish_%s_at
  set -l typed (string match -v -- '-*' (commandline -opc)[2..])
  test "$typed" = "$argv[1]"
end
`
)

// completion is what can follow some words.
type completion struct{ after, words []string }

// completed lists the completions of a command and those below it.
func completed(node *kong.Node, path []string) []completion {
	here := completion{after: path}
	var below []completion
	for _, child := range node.Children {
		if child.Type == kong.CommandNode && !child.Hidden {
			here.words = append(here.words, child.Name)
			below = append(below, completed(child, append(slices.Clone(path), child.Name))...)
		}
	}
	for _, group := range node.AllFlags(true) {
		for _, flag := range group {
			here.words = append(here.words, "--"+flag.Name)
		}
	}
	return append([]completion{here}, below...)
}

// identifier is the program's name as functions of shells are called.
func identifier(program string) string { return strings.ReplaceAll(program, "-", "_") }
