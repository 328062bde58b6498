// Calls: calling tools, and answering with what they said.

package slackbot

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"

	"govgroup/internal/confirm"
	"govgroup/internal/observe"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
)

// deliver sends an answer, as a new message or in place of another.
type deliver func(ctx context.Context, m card.Message) sentMessage

// working is the first sign of life.
const working = "Working on it…"

// call calls a tool for whoever acts and delivers the answer. Where the outcome
// waits for a decision, the answer is the question.
func (i *interaction) call(ctx context.Context, c tools.Call, how deliver) error {
	if c.Tool == tools.NameConfirmation {
		return i.showRequests(ctx, c)
	}
	i.called = c
	observe.Current(ctx).Set(slog.String("gen_ai.tool.name", c.Tool))
	wait := updateEvery
	if !i.responder.isDM() {
		wait = lastingWait
	}
	steps := i.progress(ctx, how, wait, working)
	c.Caller, c.Progress = i.caller, steps.report
	done, err := i.registry.Call(ctx, c)
	how = steps.stop()
	if err != nil {
		return err
	}
	if o, changes := done.Data.(tools.Outcome); changes && o.Confirmation != nil {
		return i.ask(ctx, o, how)
	}
	how(ctx, i.renderer.Result(c, done, i.responder.Channel != ""))
	return nil
}

// follow shows where a request stands: the question while it waits, and what
// became of it after that.
func (i *interaction) follow(ctx context.Context, id tools.RequestID) error {
	q, err := i.requests.settled(ctx, id, i.caller)
	if err != nil {
		return err
	}
	sent := i.ephemeral(ctx, i.renderer.Request(q))
	if q.Outcome.Status == tools.StatusAsk {
		i.cards.opened(id, i.caller, sent)
	}
	return nil
}

// showRequests shows the request that a call is about, or else all that wait for
// whoever acts: what they asked for, and what they may decide for others.
func (i *interaction) showRequests(ctx context.Context, c tools.Call) error {
	var in struct{ ID tools.RequestID }
	_ = json.Unmarshal(c.Arguments, &in) // arguments that are none ask for all
	if in.ID != "" {
		return i.follow(ctx, in.ID)
	}
	all, err := i.requests.waiting(ctx, i.caller)
	if err != nil {
		return err
	}
	i.ephemeral(ctx, i.renderer.Requests(all))
	return nil
}

// answer is what a call that only reads is answered, as it is shown to everyone.
func (i *interaction) answer(ctx context.Context, c tools.Call) (card.Message, error) {
	c.Caller = i.caller
	done, err := i.registry.Call(ctx, c)
	if err != nil {
		return card.Message{}, err
	}
	if found, is := done.Data.(confirm.Requests); is && len(found.Items) == 1 {
		q, err := i.requests.read(ctx, found.Items[0].ID, i.caller)
		return i.renderer.Ended(q, false), err
	}
	return i.renderer.Result(c, done, false), nil
}

// showHelp shows the help that is derived from the tools' declarations, of what whoever
// acts may do.
func (i *interaction) showHelp(ctx context.Context, topic []string) error {
	help, err := i.grammar.Help(topic)
	if err != nil {
		return err
	}
	allowed := i.registry.ToolsFor(ctx, i.caller)
	mine := slices.DeleteFunc(slices.Clone(help), func(h command.Help) bool {
		return !slices.ContainsFunc(allowed, func(t tools.Tool) bool { return t.Name == h.Tool })
	})
	if len(mine) == 0 {
		return tools.Errorf(tools.NotAllowed, "You may not do that here; %s whoami says why.", i.grammar.Root)
	}
	i.ephemeral(ctx, i.renderer.Help(mine))
	return nil
}

// callWith makes a call with one argument.
func callWith(tool, name, value string) (tools.Call, error) {
	arguments, err := json.Marshal(map[string]string{name: value})
	return tools.Call{Tool: tool, Arguments: arguments}, err
}
