// Tokens that are made here: made, used, revoked, over a real store.

package signin_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/signin"
	"govgroup/internal/store"
	"govgroup/internal/tools"
)

// clock is a time that a test moves.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

func newTokens(t *testing.T) (signin.Tokens, *clock) {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "state.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, db.Close()) })
	c := &clock{time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)}
	return signin.Tokens{Store: db.Tokens(), Now: c.Now}, c
}

const janesEmail = "jane@corp.example"

func made(t *testing.T, tokens signin.Tokens, name string, lasts time.Duration) string {
	t.Helper()
	whole, _, err := tokens.New(t.Context(), name, janesEmail, lasts)
	require.NoError(t, err)
	return whole
}

func TestATokenIsItsSubject(t *testing.T) {
	t.Parallel()
	tokens, _ := newTokens(t)
	whole := made(t, tokens, "laptop", time.Hour)
	caller, err := tokens.Authenticate(t.Context(), whole)
	require.NoError(t, err)
	assert.Equal(t, tools.Caller{Subject: janesEmail, Email: janesEmail}, caller)
	assert.NotEqual(t, whole, made(t, tokens, "phone", time.Hour))
	all, err := tokens.Store.List(t.Context())
	require.NoError(t, err)
	for _, token := range all {
		assert.NotContains(t, string(token.Hash)+token.ID+token.Name, whole[len(whole)-52:])
	}
}

func TestATokenEnds(t *testing.T) {
	t.Parallel()
	tokens, c := newTokens(t)
	short, long, eternal := made(t, tokens, "short", time.Hour), made(t, tokens, "long", 48*time.Hour), made(t, tokens, "eternal", 0)
	c.now = c.now.Add(time.Hour - time.Nanosecond)
	_, err := tokens.Authenticate(t.Context(), short)
	require.NoError(t, err)
	c.now = c.now.Add(time.Nanosecond)
	_, err = tokens.Authenticate(t.Context(), short)
	requireRefused(t, err, "has expired")

	_, err = tokens.Authenticate(t.Context(), long)
	require.NoError(t, err)
	_, err = tokens.Revoke(t.Context(), "long")
	require.NoError(t, err)
	_, err = tokens.Authenticate(t.Context(), long)
	requireRefused(t, err, "was revoked")

	c.now = c.now.Add(50 * 365 * 24 * time.Hour)
	_, err = tokens.Authenticate(t.Context(), eternal)
	require.NoError(t, err)
}

func TestRevokingByNameOrID(t *testing.T) {
	t.Parallel()
	tokens, _ := newTokens(t)
	first := made(t, tokens, "laptop", 0)
	_, err := tokens.Revoke(t.Context(), "laptop")
	require.NoError(t, err)
	_, err = tokens.Revoke(t.Context(), "laptop")
	require.ErrorIs(t, err, signin.ErrNoToken, "the name is free again")
	second, token, err := tokens.New(t.Context(), "laptop", janesEmail, 0)
	require.NoError(t, err)
	revoked, err := tokens.Revoke(t.Context(), token.ID)
	require.NoError(t, err)
	assert.Equal(t, token.ID, revoked.ID)
	for _, whole := range []string{first, second} {
		_, err = tokens.Authenticate(t.Context(), whole)
		requireRefused(t, err, "was revoked")
	}
	_, err = tokens.Revoke(t.Context(), "nobody's")
	require.ErrorContains(t, err, "nobody's")
}

func TestAttackTokensThatAreNearlyRight(t *testing.T) {
	t.Parallel()
	tokens, _ := newTokens(t)
	whole, another := made(t, tokens, "laptop", 0), made(t, tokens, "phone", 0)
	id := whole[:len("ggt_")+12]
	for name, wrong := range map[string]string{
		"another's secret":     id + another[len(id):],
		"one character off":    whole[:len(whole)-1] + string('A'+('Z'-whole[len(whole)-1])%26),
		"another case":         strings.ToLower(whole),
		"too short":            whole[:len(whole)-1],
		"too long":             whole + "A",
		"the id alone":         id + "_",
		"no prefix":            whole[len("ggt_"):],
		"an id that is none":   "ggt_aaaaaaaaaaaa" + whole[len(id):],
		"a pattern for the id": "ggt_%%%%%%%%%%%%" + whole[len(id):],
		"nothing":              "",
	} {
		t.Run(name, func(t *testing.T) {
			require.NotEqual(t, whole, wrong)
			_, err := tokens.Authenticate(t.Context(), wrong)
			requireRefused(t, err, "not known here")
		})
	}
	_, err := tokens.Revoke(t.Context(), "laptop")
	require.NoError(t, err)
	_, err = tokens.Authenticate(t.Context(), id+another[len(id):])
	requireRefused(t, err, "not known here") // that it was revoked is told to its holder alone
}

func TestTheLastUseIsNotedByTheMinute(t *testing.T) {
	t.Parallel()
	tokens, c := newTokens(t)
	whole := made(t, tokens, "laptop", 0)
	begin := c.now
	for _, step := range []struct{ after, noted time.Duration }{{0, 0}, {59 * time.Second, 0}, {time.Second, time.Minute}, {10 * time.Second, time.Minute}} {
		c.now = c.now.Add(step.after)
		_, err := tokens.Authenticate(t.Context(), whole)
		require.NoError(t, err)
		all, err := tokens.Store.List(t.Context())
		require.NoError(t, err)
		assert.Equal(t, begin.Add(step.noted), all[0].Used)
	}
}

func TestTokensThatCannotBeMade(t *testing.T) {
	t.Parallel()
	tokens, _ := newTokens(t)
	made(t, tokens, "taken", 0)
	for _, c := range []struct {
		name, subject, want string
		lasts               time.Duration
	}{
		{"", janesEmail, "the name", 0},
		{strings.Repeat("x", 65), janesEmail, "the name", 0},
		{"two\nlines", janesEmail, "the name", 0},
		{"x", "jane", "is not an e-mail", 0},
		{"x", "Jane <jane@corp.example>", "is not an e-mail", 0},
		{"x", "jane@corp.example\u202e", "is not an e-mail", 0},
		{"x", "", "is not an e-mail", 0},
		{"x", janesEmail, "in the past", -time.Second},
		{"taken", janesEmail, "has this name already", 0},
	} {
		_, _, err := tokens.New(t.Context(), c.name, c.subject, c.lasts)
		require.ErrorContains(t, err, c.want)
	}
	all, err := tokens.Store.List(t.Context())
	require.NoError(t, err)
	assert.Len(t, all, 1)
}

func TestAStoreThatIsAwayLetsNobodyIn(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "state.db"))
	require.NoError(t, err)
	tokens := signin.Tokens{Store: db.Tokens()}
	whole := made(t, tokens, "laptop", 0)
	require.NoError(t, db.Close())
	caller, err := tokens.Authenticate(t.Context(), whole)
	require.Error(t, err)
	assert.Empty(t, caller)
	var refusal *signin.AuthError
	assert.NotErrorAs(t, err, &refusal, "it is no fault of the token's")
	assert.NotContains(t, err.Error(), whole)
}
