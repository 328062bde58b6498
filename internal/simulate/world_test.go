// World: one tenant, one state, and the machines that a plan lets run.

package simulate_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/store"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

const (
	address   = "https://tenant.example"
	settleFor = 5 * time.Minute
)

var ann = tools.Caller{Surface: "stdio", Subject: "ann", Client: "simulation 1"}

// world is what is simulated.
type world struct {
	t      *testing.T
	tenant *sandbox.Tenant
	wire   *testenv.InProcess
	groups []sandbox.Group // each has members of its own
	people []sandbox.Person
	state  string
	began  time.Time
	before int // how many effects the tenant had then

	mu       sync.Mutex
	machines []*machine                 // the newest of each place
	started  []*machine                 // all
	told     map[tools.RequestID]string // what whoever asked was last told
	trace    []string
}

// simulate lets a plan happen and waits until all must be settled.
func simulate(t *testing.T, p plan, state string) *world {
	w := &world{t: t, tenant: sandbox.New(sandbox.Options{RateLimit: -1, Groups: 12, People: 60}), state: state, began: time.Now(), told: map[tools.RequestID]string{}}
	w.wire = testenv.Wire(w.tenant)
	w.people = w.tenant.People()[10:20]
	for n := range p.wishes {
		g, err := w.tenant.AddGroup(sandbox.Group{Name: fmt.Sprint("Group ", n), OwnerID: w.people[0].ID, Members: []string{w.people[4].ID, w.people[5].ID, w.people[6].ID}})
		require.NoError(t, err)
		w.groups = append(w.groups, g)
	}
	w.before = len(w.tenant.Effects())
	for n := range p.machines {
		w.machines = append(w.machines, w.start(fmt.Sprint(n)))
	}
	var all sync.WaitGroup
	for _, o := range p.outages {
		all.Go(func() { w.outage(o) })
	}
	for _, wish := range p.wishes {
		all.Go(func() { w.grant(wish) })
	}
	all.Wait()
	w.tenant.ClearFaults()       // else nothing could be read
	time.Sleep(20 * time.Minute) // what waits expires, and what is in doubt is settled
	return w
}

// end lets all machines end and closes what they have open.
func (w *world) end() {
	for _, m := range w.started {
		m.kill()
		m.watching.Wait()
	}
	w.wire.Wait()
	for _, m := range w.started {
		_ = m.Close()
	}
}

// saw notes what happened, for whoever reads why a seed failed.
func (w *world) saw(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trace = append(w.trace, fmt.Sprintf("%8.3fs  ", time.Since(w.began).Seconds())+fmt.Sprintf(format, args...))
}

// at is the machine of a place, which may be another one later.
func (w *world) at(place int) *machine {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.machines[place%len(w.machines)]
}

// outage lets a machine stand still, or die and be started again.
func (w *world) outage(o outage) {
	time.Sleep(o.at)
	m, now := w.at(o.on), make(chan struct{})
	if o.send {
		m.mu.Lock()
		m.trap = func() { w.saw("machine %s is about to send", m.name); w.strike(m, o); close(now) }
		m.mu.Unlock()
		select {
		case <-now:
		case <-time.After(2 * time.Minute):
			return
		}
	} else {
		w.strike(m, o)
	}
	if !o.dies {
		return
	}
	time.Sleep(o.long)
	again := w.start(m.name + "'")
	w.mu.Lock()
	defer w.mu.Unlock()
	w.machines[o.on%len(w.machines)] = again
}

func (w *world) strike(m *machine, o outage) {
	if o.dies {
		w.saw("machine %s dies", m.name)
		m.kill()
		return
	}
	w.saw("machine %s stands still for %s", m.name, o.long)
	m.freeze(o.long)
}

// grant lets somebody ask for a change, answer the question, and go on from what they
// were told.
func (w *world) grant(wish wish) {
	time.Sleep(wish.at)
	for _, f := range wish.faults {
		w.saw("fault %+v", f)
		require.NoError(w.t, w.tenant.Inject(f))
	}
	o := w.ask(wish, wish.tool, wish.arguments(w))
	if o.Status == tools.StatusFailed && wish.repeat > 0 {
		time.Sleep(wish.repeat)
		o = w.ask(wish, wish.tool, wish.arguments(w))
	}
	if o.Status == tools.StatusDone && wish.undo > 0 {
		time.Sleep(wish.undo)
		w.ask(wish, tools.NameUndo, map[string]any{"change": o.Change})
	}
}

// ask makes a call, and has the question answered.
func (w *world) ask(wish wish, tool string, arguments map[string]any) tools.Outcome {
	m := w.at(wish.on)
	raw, err := json.Marshal(arguments)
	require.NoError(w.t, err)
	w.saw("machine %s: %s %s", m.name, tool, raw)
	result, err := m.Registry.Call(m.ctx, tools.Call{Tool: tool, Arguments: raw, Caller: ann})
	if err != nil {
		w.saw("machine %s answers: %v", m.name, err)
		return tools.Outcome{}
	}
	o := result.Data.(tools.Outcome)
	w.heard(m, o)
	if o.Status != tools.StatusAsk {
		return o
	}
	var clicks sync.WaitGroup
	answers := make(chan tools.Outcome, len(wish.clicks))
	for _, c := range wish.clicks {
		clicks.Go(func() { w.click(o.Change, c, answers) })
	}
	clicks.Wait()
	close(answers)
	for o = range answers {
		if o.Status == tools.StatusDone {
			break
		}
	}
	return o
}

// click answers a question.
func (w *world) click(id tools.RequestID, c click, answers chan<- tools.Outcome) {
	time.Sleep(c.after)
	m := w.at(c.on)
	a := confirm.Answer{Verdict: confirm.Yes, By: ann}
	if c.no {
		a.Verdict = confirm.No
	} else if q, err := m.Gate.Question(m.ctx, id); err == nil {
		a.Typed = q.Phrase
	}
	w.saw("machine %s: click on %s, no: %t", m.name, id, c.no)
	o, err := m.Gate.Decide(m.ctx, id, a)
	if err != nil {
		w.saw("machine %s answers: %v", m.name, err)
		return
	}
	w.heard(m, o)
	answers <- o
}

// heard keeps what was told, unless the machine died while it said it.
func (w *world) heard(m *machine, o tools.Outcome) {
	w.saw("machine %s answers: %s of %s", m.name, o.Status, o.Change)
	w.mu.Lock()
	defer w.mu.Unlock()
	if m.ctx.Err() == nil && o.Change != "" {
		w.told[o.Change] = o.Status
	}
}

// template is an empty state: each world begins with a copy.
func template(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state.db")
	db, err := store.Open(context.Background(), path)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	empty, err := os.ReadFile(path)
	require.NoError(t, err)
	return empty
}

// story is the trace of a world, oldest first.
func (w *world) story() string { return strings.Join(w.trace, "\n") }
