// Package people says which caller of the tools a Slack user is, or why none:
// every check that stands between a click in Slack and an identity of the
// tenant.
package people

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"

	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// Surface is what callers from here are called in logs and the audit.
const Surface = "slack"

// Place is who acts and from where, as Slack's payloads say it.
type Place struct {
	Team    string // workspace id
	User    string
	Channel string // empty: not in a channel
}

// Slack is what is asked of Slack about people and channels.
type Slack interface {
	GetUserInfoContext(ctx context.Context, user string) (*slack.User, error)
	GetConversationInfoContext(ctx context.Context, input *slack.GetConversationInfoInput) (*slack.Channel, error)
	GetUserGroupMembersContext(ctx context.Context, group string) ([]string, error)
}

// Tenant is what is asked of the tenant.
type Tenant interface {
	ByEmail(ctx context.Context, email string) ([]directory.Person, error)
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

// Options are what a directory needs. Slack and Tenant are required.
type Options struct {
	Slack  Slack
	Tenant Tenant
	Rules  Rules
	Now    func() time.Time // nil: time.Now
}

// Step is one check on the way from a Slack user to a caller.
type Step struct {
	Name string // "E-mail"
	OK   bool
	Note string // what was found, a whole sentence
}

// fresh is for how long an answer about a person or a channel is believed.
const fresh = time.Minute

// Directory knows people. What it was told it believes for a minute. It is safe
// for concurrent use.
type Directory struct {
	Options
	known    memory
	inFlight singleflight.Group
}

// New makes a directory.
func New(o Options) *Directory {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Directory{Options: o, known: memory{now: o.Now}}
}

// Caller passes every check or gives the fault of the first that is not passed.
func (d *Directory) Caller(ctx context.Context, p Place) (tools.Caller, error) {
	f, _, fault := d.walk(ctx, p, d.all())
	if fault != nil {
		return tools.Caller{}, unchanged(fault, fault.Message)
	}
	c := f.caller()
	var err error
	c.Attributes, err = d.groups(ctx, p.User)
	return c, err
}

// Steps tells each check up to the first that is not passed.
func (d *Directory) Steps(ctx context.Context, p Place) []Step {
	_, steps, _ := d.walk(ctx, p, d.all())
	return steps
}

// Emails gives the e-mail of each mentioned user, by user id, under the same
// checks as for somebody who acts. The first who does not pass is an error that
// names them.
func (d *Directory) Emails(ctx context.Context, p Place, users []string) (map[string]string, error) {
	emails := map[string]string{}
	for _, user := range users {
		f, _, fault := d.walk(ctx, Place{Team: p.Team, User: user}, d.personal())
		if fault != nil {
			return nil, unchanged(fault, fmt.Sprintf("%s cannot be taken for a person of the tenant: %s", f.label(), fault.Message))
		}
		emails[user] = f.user.Profile.Email
	}
	return emails, nil
}

// unchanged says the fault's sentence with the reassurance that every refusal
// ends in.
func unchanged(fault *tools.Error, message string) *tools.Error {
	const nothing = "Nothing was changed."
	if !strings.HasSuffix(message, nothing) {
		message += " " + nothing
	}
	return &tools.Error{Code: fault.Code, Message: message, Cause: fault.Cause}
}
