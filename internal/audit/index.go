// The index: by what a change can be found, without reading the whole log. It is
// derived from the entries, and is no part of the chain.

package audit

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"govgroup/internal/tools"
)

// Index is what a store keeps of an entry so that it is found.
type Index struct {
	Change string      // to which the entry belongs: its request, or itself where it stands alone
	Undoes string      // the change that it undoes: what finds the one finds the other
	Tenant string      // empty: of the installation
	At     time.Time   // of the entry
	Keys   []string    // what is looked for, as [key] makes it
	Names  []tools.Ref // of groups: names that they have or, by a change that was done, got
}

// IndexOf reads the index out of an entry's bytes.
func IndexOf(body []byte) (Index, error) {
	var e Entry
	if err := json.Unmarshal(body, &e); err != nil {
		return Index{}, fmt.Errorf("it cannot be read: %w", err)
	}
	return e.index(), nil
}

// Kinds of keys.
const (
	ofGroup  = "group"  // its id, or a name
	ofPerson = "person" // whom a change concerns: id, or name
	ofActor  = "actor"  // who asked, tried, approved or declined: e-mail, subject, identity id
)

// key is what is compared: text as people write it. Who acts is known by an address or
// an id, where an accent may tell one from another: of those only capitals are alike.
func key(kind, text string) string {
	if kind == ofActor {
		return kind + ":" + strings.ToLower(strings.TrimSpace(text))
	}
	return kind + ":" + tools.Folded(text)
}

// ByActor is how the keys begin that a change does not share with its undo.
const ByActor = ofActor + ":"

func (e Entry) index() Index {
	x := Index{Change: string(e.Request), Undoes: string(e.Undoes), Tenant: e.Tenant, At: e.Time, Names: slices.Concat(e.Groups, e.got())}
	if e.Request == "" || e.Kind == Refused {
		x.Change = fmt.Sprintf("#%d", e.Seq)
	}
	add := func(kind string, texts ...string) {
		for _, text := range texts {
			if k := key(kind, text); len(k) > len(kind)+len(":") {
				x.Keys = append(x.Keys, k)
			}
		}
	}
	for _, g := range slices.Concat(e.Groups, e.Names) {
		add(ofGroup, g.ID, g.Name)
	}
	for _, p := range e.concerned() {
		add(ofPerson, p.ID, p.Name)
	}
	add(ofActor, e.Actor.Email, e.Actor.Subject, e.Actor.Identity)
	if e.Approver != nil && e.Kind != Refused { // who approved has no part in what others tried
		add(ofActor, e.Approver.Email, e.Approver.Subject, e.Approver.Identity)
	}
	slices.Sort(x.Keys)
	x.Keys = slices.Compact(x.Keys)
	return x
}

// got are the names that groups have by this change: a name that was only asked for is
// none that they had.
func (e Entry) got() []tools.Ref {
	done := map[string]bool{}
	for _, item := range e.Items {
		done[item.ID] = done[item.ID] || item.Outcome == tools.ItemDone
	}
	return slices.DeleteFunc(slices.Clone(e.Names), func(g tools.Ref) bool { return !done[g.ID] })
}

// concerned are the people whom the change concerns: those named, and the items that
// are no groups. What has no id yet is known by its name.
func (e Entry) concerned() []tools.Ref {
	groups := map[string]bool{}
	known := func(id, name string) string {
		if id != "" {
			return id
		}
		return "name " + tools.Folded(name)
	}
	for _, g := range slices.Concat(e.Groups, e.Names) {
		groups[known(g.ID, g.Name)] = true
	}
	people := slices.Clone(e.People)
	for _, item := range e.Items {
		if !groups[known(item.ID, item.Name)] {
			people = append(people, tools.Ref{ID: item.ID, Name: item.Name})
		}
	}
	return people
}

// Lookup selects changes in a store.
type Lookup struct {
	Tenant string     // its changes and those of the installation; empty: every tenant's
	Keys   [][]string // of each list, one key has to fit
	Since  time.Time  // the newest entry is at or after this; zero: whenever
	Until  time.Time  // and before this; zero: whenever
	Limit  int        // 0: all
	Offset int
}
