// Command mcp-server serves governance groups over the Model Context Protocol.
package main

import (
	"context"
	"io"
	"strings"

	"govgroup/internal/app"
)

func main() { app.Main("mcp-server", run) }

// run is the program, with everything it gets from the system as an argument.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	var c commands
	chosen, err := line().Parse(&c, args, getenv, stdout)
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

// line is how the commands are read.
func line() app.CommandLine {
	return app.CommandLine{Name: "mcp-server", About: about, Vars: map[string]string{"clients": strings.Join(app.ClientNames(), ", ")}}
}
