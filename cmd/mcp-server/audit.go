// Audit: the commands that read, verify and export what was done.

package main

import (
	"context"

	"govgroup/internal/app"
)

// auditCmd groups them.
type auditCmd struct {
	Verify auditVerify `cmd:"" help:"Read the whole audit; exit 1 and name the entry when it is broken, 2 when there is none."`
	Export auditExport `cmd:"" help:"Write the audit as JSON lines."`
}

// stateFlags are the flags that say which records are meant. What is kept there is
// named where they are embedded.
type stateFlags struct {
	State   string `env:"GOVGROUP_STATE" placeholder:"FILE" help:"Where ${kept}: a file, or postgres://…; otherwise govgroup/state.db in the user's state directory."`
	Sandbox bool   `env:"GOVGROUP_SANDBOX" help:"The state of programs with the embedded tenant."`
}

func (k stateFlags) settings() app.Settings { return app.Settings{State: k.State, Sandbox: k.Sandbox} }

type auditVerify struct {
	stateFlags `embed:"" set:"kept=the audit lives"`
	Expect     string `placeholder:"SEQ:HASH" help:"An entry that was noted down elsewhere, as an earlier verification printed it: it must still be there."`
	Export     string `placeholder:"FILE" help:"Verify this export instead of the state."`
}

// Run verifies the chain.
func (c auditVerify) Run(ctx context.Context, h app.Host) error {
	return app.VerifyAudit(ctx, c.settings(), h, app.Verification{Expect: c.Expect, Export: c.Export})
}

type auditExport struct {
	stateFlags `embed:"" set:"kept=the audit lives"`
	From       int64 `default:"1" help:"Number of the first entry."`
}

// Run writes the entries.
func (c auditExport) Run(ctx context.Context, h app.Host) error {
	return app.ExportAudit(ctx, c.settings(), h, c.From)
}
