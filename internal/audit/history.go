// Finding changes in the log: by group, by person, by time.

package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"govgroup/internal/tools"
)

// Query selects changes. Empty fields select everything.
type Query struct {
	Tenant string    // its address
	Group  string    // a governance group's id, or a name that it had at any time
	Person []string  // whom a change concerned, as member or owner: id, or name at that time; one of these
	Actor  string    // e-mail, subject or identity id of who asked or decided
	Since  time.Time // those whose newest entry is at or after
	Until  time.Time // and before
	Limit  int       // 0: all
	Offset int
}

// History finds changes, the one with the newest entry first, and says how many
// there are beside those within limit and offset.
func (l *Log) History(ctx context.Context, q Query) (changes []Change, total int, err error) {
	lookup := Lookup{Tenant: q.Tenant, Since: q.Since, Until: q.Until, Limit: q.Limit, Offset: q.Offset}
	if q.Group != "" {
		keys, err := l.groupKeys(ctx, q.Tenant, q.Group)
		if err != nil {
			return nil, 0, err
		}
		lookup.Keys = append(lookup.Keys, keys)
	}
	if len(q.Person) > 0 {
		lookup.Keys = append(lookup.Keys, keysOf(ofPerson, q.Person))
	}
	if q.Actor != "" {
		lookup.Keys = append(lookup.Keys, keysOf(ofActor, []string{q.Actor}))
	}
	found, total, err := l.store.Find(ctx, lookup)
	if err != nil {
		return nil, 0, fmt.Errorf("audit: history: %w", err)
	}
	for _, records := range found {
		c, err := join(records)
		if err != nil {
			return nil, 0, fmt.Errorf("audit: history: %w", err)
		}
		changes = append(changes, c)
	}
	return changes, total, nil
}

func keysOf(kind string, texts []string) []string {
	keys := make([]string, len(texts))
	for i, text := range texts {
		keys[i] = key(kind, text)
	}
	return keys
}

// groupKeys follow a group through its names: whoever knows one of them finds what
// was done under the others.
func (l *Log) groupKeys(ctx context.Context, tenant, group string) ([]string, error) {
	named, err := l.store.Named(ctx, tenant, tools.Folded(group))
	if err != nil {
		return nil, fmt.Errorf("audit: history: %w", err)
	}
	return keysOf(ofGroup, append(named, group)), nil
}

// join makes one change of its entries, which come newest first.
func join(records []Record) (Change, error) {
	var c *change
	for _, r := range records {
		var e Entry
		if err := json.Unmarshal(r.Body, &e); err != nil {
			return Change{}, fmt.Errorf("entry %d cannot be read: %w", r.Seq, err)
		}
		if c == nil {
			c = &change{Change: Change{Request: e.Request, Time: e.Time}}
		}
		c.older(e)
	}
	return c.Change, nil
}

// FormerNames gives the other names under which these groups of a tenant are on
// record since then, the latest first, by the groups' ids.
func (l *Log) FormerNames(ctx context.Context, tenant string, since time.Time, groups []tools.Ref) (map[string][]Naming, error) {
	names := map[string][]Naming{}
	for _, g := range groups {
		known, err := l.store.Names(ctx, tenant, g.ID)
		if err != nil {
			return nil, fmt.Errorf("audit: former names: %w", err)
		}
		for _, n := range known {
			if n.Name != g.Name && !n.Last.Before(since) {
				names[g.ID] = append(names[g.ID], n)
			}
		}
	}
	return names, nil
}

// Naming is a name that a group had, and when it was last on record.
type Naming struct {
	Name string
	Last time.Time
}
