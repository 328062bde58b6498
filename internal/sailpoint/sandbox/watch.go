// Watch: the page at / for people who want to see what an assistant does: the last
// calls, the groups, and one group's members. It needs no script, reloads itself,
// and changes nothing.

package sandbox

import (
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

//go:embed watch.html
var watchFiles embed.FS

// What the page holds at most.
const (
	watchedCalls  = 40
	watchedGroups = 1000
)

// watchPage is what the page shows. It holds no secret, and what strangers named
// is escaped by the template.
type watchPage struct {
	Address        string
	Now            string
	Groups, People int
	Calls          []watchedCall
	Rows           []watchedGroup
	More           int          // groups that are not among the rows
	Chosen         *chosenGroup // nil: none
}

type watchedCall struct {
	Time, Method, Path, Query string
	Status                    int
	Fault                     FaultKind
	Client                    string
	Effects                   []string
}

type watchedGroup struct {
	ID, Name, Owner      string
	Members, Connections int
}

type chosenGroup struct {
	watchedGroup
	Description string
	People      []Person
	Uses        []Connection
}

// watch answers GET /.
func (t *Tenant) watch(w http.ResponseWriter, r *http.Request) {
	if !isLocal(r) {
		http.Error(w, "The Host must be a loopback address.", http.StatusForbidden)
		return
	}
	page, err := template.ParseFS(watchFiles, "watch.html")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	for name, value := range map[string]string{
		"Content-Type":            "text/html; charset=utf-8",
		"Cache-Control":           "no-store",
		"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
		"Referrer-Policy":         "no-referrer",
		"X-Content-Type-Options":  "nosniff",
	} {
		w.Header().Set(name, value)
	}
	_ = page.Execute(w, t.watched(r)) // a reader who is gone is no fault of ours
}

// watched reads the tenant for the page.
func (t *Tenant) watched(r *http.Request) watchPage {
	p := watchPage{Address: r.Host, Now: t.opts.Now().UTC().Format(time.DateTime) + " UTC"}
	log := t.Log()
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	for _, e := range slices.Backward(log[max(0, len(log)-watchedCalls):]) {
		p.Calls = append(p.Calls, t.dir.watchedCall(e))
	}
	p.Groups, p.People = len(t.dir.groups.rows), len(t.dir.people.rows)
	for _, g := range t.dir.groups.rows {
		p.Rows = append(p.Rows, t.dir.watchedGroup(g))
	}
	slices.SortStableFunc(p.Rows, func(a, b watchedGroup) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	p.More = max(0, len(p.Rows)-watchedGroups)
	p.Rows = p.Rows[:len(p.Rows)-p.More]
	if g := t.dir.groups.get(r.URL.Query().Get("group")); g != nil {
		p.Chosen = t.dir.chosen(g)
	}
	return p
}

func (d *directory) watchedGroup(g *Group) watchedGroup {
	return watchedGroup{g.ID, g.Name, d.nameOf(g.OwnerID), len(g.Members), len(g.Connections)}
}

func (d *directory) chosen(g *Group) *chosenGroup {
	c := &chosenGroup{watchedGroup: d.watchedGroup(g), Description: g.Description, Uses: g.Connections}
	for _, id := range g.Members {
		c.People = append(c.People, *d.people.get(id))
	}
	return c
}

func (d *directory) watchedCall(e Exchange) watchedCall {
	c := watchedCall{
		Time: e.Time.UTC().Format(time.TimeOnly), Method: e.Method, Path: e.Path, Query: e.Query,
		Status: e.Status, Fault: e.Fault, Client: e.ClientID,
	}
	if plain, err := url.QueryUnescape(e.Query); err == nil {
		c.Query = plain
	}
	for _, effect := range e.Effects {
		c.Effects = append(c.Effects, d.say(effect))
	}
	return c
}

// say tells in words what was changed.
func (d *directory) say(e Effect) string {
	group := e.GroupID
	if g := d.groups.get(e.GroupID); g != nil {
		group = g.Name
	}
	switch e.Kind {
	case MemberAdded:
		return fmt.Sprintf("added %s to %s", d.nameOf(e.IdentityID), group)
	case MemberRemoved:
		return fmt.Sprintf("removed %s from %s", d.nameOf(e.IdentityID), group)
	case GroupCreated:
		return "created " + group
	case GroupPatched:
		return "changed " + group
	}
	return "deleted " + group
}

func (d *directory) nameOf(personID string) string {
	if p := d.people.get(personID); p != nil {
		return p.Name
	}
	return personID
}
