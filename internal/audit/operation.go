// govgroup_history: the log as an operation, declared like every other.

package audit

import (
	"context"
	"time"

	"govgroup/internal/tools"
)

// Operation declares govgroup_history over a log. With a nil log it can be
// declared and described, and answers that there is none.
func Operation(log *Log) tools.Tool {
	return tools.Reading(tools.Declaration{
		Name: tools.NameHistory, Title: "Show what was changed", Effect: tools.Reads, Idempotent: true,
		Description: "Tell who changed governance groups through govgroup: what, when, with which outcome, who said yes; refusals too. Use it for questions about the past and to find the change id for govgroup_undo.",
	}, func(ctx context.Context, inv *tools.Invocation, in historyInput) (History, error) {
		return log.answer(ctx, inv, in)
	})
}

type historyInput struct {
	Group string `json:"group,omitempty" jsonschema:"minLength=1" jsonschema_description:"Id or exact name"`
	Actor string `json:"actor,omitempty" jsonschema:"minLength=1" jsonschema_description:"Who asked or decided: e-mail, subject or identity id"`
	Since string `json:"since,omitempty" jsonschema:"minLength=1" jsonschema_description:"RFC 3339 time, or a date (UTC)"`
	Limit int    `json:"limit,omitempty" jsonschema:"minimum=1,maximum=250,default=50"`
}

// History is the answer of govgroup_history.
type History struct{ tools.List[HistoryItem] }

func (l *Log) answer(ctx context.Context, inv *tools.Invocation, in historyInput) (History, error) {
	if l == nil {
		return History{}, tools.Errorf(tools.Unavailable, "No audit is kept here, so there is no history to show.")
	}
	q := Query{Group: in.Group, Actor: in.Actor, Limit: in.Limit}
	if q.Limit == 0 {
		q.Limit = 50
	}
	if inv.Client != nil {
		q.Tenant = inv.Client.BaseURL() // one store may serve several tenants
	}
	var err error
	if q.Since, err = instant(in.Since); err != nil {
		return History{}, err
	}
	changes, total, err := l.History(ctx, q)
	if err != nil {
		return History{}, err
	}
	items := make([]HistoryItem, len(changes))
	for i, c := range changes {
		items[i] = view(c)
	}
	return History{tools.List[HistoryItem]{Items: items, Total: total}}, nil
}

// instant reads a time or a date; a date is its midnight in UTC, so that the
// answer does not depend on where the server stands.
func instant(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, tools.Errorf(tools.InvalidInput,
		"“%s” is not a time. Accepted: a date such as 2026-01-31, or a time such as 2026-01-31T09:00:00Z.", tools.Clean(text))
}
