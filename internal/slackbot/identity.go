// Identities: who a confirmed e-mail belongs to in the tenant.

package slackbot

import (
	"context"
	"fmt"

	"govgroup/internal/tools"
	people "govgroup/internal/tools/directory"
)

// identity finds the one active identity with the e-mail: none and several are
// refused, never guessed between.
func (d *directory) identity(ctx context.Context, f *userFacts) (string, *tools.Error) {
	address := f.user.Profile.Email
	matches, err := remember(ctx, d, "identity "+address, func(ctx context.Context) ([]people.Person, error) {
		return d.ask.identities(ctx, address)
	})
	if err != nil {
		return "", tools.AsError(err)
	}
	switch {
	case len(matches) == 0:
		return "", refuse("Nobody in the tenant has the e-mail address %s.", tools.Clean(address))
	case len(matches) > 1:
		return "", refuse("More than one identity of the tenant has the e-mail address %s, so it does not say who you are.", tools.Clean(address))
	case matches[0].State != "" && matches[0].State != "ACTIVE":
		return "", refuse("Your identity in the tenant is inactive (%s).", matches[0].State)
	}
	f.identity = matches[0].ID
	return fmt.Sprintf("You are %s (id %s) in the tenant.", matches[0].Name, matches[0].ID), nil
}
