// The transitions, and that the model of the gate has the same.

package confirm_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
)

func TestTheModelHasTheSameTransitions(t *testing.T) {
	t.Parallel()
	model, err := os.ReadFile("../../model/gate.pml")
	require.NoError(t, err)
	var modelled, declared []string
	for _, found := range regexp.MustCompile(`become\((\w+), (\w+)\)`).FindAllStringSubmatch(string(model), -1) {
		if found[1] != "FROM" && found[1] != "from" {
			modelled = append(modelled, found[1]+" → "+found[2])
		}
	}
	for _, way := range confirm.Transitions() {
		if way.From != "" { // the model begins with the request
			declared = append(declared, modelName(way.From)+" → "+modelName(way.To))
		}
	}
	slices.Sort(modelled)
	slices.Sort(declared)
	assert.Equal(t, declared, slices.Compact(modelled))
}

// modelName is what a state is called in the model: partly_done is PartlyDone.
func modelName(s confirm.State) (name string) {
	for word := range strings.SplitSeq(string(s), "_") {
		name += strings.ToUpper(word[:1]) + word[1:]
	}
	return name
}

func TestNoOtherWayThanTheTransitions(t *testing.T) {
	t.Parallel()
	for _, way := range [][2]confirm.State{
		{confirm.Declined, confirm.Executing}, {confirm.Done, confirm.Failed}, {confirm.Expired, confirm.Pending},
		{confirm.Pending, confirm.Done}, {confirm.Failed, confirm.Unknown}, {confirm.Stale, confirm.Executing},
	} {
		assert.False(t, way[0].MayBecome(way[1]), "%s to %s", way[0], way[1])
	}
}
