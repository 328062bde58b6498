// Command slackbot serves governance groups in Slack.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"govgroup/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "slackbot: "+err.Error())
		os.Exit(1)
	}
}

// run is the program, with everything it gets from the system as an argument.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	var f flags
	chosen, err := parse(&f, args, getenv, stdout)
	if err != nil || !chosen {
		return err
	}
	log, err := app.NewLogger(stderr, f.level(), f.LogFormat)
	if err != nil {
		return err
	}
	host := app.NewHost(getenv, stdin, stdout, stderr, log)
	switch {
	case f.Version:
		_, err := fmt.Fprintln(stdout, host.Version)
		return err
	case f.Console:
		return app.SlackConsole(ctx, f.settings(), host)
	}
	return app.Slack(ctx, f.settings(), host)
}

// helpShown ends the parsing after help was shown.
type helpShown struct{}

// parse reads flags and environment. It gives false if help was asked for.
func parse(f *flags, args []string, getenv func(string) string, stdout io.Writer) (chosen bool, err error) {
	parser, err := kong.New(f, kong.Name("slackbot"), kong.Description(about),
		kong.Writers(stdout, io.Discard), kong.UsageOnError(),
		kong.Resolvers(environment(getenv)), kong.Exit(func(int) { panic(helpShown{}) }))
	if err != nil {
		return false, err
	}
	// The parser ends the program once it has shown help; here that is a return.
	defer func() {
		switch p := recover().(type) {
		case nil:
		case helpShown:
			chosen, err = false, nil
		default:
			panic(p)
		}
	}()
	_, err = parser.Parse(args)
	return err == nil, err
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
