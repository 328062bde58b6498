// Plan: what a seed decides.

package simulate_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// plan is all that chance has a say in.
type plan struct {
	machines int
	wishes   []wish
	outages  []outage
}

// wish is a change that somebody wants.
type wish struct {
	at        time.Duration
	on        int // which machine
	tool      string
	arguments func(*world) map[string]any
	faults    []sandbox.Fault
	clicks    []click
	repeat    time.Duration // after which it is asked for again if it was said to have failed; 0: it is not
	undo      time.Duration // after which it is undone if it was done; 0: it is not
}

// click is an answer to the question, if there is one.
type click struct {
	after time.Duration
	on    int
	no    bool
}

// outage is a machine that stands still, or dies and is started again.
type outage struct {
	at   time.Duration
	on   int
	long time.Duration
	dies bool
	send bool // not at the time, but when it next is about to send something
}

// decide draws a plan.
func decide(seed uint64) plan {
	r := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // chance that can be repeated is what is wanted
	p := plan{machines: 2 + r.IntN(2)}
	for n := range 1 + r.IntN(4) {
		p.wishes = append(p.wishes, wished(r, n))
	}
	for range r.IntN(3) {
		p.outages = append(p.outages, outage{upTo(r, 50*time.Second), r.IntN(p.machines), time.Second + upTo(r, 90*time.Second), r.IntN(2) == 0, r.IntN(2) == 0})
	}
	return p
}

func upTo(r *rand.Rand, most time.Duration) time.Duration {
	return time.Duration(r.Int64N(int64(most)))
}

// wished draws the n-th wish, about a group of its own.
func wished(r *rand.Rand, n int) wish {
	kind := kinds[r.IntN(len(kinds))]
	w := wish{at: upTo(r, 30*time.Second), on: r.IntN(3), tool: kind.tool, arguments: kind.arguments(n)}
	for range r.IntN(3) {
		w.faults = append(w.faults, fault(r, kind.writes))
	}
	for range r.IntN(4) {
		w.clicks = append(w.clicks, click{upTo(r, 20*time.Second), r.IntN(3), r.IntN(6) == 0})
	}
	if r.IntN(2) == 0 {
		w.repeat = time.Second + upTo(r, 30*time.Second)
	}
	if r.IntN(4) == 0 {
		w.undo = time.Second + upTo(r, 60*time.Second)
	}
	return w
}

// fault draws something that goes wrong with a write, or with reading.
func fault(r *rand.Rand, writes sandbox.Operation) sandbox.Fault {
	f := sandbox.Fault{Operation: writes}
	switch r.IntN(8) {
	case 0:
		return sandbox.Fault{Kind: sandbox.Fault503, Operation: sandbox.OpGetGroup, Skip: r.IntN(4), Times: 1 + r.IntN(20)}
	case 1:
		f.Kind, f.Latency = sandbox.FaultLatency, upTo(r, 50*time.Second)
	case 2:
		f.Kind, f.Latency = sandbox.FaultKeepsWorking, upTo(r, 50*time.Second)
	case 3:
		f.Kind = []sandbox.FaultKind{sandbox.Fault502, sandbox.Fault504, sandbox.Fault500, sandbox.FaultReset, sandbox.Fault429, sandbox.FaultItemFailed}[r.IntN(6)]
	default:
		f.Kind = []sandbox.FaultKind{
			sandbox.FaultLateWrite, sandbox.Fault502AfterWrite, sandbox.Fault504AfterWrite, sandbox.FaultTimeoutAfterWrite,
			sandbox.FaultResetAfterWrite, sandbox.FaultHTMLAfterWrite,
		}[r.IntN(6)]
		f.Effect = []time.Duration{time.Millisecond, time.Second, 4 * time.Second, 30 * time.Second, upTo(r, 4*time.Minute)}[r.IntN(5)]
	}
	return f
}

// kinds are the changes that there are.
var kinds = []struct {
	tool      string
	writes    sandbox.Operation
	arguments func(n int) func(*world) map[string]any
}{
	{tools.NameCreate, sandbox.OpCreateGroup, func(n int) func(*world) map[string]any {
		return func(w *world) map[string]any {
			return map[string]any{"name": fmt.Sprint("New ", n), "owner": w.people[0].ID}
		}
	}},
	{tools.NameUpdate, sandbox.OpPatchGroup, func(n int) func(*world) map[string]any {
		return func(w *world) map[string]any {
			return map[string]any{"group": w.groups[n].ID, "name": fmt.Sprint("Renamed ", n)}
		}
	}},
	{tools.NameDelete, sandbox.OpDeleteGroups, func(n int) func(*world) map[string]any {
		return func(w *world) map[string]any { return map[string]any{"group": w.groups[n].ID} }
	}},
	{tools.NameMembersAdd, sandbox.OpAddMembers, func(n int) func(*world) map[string]any {
		return func(w *world) map[string]any {
			return map[string]any{"group": w.groups[n].ID, "members": []string{w.people[1].ID, w.people[2].ID, w.people[3].ID}}
		}
	}},
	{tools.NameMembersRemove, sandbox.OpRemoveMembers, func(n int) func(*world) map[string]any {
		return func(w *world) map[string]any {
			return map[string]any{"group": w.groups[n].ID, "members": w.groups[n].Members[:2]}
		}
	}},
}
