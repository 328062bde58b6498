// Command slackbot serves governance groups in Slack.
package main

import (
	"context"
	"fmt"
	"io"

	"govgroup/internal/app"
)

func main() { app.Main("slackbot", run) }

// run is the program, with everything it gets from the system as an argument.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	var f flags
	chosen, err := app.CommandLine{Name: "slackbot", About: about}.Parse(&f, args, getenv, stdout)
	if err != nil || chosen == nil {
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
	case chosen.Command() == "doctor":
		return app.SlackDoctor(ctx, f.settings(), host, f.Doctor.JSON)
	case f.Console:
		return app.SlackConsole(ctx, f.settings(), host)
	}
	return app.Slack(ctx, f.settings(), host)
}
