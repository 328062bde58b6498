// govgroup_history: the log as an operation, declared like every other.

package audit

import (
	"context"
	"time"

	"govgroup/internal/tools"
)

// Finder gives the identity id of a person by e-mail, account name or display name;
// false where nobody, or not one alone, is found.
type Finder func(ctx context.Context, inv *tools.Invocation, person string) (id string, found bool)

// Operation declares govgroup_history over a log, for which people are found by the
// finder. With a nil log it can be declared and described, and answers that there is
// none.
func Operation(log *Log, find Finder) tools.Tool {
	return tools.Reading(tools.Declaration{
		Name: tools.NameHistory, Title: "Show what was changed", Effect: tools.Reads, Idempotent: true,
		Description: "Tell who changed governance groups through govgroup: what, when, with which outcome, who said yes; refusals too. Use it for questions about the past and to find the change id for govgroup_undo.",
	}, func(ctx context.Context, inv *tools.Invocation, in historyInput) (History, error) {
		return log.answer(ctx, inv, in, find)
	})
}

type historyInput struct {
	Group  string `json:"group,omitempty" jsonschema:"minLength=1" jsonschema_description:"Id, or a name that it has or had"`
	Person string `json:"person,omitempty" jsonschema:"minLength=1" jsonschema_description:"Whom a change concerned, as member or owner: e-mail, name or identity id"`
	Actor  string `json:"actor,omitempty" jsonschema:"minLength=1" jsonschema_description:"Who asked or decided: e-mail, subject or identity id"`
	Since  string `json:"since,omitempty" jsonschema:"minLength=1" jsonschema_description:"2026-01-31 (UTC), an RFC 3339 time, today, yesterday, monday, last week, 7d, 2 weeks"`
	Until  string `json:"until,omitempty" jsonschema:"minLength=1" jsonschema_description:"As since; a day is meant with all of it"`
	Limit  int    `json:"limit,omitempty" jsonschema:"minimum=1,maximum=250,default=50"`
	Offset int    `json:"offset,omitempty" jsonschema:"minimum=0"`
}

// History is the answer of govgroup_history.
type History struct{ tools.Page[HistoryItem] }

// defaultLimit is how many changes are told where nobody says how many.
const defaultLimit = 50

func (l *Log) answer(ctx context.Context, inv *tools.Invocation, in historyInput, find Finder) (History, error) {
	if l == nil {
		return History{}, tools.Errorf(tools.Unavailable, "No audit is kept here, so there is no history to show.")
	}
	q, err := in.query(l.now())
	if err != nil {
		return History{}, err
	}
	if inv.Client != nil {
		q.Tenant = inv.Client.BaseURL() // one store may serve several tenants
	}
	if in.Person != "" {
		q.Person = []string{in.Person}
		if id, found := find(ctx, inv, in.Person); found {
			q.Person = append(q.Person, id)
		}
	}
	changes, total, err := l.History(ctx, q)
	if err != nil {
		return History{}, err
	}
	items := make([]HistoryItem, len(changes))
	for i, c := range changes {
		items[i] = view(c)
	}
	return History{tools.NewPage(items, in.Offset, total)}, nil
}

func (in historyInput) query(now time.Time) (Query, error) {
	q := Query{Group: in.Group, Actor: in.Actor, Limit: in.Limit, Offset: in.Offset}
	if q.Limit == 0 {
		q.Limit = defaultLimit
	}
	since, err := spanOf(in.Since, now)
	if err != nil {
		return q, err
	}
	until, err := spanOf(in.Until, now)
	if err != nil {
		return q, err
	}
	q.Since, q.Until = since.from, until.to
	if !q.Until.IsZero() && !q.Since.Before(q.Until) {
		return q, tools.Errorf(tools.InvalidInput, "since (%s) does not lie before until (%s), so nothing could fit.",
			q.Since.Format(time.RFC3339), q.Until.Format(time.RFC3339))
	}
	return q, nil
}
