// Claims: what a provider says of a caller, as the policy reads it.

package signin_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestClaimsBecomeAttributes(t *testing.T) {
	t.Parallel()
	p := startOpenID(t)
	got, err := recognised(t, p, 0).Authenticate(t.Context(), p.sign(t, map[string]any{
		"groups": []any{"b", "a", "a", 7, nil}, "scope": "read  write", "department": "IT",
		"realm_access": map[string]any{"roles": []string{"admin"}, "deep": map[string]any{"er": "x"}},
		"admin":        true, "level": 3, "nothing": nil, "auth_time": 1, "jti": "j",
	}))
	require.NoError(t, err)
	assert.Equal(t, []string{
		"claim:department=IT", "claim:groups=a", "claim:groups=b", "claim:realm_access.deep.er=x",
		"claim:realm_access.roles=admin", "claim:scope=read", "claim:scope=write",
	}, got.Attributes)
}
