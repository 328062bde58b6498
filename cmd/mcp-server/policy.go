// Policy: the commands that check and explain it.

package main

import (
	"context"

	"govgroup/internal/app"
)

// policyCmd groups them.
type policyCmd struct {
	Check   policyCheck   `cmd:"" help:"Read a policy file; name each mistake with its line, and groups of roles that the tenant does not have once."`
	Explain policyExplain `cmd:"" help:"Say what the policy says of a call, and why. Nothing is carried out."`
}

type policyCheck struct {
	File    string `arg:"" help:"The policy file."`
	Sandbox bool   `env:"GOVGROUP_SANDBOX" help:"Look groups up in the embedded tenant."`
}

// Run checks the file.
func (c policyCheck) Run(ctx context.Context, h app.Host) error {
	return app.CheckPolicy(ctx, app.Settings{Sandbox: c.Sandbox}, h, c.File)
}

type policyExplain struct {
	As        string   `required:"" placeholder:"EMAIL" help:"Who calls."`
	Attribute []string `sep:"none" placeholder:"ATTRIBUTE" help:"What signing in would say of them, such as slack_group:S0123 or claim:groups=iam-admins; repeatable."`
	Tool      string   `arg:"" help:"The tool, such as govgroup_delete."`
	Argument  []string `arg:"" optional:"" help:"Its arguments in their order, or as name=value."`

	stateFlags `embed:"" set:"kept=changes are on record, which limits count"`
	Policy     string `env:"GOVGROUP_POLICY" placeholder:"FILE" help:"The policy file; otherwise the built-in rules."`
	APIVersion string `name:"api-version" env:"GOVGROUP_API_VERSION" placeholder:"V" help:"As for serve."`
}

// Run explains.
func (c policyExplain) Run(ctx context.Context, h app.Host) error {
	s := c.settings()
	s.Policy, s.APIVersion = c.Policy, c.APIVersion
	return app.ExplainPolicy(ctx, s, h, app.Inquiry{Email: c.As, Attributes: c.Attribute, Tool: c.Tool, Arguments: c.Argument})
}
