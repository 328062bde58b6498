// Finding changes in the log: by group, by person, by time.

package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"govgroup/internal/tools"
)

// Query selects changes. Empty fields select everything.
type Query struct {
	Tenant string    // its address
	Group  string    // a governance group's id, or its name at that time
	Actor  string    // e-mail, subject or identity id of who asked or decided
	Since  time.Time // those with an entry at or after
	Limit  int       // 0: all
}

// History finds changes, the one with the newest entry first, and says how many
// there are beside those within the limit. It reads the whole log, since a
// request may have been asked long before it was settled.
func (l *Log) History(ctx context.Context, q Query) (changes []Change, total int, err error) {
	f := fold{open: map[tools.RequestID]*change{}}
	err = l.store.Newest(ctx, func(r Record) (bool, error) {
		var e Entry
		if err := json.Unmarshal(r.Body, &e); err != nil {
			return false, fmt.Errorf("entry %d cannot be read: %w", r.Seq, err)
		}
		f.add(e)
		return true, nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("audit: history: %w", err)
	}
	for _, c := range f.changes {
		if !q.selects(c.Change) {
			continue
		}
		if total++; q.Limit == 0 || total <= q.Limit {
			changes = append(changes, c.Change)
		}
	}
	return changes, total, nil
}

func (q Query) selects(c Change) bool {
	return (q.Tenant == "" || c.Tenant == q.Tenant) &&
		!c.Time.Before(q.Since) &&
		(q.Group == "" || q.concerns(c.Groups)) &&
		(q.Actor == "" || q.is(c.Actor) || c.Approver != nil && q.is(*c.Approver))
}

// concerns compares names as they are and as answers show them, because people
// copy them from there.
func (q Query) concerns(groups []tools.Ref) bool {
	wanted := strings.TrimSpace(q.Group)
	for _, g := range groups {
		if strings.EqualFold(g.ID, wanted) || strings.EqualFold(g.Name, wanted) || strings.EqualFold(tools.Clean(g.Name), wanted) {
			return true
		}
	}
	return false
}

func (q Query) is(c tools.Caller) bool {
	wanted := strings.TrimSpace(q.Actor)
	return strings.EqualFold(c.Email, wanted) || strings.EqualFold(c.Subject, wanted) || strings.EqualFold(c.Identity, wanted)
}
