// The tools on the gate's own records.

package confirm

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"govgroup/internal/tools"
)

// Operations declares the tools that read and undo requests. The gate may be
// nil where only the declarations are wanted.
func (g *Gate) Operations() []tools.Tool {
	return []tools.Tool{g.confirmationTool(), g.undoTool()}
}

type confirmationInput struct {
	ID tools.RequestID `json:"id,omitempty" jsonschema:"minLength=1" jsonschema_description:"None: your open requests"`
}

// Summary is a request as an answer shows it.
type Summary struct {
	ID        tools.RequestID `json:"id"`
	Tool      string          `json:"tool"`
	State     string          `json:"state"`
	Summary   string          `json:"summary"`
	Level     string          `json:"level"`
	Typed     bool            `json:"typed,omitempty"` // the name has to be typed
	Expires   time.Time       `json:"expires"`
	DecidedBy string          `json:"decided_by,omitempty"`
	Preview   tools.Lines     `json:"preview,omitempty"`
	Items     []tools.Item    `json:"items,omitempty"`
}

// Requests is the answer of govgroup_confirmation.
type Requests struct{ tools.List[Summary] }

func (g *Gate) confirmationTool() tools.Tool {
	return tools.Reading(tools.Declaration{
		Name: tools.NameConfirmation, Title: "Follow a request", Effect: tools.Reads, Idempotent: true,
		Description: "See where a request to change stands and, once decided, its outcome. It cannot decide anything.",
	}, func(ctx context.Context, inv *tools.Invocation, in confirmationInput) (Requests, error) {
		if in.ID == "" {
			return g.open(ctx, inv.Caller)
		}
		r, err := g.get(ctx, in.ID)
		if errors.Is(err, ErrNotFound) {
			return Requests{}, tools.Errorf(tools.NotFound, "There is no request %s here. Requests are listed by govgroup_confirmation without an id, changes by govgroup_history.", tools.Clean(string(in.ID)))
		}
		if err != nil {
			return Requests{}, err
		}
		if r, err = g.settle(ctx, r); err != nil {
			return Requests{}, err
		}
		return Requests{tools.List[Summary]{Items: []Summary{g.view(r, true)}, Total: 1}}, nil
	})
}

// open lists the caller's requests that wait or are being carried out.
func (g *Gate) open(ctx context.Context, caller tools.Caller) (Requests, error) {
	found, err := g.Store.List(ctx, Query{
		Tenant: g.Tenant, States: []State{Pending, Executing}, Surface: caller.Surface, Subject: caller.Subject, Limit: -1,
	})
	if err != nil {
		return Requests{}, g.unrecorded(ctx, err)
	}
	out := Requests{tools.List[Summary]{Items: []Summary{}}}
	for _, r := range found {
		if r.State == Executing || g.Now().Before(r.Expires) {
			out.Items = append(out.Items, g.view(r, false))
		}
	}
	out.Total = len(out.Items)
	return out, nil
}

// view shows a request; whole adds the preview and the items.
func (g *Gate) view(r Request, whole bool) Summary {
	v := Summary{
		ID: r.ID, Tool: r.Plan.Tool, State: string(r.State), Summary: r.Plan.Summary,
		Level: string(r.Level), Typed: r.Typed, Expires: r.Expires,
	}
	if n := len(r.Approvals); n > 0 {
		v.DecidedBy = r.Approvals[n-1].By.Who()
	}
	if r.State != Pending {
		v.Summary = g.outcome(r).Summary
	}
	if whole {
		v.Preview, v.Items = g.previewOf(r).Lines(), r.Plan.Items
	}
	return v
}

// Text tells each request in a line.
func (o Requests) Text() string {
	if o.Total == 0 {
		return "You have no open requests."
	}
	var lines []string
	for _, v := range o.Items {
		line := fmt.Sprintf("%s is %s: %s", v.ID, v.State, v.Summary)
		if v.State == string(Pending) {
			line += " A person must decide before " + v.Expires.UTC().Format(time.RFC3339) + "."
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
