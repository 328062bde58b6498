// Phrases: what helpdesk staff type, and whether they get there.

package console_test

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/testenv"
)

//go:embed testdata/phrases.txt
var phrases string

// mostSteps is how many steps half of the phrases may take.
const mostSteps = 2

// aboutGroup finds the group that a card says something was done to.
var aboutGroup = regexp.MustCompile(`(?:Done|Not everything[^:]*): [^“]*governance group “([^”]*)”`)

func TestPhrasesOfHelpdeskTasksLeadToTheRightGroup(t *testing.T) {
	testenv.Long(t, "it holds forty sessions")
	t.Parallel()
	var mu sync.Mutex
	var steps []int
	t.Run("all", func(t *testing.T) {
		for line := range strings.Lines(phrases) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			said, want, split := strings.Cut(line, " => ")
			require.True(t, split, line)
			t.Run(said, func(t *testing.T) {
				t.Parallel()
				typed := strings.Split(said, " >> ")
				out := carriedOut(t, typed)
				assert.Contains(t, out, want)
				for _, about := range aboutGroup.FindAllStringSubmatch(out, -1) {
					assert.Equal(t, "DB Access", about[1], "another group was changed")
				}
				mu.Lock()
				defer mu.Unlock()
				steps = append(steps, len(typed))
			})
		}
	})
	slices.Sort(steps)
	require.GreaterOrEqual(t, len(steps), 40)
	median := steps[len(steps)/2]
	t.Logf("%d phrases, %d steps in the median, %d at most", len(steps), median, steps[len(steps)-1])
	assert.LessOrEqual(t, median, mostSteps)
}

// carriedOut types the steps, and gives what follows the last one. A button's number is
// only known once it was shown.
func carriedOut(t *testing.T, steps []string) string {
	t.Helper()
	var lines []string
	for _, step := range steps {
		if label, isButton := strings.CutPrefix(step, "["); isButton {
			shown := session(t, lines...)
			numbers := regexp.MustCompile(fmt.Sprintf(`\[(\d+): %s\]`, regexp.QuoteMeta(strings.TrimSuffix(label, "]")))).FindAllStringSubmatch(shown, -1)
			require.NotEmpty(t, numbers, "there is no button %s in:\n%s", step, shown)
			step = numbers[len(numbers)-1][1]
		}
		lines = append(lines, step)
	}
	out := session(t, lines...)
	return out[strings.LastIndex(out, "> "+lines[len(lines)-1])+2:]
}
