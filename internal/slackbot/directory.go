// Directory: which caller of the tools a Slack user is, or why none. Every check
// that stands between a click in Slack and an identity of the tenant.

package slackbot

import (
	"context"
	"fmt"
	"slices"

	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"

	"govgroup/internal/cache"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
)

// origin is who acts and from where, as Slack's payloads say it.
type origin struct {
	Team    string // workspace id
	User    string
	Channel string // empty: not in a channel

	OrgWide bool // it came to an app that is installed for a whole organisation
}

// originOf reads a click, a form or a type-ahead.
func originOf(callback slack.InteractionCallback, channel string) origin {
	return origin{Team: callback.Team.ID, User: callback.User.ID, Channel: channel, OrgWide: callback.IsEnterpriseInstall}
}

// Rules are what an operator allows. The zero value allows nobody: at least the
// workspace that the app is installed in has to be named.
type Rules struct {
	Teams    []string // workspaces, by id
	Channels []string // channels, by id; none: every channel that is not shared with outsiders
	Guests   bool     // guests may act too
	Shared   bool     // channels shared with other organisations are fine too
	Groups   []string // user groups, by id, that the policy speaks of
}

// directory knows people. What it was told it believes for a minute. It is safe
// for concurrent use.
type directory struct {
	surface  string // what its callers are called in logs and the audit
	rules    Rules
	ask      lookups
	known    *cache.Cache[string, any] // answers by question
	inFlight singleflight.Group
}

func newDirectory(surface string, rules Rules, ask lookups) *directory {
	return &directory{surface: surface, rules: rules, ask: ask, known: cache.New[string, any](mostKnown, fresh, nil)}
}

// forgetful is the same directory, for which nothing has been found out yet.
func (d *directory) forgetful() *directory { return newDirectory(d.surface, d.rules, d.ask) }

// caller passes every check or gives the error of the first that is not passed.
func (d *directory) caller(ctx context.Context, from origin) (tools.Caller, error) {
	f, _, failure := d.run(ctx, from, d.allChecks())
	if failure != nil {
		return tools.Caller{}, failure
	}
	return f.caller(d.surface), nil
}

// checks tells each check up to the first that is not passed.
func (d *directory) checks(ctx context.Context, from origin) []card.Check {
	_, steps, _ := d.run(ctx, from, d.allChecks())
	return steps
}

// emails gives the e-mail of each mentioned user, by user id, under the same
// checks as for somebody who acts. The first who does not pass is an error that
// names them.
func (d *directory) emails(ctx context.Context, from origin, users []string) (map[string]string, error) {
	found := map[string]string{}
	for _, user := range users {
		f, _, failure := d.run(ctx, origin{Team: from.Team, User: user}, d.personalChecks())
		if failure != nil {
			return nil, &tools.Error{
				Code: failure.Code, Message: fmt.Sprintf("%s cannot be taken for a person of the tenant: %s", f.label(), failure.Message), Cause: failure.Cause,
			}
		}
		found[user] = f.user.Profile.Email
	}
	return found, nil
}

// mentioned gives the e-mails of everyone whom each mention stands for: of a user their
// own, of a user group those of all who are in it.
func (d *directory) mentioned(ctx context.Context, from origin, mentions []string) (map[string][]string, error) {
	emails := map[string][]string{}
	for _, id := range mentions {
		users := []string{id}
		if command.IsUserGroup(id) {
			var err error
			if users, err = d.members(ctx, id); err != nil {
				return nil, err
			}
		}
		found, err := d.emails(ctx, from, users)
		if err != nil {
			return nil, err
		}
		for _, user := range users {
			emails[id] = append(emails[id], found[user])
		}
	}
	return emails, nil
}

// mostMembers is how many people a user group may stand for: as many as a form shows.
const mostMembers = card.MostOptions

// members are the users of a user group.
func (d *directory) members(ctx context.Context, id string) ([]string, error) {
	users, err := d.membersOf(ctx, id)
	switch {
	case err != nil:
		return nil, slackError(err, "Slack did not say who is in the user group "+tools.Clean(id))
	case len(users) == 0:
		return nil, tools.Errorf(tools.NotFound, "Nobody is in the user group %s.", tools.Clean(id))
	case len(users) > mostMembers:
		return nil, tools.Errorf(tools.InvalidInput, "The user group %s has %d people, and up to %d are taken at once. Name them, or give their identity ids.", tools.Clean(id), len(users), mostMembers)
	}
	return users, nil
}

// userGroups finds the person's user groups, as the policy names them. A group that
// cannot be looked at refuses: a rule that denies may speak of it.
func (d *directory) userGroups(ctx context.Context, f *userFacts) (string, *tools.Error) {
	for _, id := range d.rules.Groups {
		members, err := d.membersOf(ctx, id)
		if err != nil {
			return "", slackError(err, "It is not known what you may do, because Slack did not say who is in the user group "+tools.Clean(id))
		}
		if slices.Contains(members, f.User) {
			f.attributes = append(f.attributes, "slack_group:"+id)
		}
	}
	return fmt.Sprintf("You are in %d of the %d user groups that the policy speaks of.", len(f.attributes), len(d.rules.Groups)), nil
}

// membersOf gives who is in a user group, by user id.
func (d *directory) membersOf(ctx context.Context, group string) ([]string, error) {
	return remember(ctx, d, "group "+group, func(ctx context.Context) ([]string, error) { return d.ask.userGroup(ctx, group) })
}
