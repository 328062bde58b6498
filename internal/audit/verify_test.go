// Verifying: every kind of damage is found, and the first entry named.

package audit_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
)

// rehash makes a record sound again by itself, as a careful forger would.
func rehash(r *audit.Record) {
	sum := sha256.Sum256([]byte(r.Prev + "\n" + string(r.Body)))
	r.Hash = hex.EncodeToString(sum[:])
}

func alter(r *audit.Record) {
	r.Body = []byte(strings.Replace(string(r.Body), "done", "fail", 1))
}

var damages = []struct {
	name   string
	damage func(m *memory)
	seq    int64
	what   string
}{
	{"changed", func(m *memory) { alter(&m.records[2]) }, 3, "was changed"},
	{"hash changed", func(m *memory) { m.records[2].Hash = strings.Repeat("0", 64) }, 3, "was changed"},
	{"link changed", func(m *memory) { m.records[2].Prev = strings.Repeat("0", 64) }, 3, "was changed"},
	{"changed and hashed anew", func(m *memory) { alter(&m.records[2]); rehash(&m.records[2]) }, 3, "hashed anew"},
	{"newest changed and hashed anew", func(m *memory) { alter(&m.records[4]); rehash(&m.records[4]) }, 5, "the head records"},
	{"first is gone", func(m *memory) { m.records = m.records[1:] }, 1, "is missing"},
	{"one in the middle is gone", func(m *memory) { m.records = slices.Delete(m.records, 2, 3) }, 3, "is missing"},
	{"two in the middle are gone", func(m *memory) { m.records = slices.Delete(m.records, 1, 3) }, 2, "up to 3 are missing"},
	{"newest is gone", func(m *memory) { m.records = m.records[:4] }, 5, "is missing"},
	{"all are gone", func(m *memory) { m.records = nil }, 1, "up to 5 are missing"},
	{"two swapped with their numbers", func(m *memory) { swap(m); m.records[1].Seq, m.records[2].Seq = 2, 3 }, 2, "holds entry 3"},
	{"one copied to the end", func(m *memory) { r := m.records[1]; r.Seq = 6; m.records = append(m.records, r) }, 6, "holds entry 2"},
	{"one put in at the end", func(m *memory) { m.records = append(m.records, forged(m, 6)) }, 6, "beyond the end"},
	{"one put in before the first", func(m *memory) { m.records = append(m.records, forged(&memory{}, 0)) }, 0, "out of order"},
	{"one put in twice", func(m *memory) { m.records = append(m.records, m.records[2]) }, 3, "out of order"},
	{"not an entry", func(m *memory) { m.records[1].Body = []byte("]"); rehash(&m.records[1]) }, 2, "is not an audit entry"},
	{"beginning cut off and renumbered", func(m *memory) { m.records = m.records[2:]; renumber(m) }, 1, "continues something older"},
	{"head set back", func(m *memory) { m.seq, m.hash = 3, m.records[2].Hash }, 4, "beyond the end"},
	{"head gone", func(m *memory) { m.seq, m.hash = 0, "" }, 1, "beyond the end"},
	{"head's hash changed", func(m *memory) { m.hash = strings.Repeat("0", 64) }, 5, "the head records"},
	{"head set forward", func(m *memory) { m.seq = 9 }, 6, "up to 9 are missing"},
}

func swap(m *memory) { m.records[1], m.records[2] = m.records[2], m.records[1] }

// forged is a sound record that continues the newest one.
func forged(m *memory, seq int64) audit.Record {
	r := audit.Record{Seq: seq, Body: []byte(`{"seq":` + string(rune('0'+seq)) + `}`), Prev: m.hash}
	rehash(&r)
	return r
}

// renumber gives the records numbers from 1 and sound hashes, and leaves the
// link of the first one as it was.
func renumber(m *memory) {
	for i := range m.records {
		r := &m.records[i]
		old := string(rune('0' + r.Seq))
		r.Seq = int64(i + 1)
		r.Body = []byte(strings.Replace(string(r.Body), `{"seq":`+old, `{"seq":`+string(rune('0'+r.Seq)), 1))
		if i > 0 {
			r.Prev = m.records[i-1].Hash
		}
		rehash(r)
		m.seq, m.hash = r.Seq, r.Hash
	}
}

func TestVerifyNamesTheFirstDamage(t *testing.T) {
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			log, store := filled(t, 5)
			d.damage(store)
			report, err := log.Verify(t.Context())
			require.NoError(t, err)
			require.False(t, report.Sound())
			assert.Equal(t, d.seq, report.Finding.Seq, report)
			assert.Contains(t, report.Finding.What, d.what)
			assert.Contains(t, report.String(), "broken")
		})
	}
}

func TestVerifyFindsEveryFlippedByte(t *testing.T) {
	log, store := filled(t, 3)
	for i := range store.records {
		for at := range store.records[i].Body {
			store.records[i].Body[at] ^= 1
			report, err := log.Verify(t.Context())
			require.NoError(t, err)
			require.False(t, report.Sound(), "record %d, byte %d", i, at)
			require.Equal(t, int64(i+1), report.Finding.Seq)
			store.records[i].Body[at] ^= 1
		}
	}
}

func TestVerifySound(t *testing.T) {
	for _, n := range []int{0, 1, 50} {
		log, store := filled(t, n)
		report, err := log.Verify(t.Context())
		require.NoError(t, err)
		assert.True(t, report.Sound(), report)
		assert.Equal(t, n, report.Entries)
		assert.Equal(t, store.hash, report.Hash)
		assert.Contains(t, report.String(), "sound")
	}
}

func TestVerifyWhileOthersAppend(t *testing.T) {
	log, store := filled(t, 5)
	left := 10
	store.reading = func() {
		if left--; left >= 0 {
			_, err := log.Append(t.Context(), audit.Entry{Kind: audit.Asked})
			require.NoError(t, err)
		}
	}
	report, err := log.Verify(t.Context())
	require.NoError(t, err)
	assert.True(t, report.Sound(), report)
	assert.Equal(t, 15, report.Entries)
}

func TestRecordsMissedAtTheEndStayMissed(t *testing.T) {
	log, store := filled(t, 5)
	store.records = store.records[:3]
	_, err := log.Append(t.Context(), audit.Entry{Kind: audit.Asked})
	require.NoError(t, err)
	report, err := log.Verify(t.Context())
	require.NoError(t, err)
	require.False(t, report.Sound())
	assert.Equal(t, int64(4), report.Finding.Seq)
}

func TestVerifyTellsDamageFromAStoreThatCannotBeRead(t *testing.T) {
	away := errors.New("disk is gone")
	_, err := audit.NewLog(broken{err: away}, clock()).Verify(t.Context())
	require.ErrorIs(t, err, away)
}
