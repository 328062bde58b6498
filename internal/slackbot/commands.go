// Commands: what people type.

package slackbot

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
)

// busy is all that a person gets when there is no room for a command; it goes out
// with the acknowledgement, which needs none.
var busy = tools.Unchanged(tools.Errorf(tools.Unavailable, "Too much is going on at the moment, so this was not done. Try again in a moment."))

// handleCommand has a command worked on, and gives what to acknowledge it with.
func handleCommand(s *services, typed slack.SlashCommand) any {
	from := origin{Team: typed.TeamID, User: typed.UserID, Channel: typed.ChannelID, OrgWide: typed.IsEnterpriseInstall}
	i := s.interaction("command", from,
		s.sender.at(typed.UserID, typed.ChannelID, "", typed.ResponseURL, 0), typed.TriggerID)
	c, err := s.grammar.Parse(typed.Text)
	if unclear := err; unclear != nil {
		err = i.start(s.quick, func(context.Context, *interaction) error { return unclear })
	} else {
		err = runCommand(i, c)
	}
	if err != nil {
		return map[string]string{"response_type": slack.ResponseTypeEphemeral, "text": busy.Message}
	}
	return nil
}

// runCommand does what a command asks for. What asks nothing of the tenant does
// not wait behind what does.
func runCommand(i *interaction, c command.Command) error {
	if c.Tool.Name != "" {
		i.what = c.Tool.Name
	}
	switch {
	case c.Kind == command.ShowLauncher:
		return i.start(i.quick, func(ctx context.Context, i *interaction) error {
			i.ephemeral(ctx, i.renderer.Launcher(i.registry.ToolsFor(ctx, i.caller)))
			return nil
		})
	case c.Kind == command.ShowHelp:
		return i.start(i.quick, func(ctx context.Context, i *interaction) error { return i.showHelp(ctx, c.Topic) })
	case c.Kind == command.OpenForm, c.Tool.Effect == tools.Changes && slices.ContainsFunc(c.Mentions(), command.IsUserGroup):
		// Who is in a user group nobody has typed: it is read in the form before it is done.
		return i.openForm(c.Tool, func(ctx context.Context) (json.RawMessage, error) { return argumentsOf(ctx, i, c) })
	case c.Kind == command.UndoLast:
		return i.start(i.work, undoLast)
	case c.Tool.Name == tools.NameWhoami:
		return whoami(i)
	}
	return i.start(i.work, func(ctx context.Context, i *interaction) error {
		arguments, err := argumentsOf(ctx, i, c)
		if err != nil {
			return err
		}
		return i.call(ctx, tools.Call{Tool: c.Tool.Name, Arguments: arguments}, i.ephemeral)
	})
}

// argumentsOf are a command's arguments, with the e-mail of everyone it mentions.
func argumentsOf(ctx context.Context, i *interaction, c command.Command) (json.RawMessage, error) {
	emails, err := i.directory.mentioned(ctx, i.origin, c.Mentions())
	if err != nil && !c.Tool.ReadOnly() {
		err = tools.Unchanged(err)
	}
	if err != nil {
		return nil, err
	}
	return c.Arguments(emails)
}

// whoami answers even those who may do nothing else: it tells them why.
func whoami(i *interaction) error {
	return i.startUnchecked(i.work, func(ctx context.Context, i *interaction) error {
		checks := i.directory.checks(ctx, i.origin)
		var done tools.Result
		caller, err := i.directory.caller(ctx, i.origin)
		if err != nil {
			i.logCause(tools.AsError(err))
		} else if done, err = i.registry.Call(ctx, tools.Call{Tool: tools.NameWhoami, Caller: caller}); err != nil {
			return err
		}
		i.ephemeral(ctx, i.renderer.Whoami(checks, done))
		return nil
	})
}

// lookedBack is among how many of a person's changes the last one is looked for that
// can be undone.
const lookedBack = 50

// undoLast undoes the last change of whoever acts that is not undone yet.
func undoLast(ctx context.Context, i *interaction) error {
	arguments, err := json.Marshal(map[string]any{"actor": i.caller.Who(), "limit": lookedBack})
	if err != nil {
		return err
	}
	found, err := i.registry.Call(ctx, tools.Call{Tool: tools.NameHistory, Arguments: arguments, Caller: i.caller})
	if err != nil {
		return err
	}
	if last := card.LastUndoable(found, i.caller.Who()); last != "" {
		return undo(ctx, i, last)
	}
	return tools.Unchanged(tools.Errorf(tools.NotFound, "None of your last changes can be undone; %s history lists them all.", i.grammar.Root))
}
