// Each person: nobody is missed where the tenant pages.

package groups_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools/directory"
)

func TestEachPersonMissesNobody(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{})
	seen := map[string]int{}
	require.NoError(t, directory.New(e.API).EachPerson(t.Context(), func(p directory.Person) { seen[p.ID]++ }))
	assert.Len(t, seen, len(e.People()))
	for _, p := range e.People() {
		assert.Equal(t, 1, seen[p.ID], p.Name)
	}
}
