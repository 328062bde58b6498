// Many yeses at once, from two processes: one execution each time, and the
// tenant counts.

package confirm_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

const (
	races     = 1000
	perSide   = 8 // simultaneous yeses from each of the two processes
	rivalVar  = "GOVGROUP_TEST_RIVAL"
	rivalTest = "TestRival"
)

// rivalry is what the second process needs to know.
type rivalry struct {
	Path   string
	Access testenv.Access
}

// tally counts the answers to one race.
type tally struct{ Done, Late, Other int }

// yeses answers a request many times at once.
func (r *replica) yeses(t testing.TB, id tools.RequestID) (n tally) {
	var mu sync.Mutex
	var all sync.WaitGroup
	start := make(chan struct{})
	for range perSide {
		all.Go(func() {
			<-start
			_, err := r.gate.Decide(t.Context(), id, confirm.Answer{Verdict: confirm.Yes, By: ann})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				n.Done++
			case tools.AsError(err).Code == tools.AlreadyDecided:
				n.Late++
			default:
				n.Other++
			}
		})
	}
	close(start)
	all.Wait()
	return n
}

// TestRival is the second process of TestRacesFromTwoProcesses: it reads request
// ids and answers each with a tally.
func TestRival(t *testing.T) {
	setting := os.Getenv(rivalVar)
	if setting == "" {
		t.Skip("runs only as the second process of TestRacesFromTwoProcesses")
	}
	var in rivalry
	require.NoError(t, json.Unmarshal([]byte(setting), &in))
	p, err := testenv.Open(t.Context(), in.Access, testenv.Options{StateFile: in.Path, Now: time.Now})
	require.NoError(t, err)
	defer p.Close()
	r := newReplica(p)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		raw, err := json.Marshal(r.yeses(t, tools.RequestID(lines.Text())))
		require.NoError(t, err)
		fmt.Fprintf(os.Stderr, "%s\n", raw)
	}
}

// rival starts the second process and gives a way to race with it.
func (w *world) rival(t *testing.T) func(id tools.RequestID) func() tally {
	t.Helper()
	setting, err := json.Marshal(rivalry{w.path, testenv.Access{URL: w.URL, ClientID: w.ClientID, ClientSecret: w.ClientSecret}})
	require.NoError(t, err)
	process := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+rivalTest+"$")
	process.Env = append(os.Environ(), rivalVar+"="+string(setting))
	in, err := process.StdinPipe()
	require.NoError(t, err)
	out, err := process.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, process.Start())
	t.Cleanup(func() { _ = in.Close(); _ = process.Wait() })
	answers := json.NewDecoder(out)
	return func(id tools.RequestID) func() tally {
		_, err := io.WriteString(in, string(id)+"\n")
		require.NoError(t, err)
		return func() (n tally) {
			require.NoError(t, answers.Decode(&n))
			return n
		}
	}
}

func TestRacesFromTwoProcesses(t *testing.T) {
	testenv.Long(t, "two processes race for many requests")
	t.Run("sqlite", func(t *testing.T) { raceFromTwoProcesses(t, "", races) })
	t.Run("postgres", func(t *testing.T) { raceFromTwoProcesses(t, testenv.Postgres(t), races/5) })
}

func raceFromTwoProcesses(t *testing.T, state string, races int) {
	w := newWorldAt(t, state)
	race := w.rival(t)
	for n := range races {
		require.NoError(t, w.AddMember(w.DBAccess.ID, w.Admin.ID))
		o := w.waiting(t, "govgroup_members_remove", args{"group": w.DBAccess.ID, "members": []string{w.Admin.ID}})
		before := len(w.Effects())
		theirs := race(o.Change)
		ours := w.yeses(t, o.Change)
		both := theirs()
		both.Done, both.Late, both.Other = both.Done+ours.Done, both.Late+ours.Late, both.Other+ours.Other
		require.Equal(t, tally{Done: 1, Late: 2*perSide - 1}, both, "race %d", n)
		effects := w.Effects()[before:]
		require.Len(t, effects, 1, "race %d: executed more than once", n)
		require.Equal(t, sandbox.MemberRemoved, effects[0].Kind)
	}
	assert.Equal(t, confirm.Done, w.stored(t, w.newest(t)).State)
	w.sound(t)
}

// newest is the id of the newest request.
func (w *world) newest(t *testing.T) tools.RequestID {
	t.Helper()
	found, err := w.db.Requests().List(t.Context(), confirm.Query{Tenant: w.URL, Limit: 1})
	require.NoError(t, err)
	require.Len(t, found, 1)
	return found[0].ID
}
