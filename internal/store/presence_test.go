// Presence: a file that is gone, replaced or full takes no records.

package store_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/signin"
	"govgroup/internal/store"
	"govgroup/internal/tools"
)

// writes is every way to write to a store.
func writes(ctx context.Context, db *store.DB) map[string]error {
	r := request("r2")
	_, claimed := db.Requests().Claim(ctx, r)
	_, sending := db.Requests().Sending(ctx, r.ID, 1)
	_, seen := db.FirstTime(ctx, "key", time.Now(), time.Now().Add(time.Minute))
	_, appended := audit.NewLog(db.Audit(), time.Now).Append(ctx, audit.Entry{Kind: audit.Asked})
	return map[string]error{
		"create": db.Requests().Create(ctx, r), "update": db.Requests().Update(ctx, r), "claim": claimed,
		"renew": db.Requests().Renew(ctx, r.ID, 1), "sending": sending, "append": appended, "seen": seen, "check": db.Check(ctx),
		"add a token": db.Tokens().Add(ctx, signin.Token{ID: "t"}), "revoke": db.Tokens().Revoke(ctx, "t", time.Now()),
		"use": db.Tokens().Used(ctx, "t", time.Now()),
	}
}

func TestAFileThatIsGoneTakesNoRecords(t *testing.T) {
	for name, lose := range map[string]func(t *testing.T, path string){
		"removed": func(t *testing.T, path string) { require.NoError(t, os.Remove(path)) },
		"renamed": func(t *testing.T, path string) { require.NoError(t, os.Rename(path, path+".old")) },
		"replaced": func(t *testing.T, path string) {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(path+".copy", text, 0o600))
			require.NoError(t, os.Rename(path+".copy", path))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := fresh(t)
			db := opened(t, path)
			require.NoError(t, db.Check(t.Context()))
			lose(t, path)
			for writing, err := range writes(t.Context(), db) {
				assert.ErrorIs(t, err, store.ErrGone, writing)
				assert.ErrorContains(t, err, path, writing)
			}
		})
	}
}

func TestAFileThatCameBackTakesRecordsAgain(t *testing.T) {
	path := fresh(t)
	db := opened(t, path)
	require.NoError(t, os.Rename(path, path+".moved"))
	require.ErrorIs(t, db.Requests().Create(t.Context(), request("r1")), store.ErrGone)
	require.NoError(t, os.Rename(path+".moved", path))
	require.NoError(t, db.Check(t.Context()))
	require.NoError(t, db.Requests().Create(t.Context(), request("r1")))
	_, err := opened(t, path).Requests().Get(t.Context(), "r1")
	require.NoError(t, err)
}

func TestAFullFileKeepsWhatItHas(t *testing.T) {
	db := opened(t, fresh(t))
	require.NoError(t, db.Requests().Create(t.Context(), request("r1")))
	db.Exec(t, `PRAGMA max_page_count = 1`) // no more than it has
	var full error
	for i := range 100 {
		r := request(tools.RequestID(fmt.Sprint("r2", i)))
		r.Purpose = strings.Repeat("x", 1<<16)
		if full = db.Requests().Create(t.Context(), r); full != nil {
			break
		}
	}
	require.ErrorContains(t, full, "full")
	_, err := db.Requests().Get(t.Context(), "r1")
	require.NoError(t, err)
}
