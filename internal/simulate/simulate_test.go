// Seeds: many worlds, and what must hold in each.

package simulate_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

var (
	seeds = flag.Uint64("seeds", 200, "how many seeds are tried")
	from  = flag.Uint64("from", 1, "the first seed")
)

// once failed are seeds that found something.
const onceFailed = "testdata/seeds.txt"

func TestSeeds(t *testing.T) {
	t.Parallel()
	last := *from + *seeds - 1
	if testing.Short() {
		last = min(last, *from+19)
	}
	empty := template(t)
	for seed := *from; seed <= last; seed++ {
		try(t, seed, empty)
	}
}

func TestSeedsThatOnceFailed(t *testing.T) {
	t.Parallel()
	file, err := os.Open(onceFailed)
	require.NoError(t, err)
	defer file.Close()
	empty := template(t)
	for lines := bufio.NewScanner(file); lines.Scan(); {
		text, _, _ := strings.Cut(lines.Text(), "#")
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		seed, err := strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
		try(t, seed, empty)
	}
}

// try runs one seed in a clock of its own.
func try(t *testing.T, seed uint64, empty []byte) {
	t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
		t.Parallel()
		folder, err := os.MkdirTemp(quickDisk(), "simulate-*") //nolint:usetesting // in memory where it can be
		require.NoError(t, err)
		t.Cleanup(func() { _ = os.RemoveAll(folder) })
		state := filepath.Join(folder, "state.db")
		require.NoError(t, os.WriteFile(state, empty, 0o600))
		synctest.Test(t, func(t *testing.T) {
			w := simulate(t, decide(seed), state)
			defer w.end()
			for _, fault := range w.faults() {
				t.Error(fault)
			}
			if t.Failed() {
				t.Logf("seed %d; try it alone: go test ./internal/simulate -run 'TestSeeds/%d$' -from %d -seeds 1\n%s", seed, seed, seed, w.story())
			}
		})
	})
}

// quickDisk is a folder in memory where there is one: what a power cut leaves is not
// what is tried here.
func quickDisk() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return ""
}

// faults are the promises that were broken.
func (w *world) faults() (broken []string) {
	ctx := context.Background()
	m := w.at(0)
	all, err := m.DB.Requests().List(ctx, confirm.Query{Tenant: address, Limit: -1})
	require.NoError(w.t, err)
	done := map[string]int{}
	for _, r := range all {
		broken = append(broken, w.ofRequest(r)...)
		for _, what := range writtenBy(r) {
			done[what]++
		}
	}
	happened := map[string]int{}
	for _, e := range w.tenant.Effects()[w.before:] {
		happened[effect(e)]++
	}
	if !maps.Equal(done, happened) {
		broken = append(broken, fmt.Sprintf("the records say that was done:\n%v\nthe tenant shows:\n%v", done, happened))
	}
	testenv.Sound(w.t, audit.NewLog(m.DB.Audit(), time.Now))
	if err := confirm.CrossCheck(ctx, m.DB.Audit(), m.DB.Requests()); err != nil {
		broken = append(broken, err.Error())
	}
	return broken
}

// ofRequest checks what one record says.
func (w *world) ofRequest(r confirm.Request) (broken []string) {
	fault := func(format string, args ...any) {
		broken = append(broken, fmt.Sprintf("request %s (%s): ", r.ID, r.State)+fmt.Sprintf(format, args...))
	}
	if !r.State.Final() || r.State == confirm.Unknown {
		fault("it is not settled")
	}
	if len(r.Plan.Done()) > 0 && r.Level != confirm.None && len(r.Approvals) != 1 {
		fault("it was carried out with %d approvals", len(r.Approvals))
	}
	if sum := tools.Status(r.Plan.Items); differs(string(r.State), sum) {
		fault("its items add up to %s", sum)
	}
	if told := w.told[r.ID]; differs(told, string(r.State)) && !r.Late {
		fault("whoever asked was told %q and never otherwise", told)
	}
	return broken
}

// differs reports whether something says how a change ended, and says otherwise than
// what is so.
func differs(said, is string) bool {
	ended := said == tools.StatusDone || said == tools.StatusPartly || said == tools.StatusFailed
	return ended && said != is
}

// writtenBy is what a record says that was done, as [effect] has it.
func writtenBy(r confirm.Request) (all []string) {
	for i, item := range r.Plan.Items {
		step := r.Plan.Step(i)
		if item.Outcome != tools.ItemDone {
			continue
		}
		switch step.Action {
		case tools.CreateGroup:
			all = append(all, "group_created "+item.ID)
		case tools.UpdateGroup:
			all = append(all, "group_patched "+step.Group)
		case tools.DeleteGroup:
			all = append(all, "group_deleted "+step.Group)
		case tools.AddMember:
			all = append(all, "member_added "+groupOf(r, step)+" "+item.ID)
		case tools.RemoveMember:
			all = append(all, "member_removed "+groupOf(r, step)+" "+item.ID)
		}
	}
	return all
}

// groupOf is the id of the group whose member an item is, also of one that was created.
func groupOf(r confirm.Request, step tools.Step) string {
	for i, item := range r.Plan.Items {
		if s := r.Plan.Step(i); s.Action == tools.CreateGroup && s.Group == step.Group {
			return item.ID
		}
	}
	return step.Group
}

func effect(e sandbox.Effect) string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s", e.Kind, e.GroupID, e.IdentityID))
}
