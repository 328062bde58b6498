// What signin expects of a store, written against its interface alone: every
// store that there will be must pass.

package store_test

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/signin"
)

func testTokens(t *testing.T, open func(t *testing.T) signin.TokenStore) {
	for name, test := range map[string]func(*testing.T, signin.TokenStore){
		"add and find":  tokensAddAndFind,
		"a name once":   tokensNameOnce,
		"one wins":      tokensOneWins,
		"revoke":        tokensRevoke,
		"used":          tokensUsed,
		"list in order": tokensListInOrder,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// kept is a token with every field set that a new one has.
func kept(id, name string) signin.Token {
	return signin.Token{
		ID: id, Name: name, Subject: "jane@corp.example", Hash: []byte{0, 0xff, 1},
		Created: noon, Expires: noon.Add(time.Hour),
	}
}

func tokensAddAndFind(t *testing.T, s signin.TokenStore) {
	_, err := s.Find(t.Context(), "a")
	require.ErrorIs(t, err, signin.ErrNoToken)
	all, err := s.List(t.Context())
	require.NoError(t, err)
	require.Empty(t, all)

	want := kept("a", "laptop '; DROP TABLE tokens;--")
	require.NoError(t, s.Add(t.Context(), want))
	got, err := s.Find(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, want, got)

	eternal := signin.Token{ID: "b", Name: "b", Subject: "b@corp.example", Hash: []byte{1}, Created: noon}
	require.NoError(t, s.Add(t.Context(), eternal))
	got, err = s.Find(t.Context(), "b")
	require.NoError(t, err)
	assert.Equal(t, eternal, got, "no time stays no time")
}

func tokensNameOnce(t *testing.T, s signin.TokenStore) {
	require.NoError(t, s.Add(t.Context(), kept("a", "laptop")))
	require.ErrorIs(t, s.Add(t.Context(), kept("b", "laptop")), signin.ErrNameTaken)
	_, err := s.Find(t.Context(), "b")
	require.ErrorIs(t, err, signin.ErrNoToken)

	require.NoError(t, s.Revoke(t.Context(), "a", noon))
	require.NoError(t, s.Add(t.Context(), kept("b", "laptop")), "a revoked token's name is free")
}

func tokensOneWins(t *testing.T, s signin.TokenStore) {
	var all sync.WaitGroup
	var won atomic.Int32
	for i := range 16 {
		all.Go(func() {
			if err := s.Add(t.Context(), kept(fmt.Sprint(i), "laptop")); err == nil {
				won.Add(1)
			} else {
				assert.ErrorIs(t, err, signin.ErrNameTaken)
			}
		})
	}
	all.Wait()
	assert.Equal(t, int32(1), won.Load())
}

func tokensRevoke(t *testing.T, s signin.TokenStore) {
	require.ErrorIs(t, s.Revoke(t.Context(), "a", noon), signin.ErrNoToken)
	require.NoError(t, s.Add(t.Context(), kept("a", "laptop")))
	require.NoError(t, s.Revoke(t.Context(), "a", noon))
	require.NoError(t, s.Revoke(t.Context(), "a", noon.Add(time.Hour)))
	got, err := s.Find(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, noon, got.Revoked, "the first time stays")
}

func tokensUsed(t *testing.T, s signin.TokenStore) {
	require.NoError(t, s.Used(t.Context(), "nobody", noon))
	require.NoError(t, s.Add(t.Context(), kept("a", "laptop")))
	for _, at := range []time.Time{noon, noon.Add(time.Minute), noon} {
		require.NoError(t, s.Used(t.Context(), "a", at))
	}
	got, err := s.Find(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, noon.Add(time.Minute), got.Used, "the latest time stays")
}

func tokensListInOrder(t *testing.T, s signin.TokenStore) {
	for i, id := range []string{"c", "a", "b"} {
		token := kept(id, id)
		token.Created = noon.Add(time.Duration(i) * time.Second)
		require.NoError(t, s.Add(t.Context(), token))
	}
	require.NoError(t, s.Revoke(t.Context(), "a", noon))
	all, err := s.List(t.Context())
	require.NoError(t, err)
	require.Len(t, all, 3, "revoked ones too")
	assert.Equal(t, []string{"c", "a", "b"}, []string{all[0].ID, all[1].ID, all[2].ID})
}

// Whoever reads the file finds nothing that lets them in.
func TestAttackReadTheState(t *testing.T) {
	path := fresh(t)
	whole, made, err := signin.Tokens{Store: opened(t, path).Tokens()}.New(t.Context(), "laptop", "jane@corp.example", 0)
	require.NoError(t, err)
	var raw []byte
	for _, name := range []string{path, path + "-wal"} {
		part, err := os.ReadFile(name)
		require.NoError(t, err)
		raw = append(raw, part...)
	}
	assert.Contains(t, string(raw), made.ID, "what is searched holds the token's record")
	assert.NotContains(t, string(raw), whole[len(whole)-52:])
}
