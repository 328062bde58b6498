// Command mcp-server serves governance groups over the Model Context Protocol.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"govgroup/internal/app"
)

// main gives run what it needs of the system and turns its error into the exit
// code. A second signal ends the program at once.
func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "mcp-server: "+err.Error())
		os.Exit(1)
	}
}

// run is the program, with everything it gets from the system as an argument.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	var c commands
	chosen, err := parse(&c, args, getenv, stdout)
	if err != nil || chosen == nil {
		return err
	}
	log, err := app.NewLogger(stderr, c.LogLevel, c.LogFormat)
	if err != nil {
		return err
	}
	host := app.NewHost(getenv, stdin, stdout, stderr, log)
	chosen.BindTo(ctx, (*context.Context)(nil))
	return chosen.Run(host)
}

// helpShown ends the parsing after help was shown.
type helpShown struct{}

// parse reads flags and environment. It gives nil if help was asked for.
func parse(c *commands, args []string, getenv func(string) string, stdout io.Writer) (chosen *kong.Context, err error) {
	parser, err := kong.New(c, kong.Name("mcp-server"), kong.Description(about),
		kong.Writers(stdout, io.Discard), kong.UsageOnError(),
		kong.Vars{"clients": strings.Join(app.ClientNames(), ", ")},
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
	return parser.Parse(args)
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
