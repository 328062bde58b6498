// Token: the commands on the bearer tokens that let people in over HTTP.

package main

import (
	"context"

	"govgroup/internal/app"
)

// token groups them.
type token struct {
	New    tokenNew    `cmd:"" help:"Make a token and print it, once."`
	List   tokenList   `cmd:"" help:"List the tokens: whose, how long, last used. Never the tokens themselves."`
	Revoke tokenRevoke `cmd:"" help:"End a token for good."`
}

type tokenNew struct {
	stateFlags `embed:"" set:"kept=the tokens live, as hashes"`
	Name       string `required:"" placeholder:"NAME" help:"What people call it, such as jane-laptop."`
	Subject    string `required:"" placeholder:"EMAIL" help:"Whose it is. Whoever shows the token counts as this person."`
	Expires    string `default:"90d" placeholder:"TIME" help:"How long it is good: days, a duration (12h) or never; ${default} unless said otherwise."`
}

// Run makes the token.
func (c tokenNew) Run(ctx context.Context, h app.Host) error {
	return app.NewToken(ctx, c.settings(), h, c.Name, c.Subject, c.Expires)
}

type tokenList struct {
	stateFlags `embed:"" set:"kept=the tokens live, as hashes"`
}

// Run lists the tokens.
func (c tokenList) Run(ctx context.Context, h app.Host) error {
	return app.ListTokens(ctx, c.settings(), h)
}

type tokenRevoke struct {
	stateFlags `embed:"" set:"kept=the tokens live, as hashes"`
	Token      string `arg:"" help:"The token's name or id, as listed."`
}

// Run revokes the token.
func (c tokenRevoke) Run(ctx context.Context, h app.Host) error {
	return app.RevokeToken(ctx, c.settings(), h, c.Token)
}
