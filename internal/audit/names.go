// Names: what governance groups were called before.

package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"govgroup/internal/tools"
)

// Naming is a name that a group had, and when it was last on record.
type Naming struct {
	Name string
	Last time.Time
}

// timed is how often an entry is read for its time alone, where it mentions none of
// the groups.
const timed = 100

// FormerNames gives the other names under which these groups of a tenant are on
// record since then, the latest first, by the groups' ids. It reads no further back,
// and only what mentions one of them by another name: it is asked before every
// question.
func (l *Log) FormerNames(ctx context.Context, tenant string, since time.Time, groups []tools.Ref) (map[string][]Naming, error) {
	now := make([][]byte, len(groups))
	for i, g := range groups {
		now[i] = []byte(fmt.Sprintf(`{"id":%q,"name":%q}`, g.ID, g.Name)) // as most names are written
	}
	mentions := func(body []byte) bool {
		for i, g := range groups {
			if bytes.Contains(body, []byte(g.ID)) && !bytes.Contains(body, now[i]) {
				return true
			}
		}
		return false
	}
	names := map[string][]Naming{}
	err := l.store.Newest(ctx, func(r Record) (bool, error) {
		var e struct {
			Time   time.Time   `json:"time"`
			Tenant string      `json:"tenant"`
			Groups []tools.Ref `json:"groups"`
		}
		if !mentions(r.Body) && r.Seq%timed != 0 {
			return true, nil
		}
		if err := json.Unmarshal(r.Body, &e); err != nil {
			return false, fmt.Errorf("entry %d cannot be read: %w", r.Seq, err)
		}
		if e.Time.Before(since) {
			return false, nil
		}
		for _, g := range e.Groups {
			former := func(is tools.Ref) bool { return is.ID == g.ID && is.Name != g.Name }
			known := func(n Naming) bool { return n.Name == g.Name }
			if e.Tenant == tenant && slices.ContainsFunc(groups, former) && !slices.ContainsFunc(names[g.ID], known) {
				names[g.ID] = append(names[g.ID], Naming{g.Name, e.Time})
			}
		}
		return true, nil
	})
	if err != nil {
		return nil, fmt.Errorf("audit: former names: %w", err)
	}
	return names, nil
}
