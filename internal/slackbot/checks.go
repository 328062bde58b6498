// Checks: what a person has to pass, in this order. Each relies on those before it.

package slackbot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
	people "govgroup/internal/tools/directory"
)

// userFacts are what is known of somebody so far.
type userFacts struct {
	origin
	user       *slack.User
	identity   string
	attributes []string // what the policy may ask of somebody
}

// caller names the person by ids that Slack never gives to another: the workspace's
// and their own.
func (f *userFacts) caller(surface string) tools.Caller {
	return tools.Caller{
		Surface: surface, Subject: f.Team + "/" + f.User, Email: f.user.Profile.Email, Identity: f.identity, Attributes: f.attributes,
	}
}

// label names the person for others to read.
func (f *userFacts) label() string {
	if f.user == nil {
		return "User " + tools.Clean(f.User)
	}
	return tools.Clean(cmp.Or(f.user.Profile.Email, f.user.Profile.RealName, f.user.Name, f.User))
}

// check looks at one thing. It says what it found, or why that is not enough.
type check struct {
	name string
	look func(context.Context, *userFacts) (string, *tools.Error)
}

// allChecks has first what concerns everybody there, and the tenant last, because it is
// not ours to ask for people whom Slack does not vouch for.
func (d *directory) allChecks() []check {
	personal := d.personalChecks()
	checks := append([]check{personal[0], {"Channel", d.channel}}, personal[1:]...)
	if len(d.rules.Groups) > 0 {
		checks = append(checks, check{"User groups", d.userGroups})
	}
	return append(checks, check{"Identity", d.identity})
}

// personalChecks are those of a person wherever they are.
func (d *directory) personalChecks() []check {
	return []check{
		{"Workspace", d.workspace}, {"Account", d.account}, {"Home", d.home}, {"Kind", d.kind}, {"E-mail", email},
	}
}

// run goes from check to check until one is not passed.
func (d *directory) run(ctx context.Context, from origin, checks []check) (*userFacts, []card.Check, *tools.Error) {
	f := &userFacts{origin: from}
	var steps []card.Check
	for _, c := range checks {
		note, failure := c.look(ctx, f)
		if failure != nil {
			return f, append(steps, card.Check{Name: c.name, Note: failure.Message}), failure
		}
		steps = append(steps, card.Check{Name: c.name, OK: true, Note: note})
	}
	return f, steps, nil
}

// workspace looks at where the command was given. That is not always where the
// person is at home.
func (d *directory) workspace(_ context.Context, f *userFacts) (string, *tools.Error) {
	switch {
	case f.OrgWide:
		return "", refuse("This app is installed for a whole organisation (Enterprise Grid), which it does not serve. Ask whoever runs it to install it in your workspace.")
	case f.Team == "":
		return "", refuse("Slack did not say which workspace this comes from, so it is not served. Ask whoever runs this app.")
	case !slices.Contains(d.rules.Teams, f.Team):
		return "", refuse("The workspace %s is not one that this app serves.", tools.Clean(f.Team))
	}
	return fmt.Sprintf("The workspace %s is allowed.", f.Team), nil
}

// account asks Slack who it is.
func (d *directory) account(ctx context.Context, f *userFacts) (string, *tools.Error) {
	user, err := remember(ctx, d, "user "+f.User, func(ctx context.Context) (*slack.User, error) {
		return d.ask.user(ctx, f.User)
	})
	switch code := slackCode(err); {
	case code == "user_not_found" || code == "users_not_found" || code == "user_not_visible":
		return "", &tools.Error{Code: tools.NotAllowed, Message: "Slack does not know or does not show this account.", Cause: err}
	case err != nil:
		return "", slackError(err, "Slack did not say whose account this is")
	}
	f.user = user
	if user.Deleted || user.IsInvitedUser {
		return "", refuse("The Slack account %s is not active.", tools.Clean(f.User))
	}
	return fmt.Sprintf("The Slack account %s is active.", f.User), nil
}

// home refuses people of other workspaces, who can be in a channel of ours.
func (d *directory) home(_ context.Context, f *userFacts) (string, *tools.Error) {
	homes := append([]string{f.user.TeamID}, f.user.Enterprise.Teams...)
	ours := slices.ContainsFunc(homes, func(team string) bool { return slices.Contains(d.rules.Teams, team) })
	if f.user.IsStranger || !ours {
		return "", refuse("The account belongs to another workspace (%s).", tools.Clean(f.user.TeamID))
	}
	return "The account belongs to an allowed workspace.", nil
}

// kind refuses programs and, unless they are allowed, guests.
func (d *directory) kind(_ context.Context, f *userFacts) (string, *tools.Error) {
	u := f.user
	switch {
	case u.IsBot || u.IsWorkflowBot || u.IsConnectorBot || u.ID == "USLACKBOT":
		return "", refuse("The account is a program's, and only people may act here.")
	case (u.IsRestricted || u.IsUltraRestricted) && !d.rules.Guests:
		return "", refuse("The account is a guest's, and guests may not act here.")
	}
	return "The account is a person's.", nil
}

// email trusts an address only if its owner has proved that it is theirs: anybody
// can enter anybody's.
func email(_ context.Context, f *userFacts) (string, *tools.Error) {
	address := f.user.Profile.Email
	switch {
	case address == "":
		return "", refuse("Slack tells no e-mail address of the account; the app may lack the scope users:read.email.")
	case !f.user.IsEmailConfirmed:
		return "", refuse("The e-mail address %s has not been confirmed in Slack.", tools.Clean(address))
	}
	return fmt.Sprintf("The e-mail address %s is confirmed.", tools.Clean(address)), nil
}

// refuse makes the error of a check that is not passed.
func refuse(format string, args ...any) *tools.Error {
	return tools.Errorf(tools.NotAllowed, format, args...)
}

// channel refuses places that are not allowed or that outsiders can read. A
// place about which Slack tells us nothing is refused too, unless an operator
// has named it.
//
//nolint:cyclop // a case for each reason to refuse
func (d *directory) channel(ctx context.Context, f *userFacts) (string, *tools.Error) {
	named := slices.Contains(d.rules.Channels, f.Channel)
	switch {
	case f.Channel == "":
		return "This does not come from a channel.", nil
	case len(d.rules.Channels) > 0 && !named:
		return "", refuse("The channel %s is not one that this app may be used in.", tools.Clean(f.Channel))
	case d.rules.Shared || strings.HasPrefix(f.Channel, "D"):
		return "The channel is allowed.", nil // answers in a direct message are seen by the one who asked
	}
	info, err := remember(ctx, d, "channel "+f.Channel, func(ctx context.Context) (*slack.Channel, error) {
		return d.ask.channel(ctx, f.Channel)
	})
	switch {
	case err != nil && named:
		return "The channel is allowed by name.", nil
	case err != nil:
		return "", unseen(err)
	case info.IsExtShared || info.IsPendingExtShared:
		return "", refuse("The channel is shared with another organisation. Use a direct message with the app, or a channel of your own.")
	}
	return fmt.Sprintf("The channel %s is not shared with other organisations.", f.Channel), nil
}

// unseen says what to do where Slack does not show the app a channel.
func unseen(err error) *tools.Error {
	if slackCode(err) != "channel_not_found" {
		return slackError(err, "Slack did not say whether this channel is shared with another organisation")
	}
	failure := refuse("The app cannot see this channel, so it cannot tell whether outsiders can. Invite the app to it, or use a direct message with the app.")
	failure.Cause = err
	return failure
}

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
