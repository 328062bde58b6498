// State: the commands about where the records are.

package main

import (
	"context"

	"govgroup/internal/app"
)

// stateCmd groups them.
type stateCmd struct {
	Copy stateCopy `cmd:"" help:"Copy requests, audit, tokens and keys from one state to a new one, such as from a file to PostgreSQL. Stop the programs that use it first."`
}

type stateCopy struct {
	From string `arg:"" help:"The state as it is: a file, or postgres://…"`
	To   string `arg:"" help:"Where it goes: a file that is not there yet, or an empty database."`
}

// Run copies it.
func (c stateCopy) Run(ctx context.Context, h app.Host) error {
	return app.CopyState(ctx, h, c.From, c.To)
}
