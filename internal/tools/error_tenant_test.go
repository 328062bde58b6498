// Errors: what foreign errors become.

package tools_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// The tenant's sentences begin with a capital, but an id stays what it is.
func TestAForeignErrorReadsLikeASentence(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"the name is too long": "The name is too long.",
		"ünknown name!":        "Ünknown name!",
		"ff4ae39f6bb44fb81a3d1e601c115a0b is no governance group.": "ff4ae39f6bb44fb81a3d1e601c115a0b is no governance group.",
		"": "It gave no reason.",
	} {
		assert.Equal(t, want, tools.AsError(fmt.Errorf("%w: %s", sailpoint.ErrInvalid, said)).Message)
	}
}

// Errors pass several places on their way that may all say so.
func TestTheAssuranceIsGivenOnce(t *testing.T) {
	t.Parallel()
	for code, want := range map[tools.Code]string{
		tools.NotFound: "No such group. Nothing was changed.", tools.AlreadyDecided: "No such group. This changed nothing.", tools.OutcomeUnknown: "No such group.",
	} {
		once := tools.Unchanged(tools.Errorf(code, "No such group."))
		assert.Equal(t, want, once.Message)
		assert.Equal(t, want, tools.Unchanged(fmt.Errorf("on the way: %w", once)).Message)
	}
	named := tools.Unchanged(tools.Errorf(tools.NotFound, "No group is called “Nothing was changed”."))
	assert.Equal(t, "No group is called “Nothing was changed”. Nothing was changed.", named.Message, "a name is no assurance")
}
