// Commands: what people type.

package slackbot

import (
	"context"
	"encoding/json"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/command"
	"govgroup/internal/slackbot/people"
	"govgroup/internal/tools"
)

const whoami = tools.Prefix + "whoami"

// busyText is all that a person gets when there is no room for a command; it goes
// out with the acknowledgement, which needs none.
const busyText = "Too much is going on at the moment, so this was not done. Nothing was changed. Try again in a moment."

var busy = tools.Errorf(tools.Unavailable, busyText)

// typed has a command worked on, and gives what to acknowledge it with.
func (b *Bot) typed(s slack.SlashCommand) any {
	v := b.visit("command", people.Origin{Team: s.TeamID, User: s.UserID, Channel: s.ChannelID},
		b.sender.At(s.UserID, s.ChannelID, "", s.ResponseURL, 0), s.TriggerID)
	c, err := b.grammar.Parse(s.Text)
	if unclear := err; unclear != nil {
		err = v.begin(b.quick, func(context.Context, *visit) error { return unclear })
	} else {
		err = v.obey(c)
	}
	if err != nil {
		return map[string]string{"response_type": slack.ResponseTypeEphemeral, "text": busyText}
	}
	return nil
}

// obey has done what a command asks for. What asks nothing of the tenant does
// not wait behind what does.
func (v *visit) obey(c command.Command) error {
	if c.Tool.Name != "" {
		v.what = c.Tool.Name
	}
	switch {
	case c.Kind == command.ShowLauncher:
		return v.begin(v.bot.quick, func(ctx context.Context, v *visit) error {
			v.say(ctx, v.bot.renderer.Launcher())
			return nil
		})
	case c.Kind == command.ShowHelp:
		return v.begin(v.bot.quick, func(ctx context.Context, v *visit) error { return v.explain(ctx, c.Topic) })
	case c.Kind == command.OpenForm:
		return v.form(c.Tool, func(ctx context.Context) (json.RawMessage, error) { return v.arguments(ctx, c) })
	case c.Tool.Name == whoami:
		return v.whoami()
	}
	return v.begin(v.bot.work, func(ctx context.Context, v *visit) error {
		arguments, err := v.arguments(ctx, c)
		if err != nil {
			return err
		}
		return v.call(ctx, tools.Call{Tool: c.Tool.Name, Arguments: arguments}, v.say)
	})
}

// arguments are a command's, with the e-mail of everyone it mentions.
func (v *visit) arguments(ctx context.Context, c command.Command) (json.RawMessage, error) {
	var emails map[string]string
	if users := c.Mentions(); len(users) > 0 {
		var err error
		if emails, err = v.bot.people.Emails(ctx, v.where, users); err != nil {
			return nil, err
		}
	}
	return c.Arguments(emails)
}

// explain shows the help that is derived from the tools' declarations.
func (v *visit) explain(ctx context.Context, topic []string) error {
	help, err := v.bot.grammar.Help(topic)
	if err != nil {
		return err
	}
	v.say(ctx, v.bot.renderer.Help(help))
	return nil
}

// whoami answers even those who may do nothing else: it tells them why.
func (v *visit) whoami() error {
	return v.beginUnchecked(v.bot.work, func(ctx context.Context, v *visit) error {
		steps := v.bot.people.Steps(ctx, v.where)
		var done tools.Result
		if caller, err := v.bot.people.Caller(ctx, v.where); err == nil {
			if done, err = v.bot.Registry.Call(ctx, tools.Call{Tool: whoami, Caller: caller}); err != nil {
				return err
			}
		}
		v.say(ctx, v.bot.renderer.Whoami(steps, done))
		return nil
	})
}
