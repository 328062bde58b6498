// Commands: what people type.

package slackbot

import (
	"context"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/command"
	"govgroup/internal/slackbot/people"
	"govgroup/internal/slackbot/pool"
	"govgroup/internal/slackbot/transport"
	"govgroup/internal/tools"
)

const whoami = tools.Prefix + "whoami"

// busyText is all that a person gets when there is no room for a command; it goes
// out with the acknowledgement, which needs none.
const busyText = "Too much is going on at the moment, so this was not done. Nothing was changed. Try again in a moment."

// typed has a command worked on, and gives what to acknowledge it with.
func (b *Bot) typed(s slack.SlashCommand) any {
	c, err := b.Grammar.Parse(s.Text)
	v := b.visit("command", people.Place{Team: s.TeamID, User: s.UserID, Channel: s.ChannelID},
		b.sender.At(s.UserID, s.ChannelID, "", s.ResponseURL, 0), s.TriggerID)
	if err == nil && c.Tool.Name != "" {
		v.what = c.Tool.Name
	}
	if err == nil && c.Kind == command.Run && c.Tool.Name == whoami {
		err = b.whoami(v)
	} else {
		parsed := err
		err = v.begin(b.lane(c), func(ctx context.Context, v *visit) error {
			if parsed != nil {
				return parsed
			}
			return v.obey(ctx, c)
		})
	}
	if err != nil {
		return map[string]string{"response_type": slack.ResponseTypeEphemeral, "text": busyText}
	}
	return nil
}

// lane is where a command is worked on: what asks nothing of the tenant does not
// wait behind what does.
func (b *Bot) lane(c command.Command) *pool.Pool {
	if c.Kind == command.Run {
		return b.work
	}
	return b.quick
}

// obey does what a command asks for.
func (v *visit) obey(ctx context.Context, c command.Command) error {
	switch c.Kind {
	case command.Launch:
		v.say(ctx, v.bot.Renderer.Launcher())
		return nil
	case command.Explain:
		return v.explain(ctx, c.Topic)
	}
	var emails map[string]string
	if users := c.Mentions(); len(users) > 0 {
		var err error
		if emails, err = v.bot.People.Emails(ctx, v.where, users); err != nil {
			return err
		}
	}
	arguments, err := c.Arguments(emails)
	if err != nil {
		return err
	}
	if c.Kind == command.Fill {
		return v.openForm(ctx, c.Tool, arguments)
	}
	return v.call(ctx, tools.Call{Tool: c.Tool.Name, Arguments: arguments}, v.say)
}

func (v *visit) explain(ctx context.Context, topic []string) error {
	help, err := v.bot.Grammar.Help(topic)
	if err != nil {
		return err
	}
	v.say(ctx, v.bot.Renderer.Help(help))
	return nil
}

// whoami answers even those who may do nothing else: it tells them why.
func (b *Bot) whoami(v *visit) error {
	lane := b.quick
	submitted := lane.Submit(func(ctx context.Context) {
		err := v.contain(func() error {
			steps := b.People.Steps(ctx, v.where)
			var done tools.Result
			if caller, err := b.People.Caller(ctx, v.where); err == nil {
				if done, err = b.Registry.Call(ctx, tools.Call{Tool: whoami, Caller: caller}); err != nil {
					return err
				}
			}
			_ = steps
			v.say(ctx, b.Renderer.Result(tools.Call{Tool: whoami}, done, false))
			return nil
		})
		if err != nil {
			v.fail(ctx, tools.AsFault(err))
		}
	})
	if !submitted {
		return transport.ErrBusy
	}
	return nil
}
