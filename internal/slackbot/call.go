// Calls: calling tools, and answering with what they said.

package slackbot

import (
	"context"
	"encoding/json"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// deliver sends an answer, as a new message or in place of another.
type deliver func(ctx context.Context, m card.Message) sentMessage

// call calls a tool for whoever acts and delivers the answer. Where the outcome
// waits for a decision, the answer is the question.
func (i *interaction) call(ctx context.Context, c tools.Call, how deliver) error {
	wait := updateEvery
	if !i.responder.isDM() {
		wait = lastingWait
	}
	steps := i.progress(ctx, how, wait)
	c.Caller, c.Progress = i.caller, steps.report
	done, err := i.registry.Call(ctx, c)
	how = steps.stop()
	if err != nil {
		return err
	}
	sent := how(ctx, i.renderer.Result(c, done, i.responder.Channel != ""))
	if o, changes := done.Data.(tools.Outcome); changes {
		i.keepOpen(o, sent)
	}
	return nil
}

// keepOpen keeps the card in mind if it is one that waits for a decision.
func (i *interaction) keepOpen(o tools.Outcome, sent sentMessage) {
	if o.Confirmation != nil {
		i.cards.opened(o.Confirmation.ID, i.caller, sent)
	}
}

// follow shows where a request stands: the question while it waits, and what
// became of it after that.
func (i *interaction) follow(ctx context.Context, id string) error {
	view, err := readRequest(ctx, i.registry, i.caller, id)
	if err != nil {
		return err
	}
	sent := i.ephemeral(ctx, i.renderer.Request(view))
	if view.State == string(confirm.Pending) {
		i.cards.opened(id, i.caller, sent)
	}
	return nil
}

// showHelp shows the help that is derived from the tools' declarations.
func (i *interaction) showHelp(ctx context.Context, topic []string) error {
	help, err := i.grammar.Help(topic)
	if err != nil {
		return err
	}
	i.ephemeral(ctx, i.renderer.Help(help))
	return nil
}

// readRequest reads one request as a caller of the tools sees it.
func readRequest(ctx context.Context, r *tools.Registry, caller tools.Caller, id string) (confirm.Summary, error) {
	c, err := callWith(tools.NameConfirmation, "id", id)
	if err != nil {
		return confirm.Summary{}, err
	}
	c.Caller = caller
	done, err := r.Call(ctx, c)
	if err != nil {
		return confirm.Summary{}, err
	}
	found, _ := done.Data.(confirm.Requests)
	if len(found.Items) != 1 {
		return confirm.Summary{}, tools.Errorf(tools.NotFound, "There is no such request.")
	}
	return found.Items[0], nil
}

// callWith makes a call with one argument.
func callWith(tool, name, value string) (tools.Call, error) {
	arguments, err := json.Marshal(map[string]string{name: value})
	return tools.Call{Tool: tool, Arguments: arguments}, err
}
