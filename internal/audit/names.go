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

// former looks for other names of groups, the newest entry first.
type former struct {
	tenant string
	since  time.Time
	groups []tools.Ref
	now    [][]byte // each group as most entries have it
	names  map[string][]Naming
}

// FormerNames gives the other names under which these groups of a tenant are on
// record since then, the latest first, by the groups' ids. It reads no further back,
// and only what mentions one of them by another name: it is asked before every
// question.
func (l *Log) FormerNames(ctx context.Context, tenant string, since time.Time, groups []tools.Ref) (map[string][]Naming, error) {
	f := former{tenant: tenant, since: since, groups: groups, names: map[string][]Naming{}}
	for _, g := range groups {
		f.now = append(f.now, fmt.Appendf(nil, `{"id":%q,"name":%q}`, g.ID, g.Name))
	}
	if err := l.store.Newest(ctx, f.visit); err != nil {
		return nil, fmt.Errorf("audit: former names: %w", err)
	}
	return f.names, nil
}

// visit takes one entry, and says whether there may be more.
func (f *former) visit(r Record) (bool, error) {
	if !f.mentioned(r.Body) && r.Seq%timed != 0 {
		return true, nil
	}
	var e struct {
		Time   time.Time   `json:"time"`
		Tenant string      `json:"tenant"`
		Groups []tools.Ref `json:"groups"`
	}
	if err := json.Unmarshal(r.Body, &e); err != nil {
		return false, fmt.Errorf("entry %d cannot be read: %w", r.Seq, err)
	}
	if e.Time.Before(f.since) {
		return false, nil
	}
	for _, g := range e.Groups {
		if e.Tenant == f.tenant {
			f.add(g, e.Time)
		}
	}
	return true, nil
}

// mentioned reports whether an entry may have one of the groups by another name.
func (f *former) mentioned(body []byte) bool {
	for i, g := range f.groups {
		if bytes.Contains(body, []byte(g.ID)) && !bytes.Contains(body, f.now[i]) {
			return true
		}
	}
	return false
}

// add keeps a name that is another than the group's own, once.
func (f *former) add(g tools.Ref, at time.Time) {
	renamed := slices.ContainsFunc(f.groups, func(is tools.Ref) bool { return is.ID == g.ID && is.Name != g.Name })
	known := slices.ContainsFunc(f.names[g.ID], func(n Naming) bool { return n.Name == g.Name })
	if renamed && !known {
		f.names[g.ID] = append(f.names[g.ID], Naming{g.Name, at})
	}
}
