// Policy: the commands that check and explain it.

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const shipped = "../../examples/policy.yaml"

func TestPolicyCheck(t *testing.T) {
	t.Parallel()
	o := try(t, nil, "", "policy", "check", shipped)
	require.NoError(t, o.err)
	assert.Contains(t, o.stdout, "can be used.")

	broken := filepath.Join(t.TempDir(), "broken.yaml")
	require.NoError(t, os.WriteFile(broken, []byte("roles:\n  x: {anyone: maybe}\n"), 0o600))
	o = try(t, nil, "", "policy", "check", broken)
	require.ErrorContains(t, o.err, "line 2: ")
	o = try(t, nil, "", "policy", "check")
	require.ErrorContains(t, o.err, "<file>")
}

func TestPolicyExplain(t *testing.T) {
	t.Parallel()
	variables := map[string]string{"GOVGROUP_POLICY": shipped, "GOVGROUP_SANDBOX": "1"}
	o := try(t, variables, "", "policy", "explain", "--as", "jane.doe@corp.example", "govgroup_members_add", "DB Access", "avery.stone@corp.example")
	require.NoError(t, o.err)
	assert.Contains(t, o.stdout, "Answer:  yes")
	o = try(t, variables, "", "policy", "explain", "--as=x@y.example", "--attribute=claim:groups=a,b", "govgroup_list")
	require.NoError(t, o.err)
	assert.Contains(t, o.stdout, "Rule:    everyone may look")
	o = try(t, variables, "", "policy", "explain", "govgroup_list")
	require.ErrorContains(t, o.err, "--as")
}

func TestServingWithAPolicy(t *testing.T) {
	t.Parallel()
	o := try(t, nil, list+"\n", "--sandbox", "--policy", shipped)
	require.NoError(t, o.err)
	assert.NotContains(t, o.stdout, "govgroup_delete", "nobody whom the policy knows")
	assert.Contains(t, o.stdout, "govgroup_members_list")
	o = try(t, nil, list, "--sandbox", "--policy", "/no/such/file")
	require.ErrorContains(t, o.err, "the policy cannot be read")
}
