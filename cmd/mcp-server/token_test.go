// Token: the commands on the bearer tokens.

package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestATokenIsPrintedOnce(t *testing.T) {
	t.Parallel()
	variables := map[string]string{"GOVGROUP_STATE": filepath.Join(t.TempDir(), "state.db")}
	made := try(t, variables, "", "token", "new", "--name", "laptop", "--subject", "jane@corp.example")
	require.NoError(t, made.err)
	assert.Regexp(t, `^ggt_[a-z2-7]{12}_[A-Z2-7]{52}\n$`, made.stdout, "alone, so that it can be piped")
	assert.Contains(t, made.stderr, "for jane@corp.example, good until 2")
	secret := strings.TrimSpace(made.stdout)[len("ggt_xxxxxxxxxxxx_"):]

	never := try(t, variables, "", "token", "new", "--name", "robot", "--subject", "robot@corp.example", "--expires", "never")
	require.NoError(t, never.err)
	assert.Contains(t, never.stderr, "good until never")
	twice := try(t, variables, "", "token", "new", "--name", "laptop", "--subject", "bob@corp.example")
	require.ErrorContains(t, twice.err, "has this name already")
	assert.Empty(t, twice.stdout)

	listed := try(t, variables, "", "token", "list")
	require.NoError(t, listed.err)
	assert.Regexp(t, `laptop +jane@corp.example +valid .* never\n.*robot +robot@corp.example +valid +.* never +never\n`, listed.stdout)
	ended := try(t, variables, "", "token", "revoke", "laptop")
	require.NoError(t, ended.err)
	again := try(t, variables, "", "token", "revoke", "laptop")
	require.ErrorContains(t, again.err, "no such token")
	listed = try(t, variables, "", "token", "list")
	require.NoError(t, listed.err)
	assert.Regexp(t, `laptop +jane@corp.example +revoked `, listed.stdout)
	for _, later := range []outcome{twice, listed, ended, again} {
		assert.NotContains(t, later.stdout+later.stderr, secret)
	}
}

func TestATokenWantsANameAndASubject(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"--name":             {"token", "new", "--subject", "jane@corp.example"},
		"--subject":          {"token", "new", "--name", "x"},
		"is not an e-mail":   {"token", "new", "--name", "x", "--subject", "jane"},
		`--expires "soon"`:   {"token", "new", "--name", "x", "--subject", "jane@corp.example", "--expires", "soon"},
		"<token>":            {"token", "revoke"},
		`token "x": no such`: {"token", "revoke", "x"},
	} {
		o := try(t, nil, "", args...)
		require.ErrorContains(t, o.err, want)
		assert.Empty(t, o.stdout)
	}
}
