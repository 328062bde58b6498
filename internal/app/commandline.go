// Command lines: what both programs read from flags and environment, and how they
// end.

package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// Run is a program, with everything that it gets from the system as an argument.
type Run func(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) error

// Main runs a program with the real system and turns its error into the exit
// code: 1, or 2 where the program found nothing to do its work on. A first signal lets it end in good order, which takes as long as its
// work; a second one ends it at once. A signal while the program starts is no
// failure either.
func Main(name string, run Run) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, name+": "+err.Error())
	switch told := ctx.Err() != nil && errors.Is(err, context.Canceled); {
	case told:
	case errors.Is(err, ErrNothing):
		os.Exit(2)
	default:
		os.Exit(1)
	}
}

// CommandLine says how a program's flags are read.
type CommandLine struct {
	Name, About string
	Vars        map[string]string // what help texts refer to by ${name}
}

// helpShown ends the parsing after help was shown.
type helpShown struct{}

// Parse fills the flags of a command line, each from its argument, its variable
// or its default, and gives what was chosen. It gives nil if help was asked for,
// which is then on stdout.
func (c CommandLine) Parse(flags any, args []string, getenv func(string) string, stdout io.Writer) (chosen *kong.Context, err error) {
	parser, err := kong.New(flags, kong.Name(c.Name), kong.Description(c.About), kong.Vars(c.Vars),
		kong.Writers(stdout, io.Discard), kong.UsageOnError(),
		kong.Resolvers(environment(getenv)), kong.Exit(func(int) { panic(helpShown{}) }))
	if err != nil {
		return nil, err
	}
	// The parser ends the program once it has shown help; here that is a return.
	defer func() {
		switch p := recover().(type) {
		case nil:
		case helpShown:
			chosen, err = nil, nil
		default:
			panic(p)
		}
	}()
	if done, err := c.common(parser, args, stdout); done || err != nil {
		return nil, err
	}
	if len(args) > 0 && args[0] == "help" {
		args = append(slices.Clone(args[1:]), "--help")
	}
	return parser.Parse(args)
}

// common are the words that every program knows: its version, and completion.
func (c CommandLine) common(parser *kong.Kong, args []string, stdout io.Writer) (done bool, err error) {
	switch {
	case len(args) == 1 && (args[0] == "--version" || args[0] == "version"):
		_, err = fmt.Fprintln(stdout, version())
	case len(args) == 2 && args[0] == "completion":
		err = complete(stdout, parser, args[1])
	case len(args) == 1 && args[0] == "completion":
		err = fmt.Errorf("which shell? %s completion %s", c.Name, strings.Join(shells, "|"))
	default:
		return false, nil
	}
	return true, err
}

// environment gives flags the value of their environment variable. The parser
// reads the process's own variables; this one lets a test bring others.
func environment(getenv func(string) string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		for _, name := range flag.Envs {
			if v := getenv(name); v != "" {
				return v, nil
			}
		}
		return nil, nil
	})
}

// Signed is a number that may be below zero. "--flag -1" is taken like
// "--flag=-1"; by itself the parser would look for a flag named 1.
type Signed int

// Decode takes the next word, whatever it begins with.
func (n *Signed) Decode(ctx *kong.DecodeContext) error {
	word := ctx.Scan.Pop()
	if word.IsEOL() {
		return errors.New("a whole number is missing")
	}
	value, err := strconv.Atoi(word.String())
	if err != nil {
		return fmt.Errorf("%q is not a whole number", word.String())
	}
	*n = Signed(value)
	return nil
}
