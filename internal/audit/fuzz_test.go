// Whatever bytes a store or a file holds, verifying answers, and never calls
// sound what was not appended.

package audit_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
)

func FuzzVerifyExport(f *testing.F) {
	log, _ := filled(f, 3)
	text := export(f, log, 1)
	f.Add([]byte(text))
	f.Add([]byte(text[:len(text)/2]))
	f.Add([]byte(strings.Replace(text, `"seq":2`, `"seq":9223372036854775807`, 1)))
	f.Add([]byte(`{"from":1,"head":0,"hash":""}` + "\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		report, err := audit.VerifyExport(bytes.NewReader(raw))
		require.NoError(t, err)
		if report.Sound() {
			require.Equal(t, report.Entries+1, bytes.Count(raw, []byte("\n")))
		}
	})
}

func FuzzVerify(f *testing.F) {
	_, store := filled(f, 3)
	r := store.records[1]
	f.Add(r.Seq, r.Body, r.Prev, r.Hash)
	f.Add(int64(-1), []byte("{}"), "", "")
	f.Fuzz(func(t *testing.T, seq int64, body []byte, prev, hash string) {
		log, store := filled(t, 3)
		original := store.records[1]
		store.records[1] = audit.Record{Seq: seq, Body: body, Prev: prev, Hash: hash}
		report, err := log.Verify(t.Context())
		require.NoError(t, err)
		same := seq == original.Seq && bytes.Equal(body, original.Body) && prev == original.Prev && hash == original.Hash
		require.Equal(t, same, report.Sound(), report)
	})
}
