// Several processes on one file: the test program starts itself again as the
// other process.

package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/store"
)

// What the other process is to do, and with which file.
const (
	roleVariable = "GOVGROUP_STORE_TEST_ROLE"
	fileVariable = "GOVGROUP_STORE_TEST_FILE"
)

func TestMain(m *testing.M) {
	role := os.Getenv(roleVariable)
	if role == "" {
		os.Exit(m.Run())
	}
	if err := play(role, os.Getenv(fileVariable)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// play is the other process.
func play(role, path string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, path)
	if err != nil {
		return err
	}
	switch role {
	case "open":
	case "append":
		err = appendForever(ctx, db)
	case "race":
		err = raceOnDemand(ctx, db)
	}
	return errors.Join(err, db.Close())
}

// appendForever says the number of each entry once it is kept.
func appendForever(ctx context.Context, db *store.DB) error {
	log := audit.NewLog(db.Audit(), time.Now)
	for {
		e, err := log.Append(ctx, audit.Entry{Kind: audit.Outcome, Reason: strings.Repeat("x", 500)})
		if err != nil {
			return err
		}
		fmt.Println(e.Seq)
	}
}

// raceOnDemand reads versions, has a go at each, and says how often it won.
func raceOnDemand(ctx context.Context, db *store.DB) error {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		version, err := strconv.Atoi(in.Text())
		if err != nil {
			return err
		}
		won, err := race(ctx, db.Requests(), version)
		if err != nil {
			return err
		}
		fmt.Println(won)
	}
	return in.Err()
}

// runners is how many callers of each process race.
const runners = 8

// race lets all runners update one version at once. An error is anything but a
// lost race.
func race(ctx context.Context, s confirm.Store, version int) (won int, err error) {
	r := request("r1")
	r.Version = version
	results := make([]error, runners)
	var all sync.WaitGroup
	for i := range runners {
		all.Go(func() { results[i] = s.Update(ctx, r) })
	}
	all.Wait()
	for _, result := range results {
		switch {
		case result == nil:
			won++
		case !errors.Is(result, confirm.ErrConflict):
			err = result
		}
	}
	return won, err
}

// another is a second process with the given role.
type another struct {
	*exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

func start(t *testing.T, role, path string) another {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), self)
	command.Env = append(os.Environ(), roleVariable+"="+role, fileVariable+"="+path)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	require.NoError(t, err)
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	return another{command, in, bufio.NewScanner(out)}
}

// next is the next number that the process says.
func (a another) next(t *testing.T) int {
	t.Helper()
	require.True(t, a.out.Scan(), "the other process has ended")
	n, err := strconv.Atoi(a.out.Text())
	require.NoError(t, err)
	return n
}

func TestOneOfTwoProcessesWins(t *testing.T) { onBoth(t, oneOfTwoProcessesWins) }

func oneOfTwoProcessesWins(t *testing.T, place func(testing.TB) string) {
	rounds := 1000
	if testing.Short() {
		rounds = 50
	}
	path := place(t)
	db := opened(t, path)
	require.NoError(t, db.Requests().Create(t.Context(), request("r1")))
	other := start(t, "race", path)
	won := [2]int{}
	for version := 1; version <= rounds; version++ {
		_, err := fmt.Fprintln(other.in, version)
		require.NoError(t, err)
		mine, err := race(t.Context(), db.Requests(), version)
		require.NoError(t, err)
		theirs := other.next(t)
		require.Equal(t, 1, mine+theirs, "round %d: %d here, %d there", version, mine, theirs)
		won[0], won[1] = won[0]+mine, won[1]+theirs
	}
	require.NoError(t, other.in.Close())
	require.NoError(t, other.Wait())
	r, err := db.Requests().Get(t.Context(), "r1")
	require.NoError(t, err)
	assert.Equal(t, rounds+1, r.Version)
	t.Logf("won here %d, there %d", won[0], won[1])
}

func TestTheFirstStartOfSeveralProcesses(t *testing.T) { onBoth(t, firstStartOfSeveralProcesses) }

func firstStartOfSeveralProcesses(t *testing.T, place func(testing.TB) string) {
	path := place(t)
	var others []another
	for range 4 {
		others = append(others, start(t, "open", path))
	}
	opened(t, path)
	for _, other := range others {
		assert.NoError(t, other.Wait())
	}
}

func TestTheFirstStartOfManyInOneProcess(t *testing.T) { onBoth(t, firstStartOfManyInOneProcess) }

func firstStartOfManyInOneProcess(t *testing.T, place func(testing.TB) string) {
	path := place(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			db, err := store.Open(t.Context(), path)
			if assert.NoError(t, err) {
				assert.NoError(t, db.Close())
			}
		})
	}
	all.Wait()
}

// Killed at any moment, a process leaves everything that it said was kept, and
// a chain that is sound; others go on while it dies.
func TestKilledWhileAppending(t *testing.T) { onBoth(t, killedWhileAppending) }

func killedWhileAppending(t *testing.T, place func(testing.TB) string) {
	path := place(t)
	db := opened(t, path)
	log := audit.NewLog(db.Audit(), time.Now)
	for round := range 6 {
		other := start(t, "append", path)
		said := 0
		for range 1 + round%3 {
			said = other.next(t)
			_, err := log.Append(t.Context(), audit.Entry{Kind: audit.Asked})
			require.NoError(t, err)
		}
		require.NoError(t, other.Process.Kill())
		require.Error(t, other.Wait())

		report, err := audit.NewLog(opened(t, path).Audit(), time.Now).Verify(t.Context())
		require.NoError(t, err)
		require.True(t, report.Sound(), report)
		require.GreaterOrEqual(t, report.Newest, int64(said))
	}
}

// Killed while nobody else has the file open, the next start recovers it.
func TestKilledAlone(t *testing.T) {
	path := fresh(t)
	for range 5 {
		other := start(t, "append", path)
		said := 0
		for range 3 {
			said = other.next(t)
		}
		require.NoError(t, other.Process.Kill())
		require.Error(t, other.Wait())

		db, err := store.Open(t.Context(), path)
		require.NoError(t, err)
		report, err := audit.NewLog(db.Audit(), time.Now).Verify(t.Context())
		require.NoError(t, err)
		require.True(t, report.Sound(), report)
		require.GreaterOrEqual(t, report.Newest, int64(said))
		require.NoError(t, db.Close())
	}
}
