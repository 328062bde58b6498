// Calling tools, and answering with what they said.

package slackbot

import (
	"context"
	"encoding/json"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/reply"
	"govgroup/internal/tools"
)

// The tools on the gate's own records.
const (
	confirmationTool = tools.Prefix + "confirmation"
	undoTool         = tools.Prefix + "undo"
)

// deliver sends an answer, as a new message or in place of another.
type deliver func(ctx context.Context, m card.Message) reply.Sent

// call calls a tool for the visit's caller and delivers the answer. Where the
// outcome waits for a yes, the answer is the question.
func (v *visit) call(ctx context.Context, c tools.Call, how deliver) error {
	wait := updateEvery
	if !v.place.IsDM() {
		wait = lastingWait
	}
	steps := v.progress(ctx, how, wait)
	c.Caller, c.Progress = v.caller, steps.report
	done, err := v.bot.Registry.Call(ctx, c)
	how = steps.stop()
	if err != nil {
		return err
	}
	v.waits(done, how(ctx, v.bot.renderer.Result(c, done, v.place.Channel != "")))
	return nil
}

// waits keeps the card in mind if it is one that waits for a decision.
func (v *visit) waits(done tools.Result, sent reply.Sent) {
	if o, changes := done.Data.(tools.Outcome); changes && o.Confirmation != nil {
		v.bot.cards.opened(o.Confirmation.ID, v.caller, sent)
	}
}

// follow shows where a request stands: the question while it waits, and what
// became of it after that.
func (v *visit) follow(ctx context.Context, id string) error {
	view, done, err := v.bot.request(ctx, v.caller, id)
	if err != nil {
		return err
	}
	sent := v.say(ctx, v.bot.renderer.Request(done))
	if view.State == string(confirm.Pending) {
		v.bot.cards.opened(id, v.caller, sent)
	}
	return nil
}

// request reads one request as a caller of the tools sees it.
func (b *Bot) request(ctx context.Context, caller tools.Caller, id string) (confirm.Summary, tools.Result, error) {
	c, err := callWith(confirmationTool, "id", id)
	if err != nil {
		return confirm.Summary{}, tools.Result{}, err
	}
	c.Caller = caller
	done, err := b.Registry.Call(ctx, c)
	if err != nil {
		return confirm.Summary{}, tools.Result{}, err
	}
	raw, err := json.Marshal(done.Data)
	if err != nil {
		return confirm.Summary{}, tools.Result{}, err
	}
	var found struct{ Items []confirm.Summary }
	if err := json.Unmarshal(raw, &found); err != nil {
		return confirm.Summary{}, tools.Result{}, err
	}
	if len(found.Items) != 1 {
		return confirm.Summary{}, tools.Result{}, tools.Errorf(tools.NotFound, "There is no such request. Nothing was changed.")
	}
	return found.Items[0], done, nil
}

// callWith makes a call with one argument.
func callWith(tool, name, value string) (tools.Call, error) {
	arguments, err := json.Marshal(map[string]string{name: value})
	return tools.Call{Tool: tool, Arguments: arguments}, err
}
