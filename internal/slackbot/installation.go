// Installation: whether the app is installed in Slack so that the bot can do its work,
// and what is to be done where it is not.

package slackbot

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
	"govgroup/internal/web"
)

// Finding is one thing that the bot needs, and how it is.
type Finding struct {
	Check string // what was looked at
	Found string // what is right
	Fault string // what is wrong; empty: nothing
	Cure  string // what to do about it
	Vital bool   // nobody can use the bot until that is done
}

// Examine looks at everything that the bot needs of Slack, and changes nothing there. Of
// the config it takes the secrets, the channel of approvers, the rules, the address of a
// group's page and that of Slack.
func Examine(ctx context.Context, c Config) []Finding {
	e := &examination{Config: c.filled(), api: newAPI(c)}
	e.looks()
	e.receiving(ctx)
	e.installed(ctx)
	return e.findings
}

// examination collects findings.
type examination struct {
	Config
	api      *slack.Client
	findings []Finding
}

func (e *examination) add(f Finding) { e.findings = append(e.findings, f) }

// looks tries what an operator chooses about them.
func (e *examination) looks() {
	f := Finding{Check: "group pages", Found: "names of groups are no links"}
	if e.GroupURL != "" {
		f.Found = "names of groups are links"
	}
	if _, err := card.New(card.Settings{GroupURL: e.GroupURL}); err != nil {
		f.Fault, f.Cure = err.Error(), "Correct --group-url."
	}
	e.add(f)
}

// receiving tries the way on which Slack's deliveries come.
func (e *examination) receiving(ctx context.Context) {
	f := Finding{Check: "deliveries", Vital: true}
	switch {
	case !e.AppToken.Empty():
		f.Found = "over Socket Mode; Slack takes the app token"
		if _, _, err := e.api.StartSocketModeContext(ctx); err != nil {
			f.Fault, f.Cure = "Slack does not take the app token: "+inWords(err), appTokenCure(err)
		}
	case !e.SigningSecret.Empty():
		f.Found = "over HTTP; whether the signing secret is the right one shows when Slack posts something"
	default:
		f.Fault = "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set"
		f.Cure = "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET and --addr for HTTP."
	}
	e.add(f)
}

// installed looks at the app as it is installed. Without a token that Slack takes there
// is nothing more to ask.
func (e *examination) installed(ctx context.Context) {
	self, ok := e.token(ctx)
	if !ok {
		return
	}
	e.scopes(self.Header)
	e.workspace(self)
	if e.Approvers != "" {
		e.add(e.approvers(ctx))
	}
	for _, id := range e.Rules.Channels {
		e.add(e.allowed(ctx, id))
	}
	for _, id := range e.Rules.Groups {
		e.add(e.userGroup(ctx, id))
	}
}

// token asks Slack whose token it is.
func (e *examination) token(ctx context.Context) (*slack.AuthTestResponse, bool) {
	if e.BotToken.Empty() {
		e.add(Finding{Check: "bot token", Fault: "SLACK_BOT_TOKEN is not set", Cure: botTokenCure, Vital: true})
		return nil, false
	}
	self, err := e.api.AuthTestContext(ctx)
	if err != nil {
		e.add(Finding{Check: "bot token", Fault: "Slack does not take it: " + inWords(err), Cure: tokenCure(err), Vital: true})
		return nil, false
	}
	e.add(Finding{Check: "bot token", Found: fmt.Sprintf("the app is installed in the workspace %s (%s)", tools.Clean(self.Team), tools.Clean(self.TeamID))})
	return self, true
}

// scopes compares what the token may do with what it has to.
func (e *examination) scopes(header http.Header) {
	f := Finding{Check: "scopes", Found: "the token has all that are needed"}
	if missing := e.missingScopes(header); len(missing) > 0 {
		f.Fault = "the token lacks " + strings.Join(missing, ", ")
		f.Cure = "Under OAuth & Permissions add " + strings.Join(missing, ", ") + ", and install the app again."
		f.Vital = slices.ContainsFunc(missing, vitalScope)
	}
	e.add(f)
}

// missingScopes are those that the token lacks, as Slack says with an answer; none if it
// does not say.
func (c Config) missingScopes(header http.Header) []string {
	if len(header.Values("X-Oauth-Scopes")) == 0 {
		return nil
	}
	has := strings.FieldsFunc(header.Get("X-Oauth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
	return slices.DeleteFunc(c.scopes(), func(scope string) bool { return slices.Contains(has, scope) })
}

// vitalScope reports whether nobody gets in without a scope.
func vitalScope(scope string) bool {
	return slices.Contains([]string{"users:read", "users:read.email", "usergroups:read"}, scope)
}

// workspace looks whether anybody there may use the app.
func (e *examination) workspace(self *slack.AuthTestResponse) {
	f := Finding{Check: "workspace", Found: "people of " + tools.Clean(self.TeamID) + " may use it", Vital: true}
	switch {
	case self.TeamID == "" || strings.HasPrefix(self.TeamID, "E"):
		f.Fault = "the app is installed for a whole organisation (Enterprise Grid), which is not served"
		f.Cure = "Install it in one workspace, and give the bot the token of that."
	case len(e.Rules.Teams) > 0 && !slices.Contains(e.Rules.Teams, self.TeamID):
		f.Fault = fmt.Sprintf("the app is installed in %s, and only %s may use it", tools.Clean(self.TeamID), strings.Join(e.Rules.Teams, ", "))
		f.Cure = "Name " + tools.Clean(self.TeamID) + " with --allow-team, or give the bot the token of another workspace."
	}
	e.add(f)
}

// approvers looks whether approvers can be told in their channel.
func (e *examination) approvers(ctx context.Context) Finding {
	f := Finding{Check: "approvers' channel " + tools.Clean(e.Approvers), Found: "the app is in it"}
	info, err := e.channel(ctx, e.Approvers)
	switch {
	case err != nil:
		f.Fault, f.Cure = channelFault(err), channelCure(err, "--approvers-channel")
	case info.IsArchived:
		f.Fault, f.Cure = "it is archived", "Unarchive it, or give another one with --approvers-channel."
	case !info.IsMember:
		f.Fault, f.Cure = "the app is not in it", "Invite the app there."
	case (info.IsExtShared || info.IsPendingExtShared) && !e.Rules.Shared:
		f.Fault, f.Cure = "it is shared with another organisation, which reads there what waits", "Give a channel of your own with --approvers-channel, or --allow-shared."
	}
	if f.Fault != "" {
		f.Fault += "; approvers are not told in Slack until that is mended"
	}
	return f
}

// allowed looks at a channel in which the bot may be used.
func (e *examination) allowed(ctx context.Context, id string) Finding {
	f := Finding{Check: "channel " + tools.Clean(id), Found: "the app sees it"}
	if strings.HasPrefix(id, "D") {
		f.Found = "a direct message, which needs no look"
		return f
	}
	info, err := e.channel(ctx, id)
	switch {
	case err != nil:
		f.Fault, f.Cure = channelFault(err), channelCure(err, "--allow-channel")
	case info.IsArchived:
		f.Fault, f.Cure = "it is archived", "Unarchive it, or take it out of --allow-channel."
	}
	return f
}

func (e *examination) channel(ctx context.Context, id string) (*slack.Channel, error) {
	return e.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
}

// userGroup looks whether it can be told who is in a user group: nobody is served without.
func (e *examination) userGroup(ctx context.Context, id string) Finding {
	f := Finding{Check: "user group " + tools.Clean(id), Vital: true}
	members, err := e.api.GetUserGroupMembersContext(ctx, id)
	f.Found = fmt.Sprintf("has %d members", len(members))
	if err != nil {
		f.Fault, f.Cure = "Slack does not say who is in it, so nobody can use the bot: "+inWords(err), tokenCure(err)
		if slackCode(err) == "no_such_subteam" {
			f.Cure = "Correct --user-group: it takes an id such as S0123456789."
		}
	}
	return f
}

// tellInstallation has the log name what is wrong with the installation, once, when the
// bot starts.
func (b *Bot) tellInstallation(ctx context.Context) {
	e := &examination{Config: b.Config, api: b.services.api}
	e.installed(ctx)
	for _, f := range e.findings {
		if f.Fault == "" || ctx.Err() != nil {
			continue
		}
		say := b.Log.Warn
		if f.Vital {
			say = b.Log.Error
		}
		say("something is wrong with the app in Slack", "check", f.Check, "fault", f.Fault, "cure", f.Cure)
	}
}

// letIn asks Slack whether anybody can use the bot: whether the token is taken and may do
// what everyone needs, and whether the user groups of the policy can be read.
func (b *Bot) letIn(ctx context.Context) error {
	self, err := b.services.api.AuthTestContext(ctx)
	if err != nil {
		return forProbes(err)
	}
	for _, scope := range b.missingScopes(self.Header) {
		if vitalScope(scope) {
			return web.Public("the bot token lacks the scope " + scope)
		}
	}
	for _, id := range b.Rules.Groups {
		if _, err := b.services.directory.membersOf(ctx, id); err != nil {
			return fmt.Errorf("the user group %s cannot be read: %w", id, forProbes(err))
		}
	}
	return nil
}

// forProbes lets everyone who probes read Slack's own word. Anything else is for the log.
func forProbes(err error) error {
	if code := slackCode(err); code != "" {
		return web.Public("Slack says " + code)
	}
	return withoutAddress(err)
}
