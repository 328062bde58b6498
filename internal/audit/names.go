// Names: what governance groups were called before.

package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Naming is a name that a group had, and when it was last on record.
type Naming struct {
	Name string
	Last time.Time
}

// timed is how often an entry is read for its time alone, where it mentions none of
// the groups.
const timed = 100

// NamesSince gives the names under which these groups of a tenant are on record
// since then, the latest first, by the groups' ids. It reads no further back, and
// only what mentions one of them: it is asked before every question.
func (l *Log) NamesSince(ctx context.Context, tenant string, since time.Time, ids []string) (map[string][]Naming, error) {
	names := map[string][]Naming{}
	err := l.store.Newest(ctx, func(r Record) (bool, error) {
		var e struct {
			Time   time.Time `json:"time"`
			Tenant string    `json:"tenant"`
			Groups []struct {
				ID   string `json:"id"`
				Name string `json:"name"`
			} `json:"groups"`
		}
		mentions := func(id string) bool { return bytes.Contains(r.Body, []byte(id)) }
		if !slices.ContainsFunc(ids, mentions) && r.Seq%timed != 0 {
			return true, nil
		}
		if err := json.Unmarshal(r.Body, &e); err != nil {
			return false, fmt.Errorf("entry %d cannot be read: %w", r.Seq, err)
		}
		if e.Time.Before(since) {
			return false, nil
		}
		for _, g := range e.Groups {
			known := func(n Naming) bool { return n.Name == g.Name }
			if e.Tenant == tenant && slices.Contains(ids, g.ID) && !slices.ContainsFunc(names[g.ID], known) {
				names[g.ID] = append(names[g.ID], Naming{g.Name, e.Time})
			}
		}
		return true, nil
	})
	if err != nil {
		return nil, fmt.Errorf("audit: names: %w", err)
	}
	return names, nil
}
