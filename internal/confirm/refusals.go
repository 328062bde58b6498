// Refusals: attempts that failed, on record. Those that belong to no request cost
// their sender nothing, so that alike ones are counted and not each written.

package confirm

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// tallyTime is how long alike refusals are counted before one entry tells of them.
const tallyTime = time.Minute

// refusals counts what was not written yet.
type refusals struct {
	mu     sync.Mutex
	counts map[refusalKey]*tally
}

// refusalKey is what makes refusals alike.
type refusalKey struct {
	surface, subject, tool, code string
	request                      tools.RequestID
}

type tally struct {
	since time.Time
	more  int // after the first
	entry audit.Entry
}

// auditRefusal notes that someone tried what they may not. The answer to them is
// the error; that this could not be noted must not turn it into another.
func (g *Gate) auditRefusal(ctx context.Context, r Request, by tools.Caller, tool string, why error) {
	if r.Version == 0 {
		g.countRefusal(ctx, r, by, tool, why)
		return
	}
	g.writeRefusal(ctx, g.refusal(r, by, tool, why))
}

// countRefusal notes the first of many alike refusals, and counts the others: a
// program can make any number of them.
func (g *Gate) countRefusal(ctx context.Context, r Request, by tools.Caller, tool string, why error) {
	if entry := g.refusal(r, by, tool, why); g.refusals.first(entry, g.Now()) {
		g.writeRefusal(ctx, entry)
	}
}

func (g *Gate) refusal(r Request, by tools.Caller, tool string, why error) audit.Entry {
	entry := g.entry(audit.Refused, r, nil)
	failure := tools.AsError(why)
	entry.Actor, entry.Code, entry.Reason = by, string(failure.Code), failure.Message
	entry.Approver, entry.Items = nil, nil // nobody approved this attempt, and it did nothing
	entry.Tool = cmp.Or(entry.Tool, tool)
	return entry
}

func (g *Gate) writeRefusal(ctx context.Context, entry audit.Entry) {
	if _, err := g.Audit.Append(context.WithoutCancel(ctx), entry); err != nil {
		g.Logger.ErrorContext(ctx, "a refusal could not be written to the audit", "request", entry.Request, "error", err)
	}
}

// first reports whether this is the first refusal of its kind; further ones are
// counted until the tally is written.
func (s *refusals) first(entry audit.Entry, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := refusalKey{entry.Actor.Surface, entry.Actor.Subject, entry.Tool, entry.Code, entry.Request}
	if known, there := s.counts[key]; there && (known.more > 0 || now.Sub(known.since) < tallyTime) {
		known.more++
		return false
	}
	if s.counts == nil {
		s.counts = map[refusalKey]*tally{}
	}
	s.counts[key] = &tally{since: now, entry: entry}
	return true
}

// due takes the tallies whose time is over; all of them if told so.
func (s *refusals) due(now time.Time, all bool) []audit.Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	var due []audit.Entry
	for key, known := range s.counts {
		if !all && now.Sub(known.since) < tallyTime {
			continue
		}
		delete(s.counts, key)
		if known.more > 0 {
			known.entry.Reason = fmt.Sprintf("%s (%d more like this since %s)", known.entry.Reason, known.more, known.since.UTC().Format(time.RFC3339))
			due = append(due, known.entry)
		}
	}
	return due
}

// writeTallies puts on record how many refusals were only counted.
func (g *Gate) writeTallies(ctx context.Context, all bool) {
	for _, entry := range g.refusals.due(g.Now(), all) {
		g.writeRefusal(ctx, entry)
	}
}
