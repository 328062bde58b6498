// The audit as a program: verifying and exporting it.

package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/store"
)

// Verification says what is verified, and against what.
type Verification struct {
	Expect string // SEQ:HASH of an entry that was noted down elsewhere; empty: none
	Export string // the file of an export, to be verified in place of the state; empty: the state
}

// ErrNothing ends a program that found nothing to do its work on.
var ErrNothing = errors.New("nothing was found")

// VerifyAudit reads the whole audit and says whether it is what was appended, and
// whether the requests are what it tells of. What is broken is an error that names the
// entry. ErrNothing: there is nothing to verify.
func VerifyAudit(ctx context.Context, s Settings, h Host, v Verification) error {
	expected, err := expectation(v.Expect)
	if err != nil {
		return err
	}
	verify := func() (audit.Report, error) { return verifyState(ctx, s, expected) }
	if v.Export != "" {
		verify = func() (audit.Report, error) { return verifyExport(v.Export, expected) }
	}
	report, err := verify()
	if err != nil {
		return err
	}
	if !report.Sound() {
		return errors.New(report.String())
	}
	_, err = fmt.Fprintf(h.Stdout, "%s\nKeep this elsewhere, for --expect: %d:%s\n", report, report.Newest, report.Hash)
	return err
}

func verifyState(ctx context.Context, s Settings, expected []audit.Record) (audit.Report, error) {
	var report audit.Report
	err := withAudit(ctx, s, func(db *store.DB) (err error) {
		report, err = audit.NewLog(db.Audit(), time.Now).Verify(ctx, expected...)
		if err != nil || !report.Sound() {
			return err
		}
		if report.Newest == 0 {
			return fmt.Errorf("the audit is empty: %w", ErrNothing)
		}
		if db.Rollback != nil {
			return db.Rollback
		}
		return confirm.CrossCheck(ctx, db.Audit(), db.Requests())
	})
	return report, err
}

func verifyExport(path string, expected []audit.Record) (audit.Report, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return audit.Report{}, fmt.Errorf("%w: %w", ErrNothing, err)
	}
	if err != nil {
		return audit.Report{}, err
	}
	defer file.Close()
	return audit.VerifyExport(file, expected...)
}

// expectation reads SEQ:HASH.
func expectation(text string) ([]audit.Record, error) {
	if text == "" {
		return nil, nil
	}
	number, hash, _ := strings.Cut(text, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil || seq < 1 || len(hash) != audit.HashLength {
		return nil, fmt.Errorf("--expect %q cannot be read; it is the number of an entry, a colon and its hash of %d digits, as “audit verify” prints them", text, audit.HashLength)
	}
	return []audit.Record{{Seq: seq, Hash: hash}}, nil
}

// ExportAudit writes the audit as JSON lines.
func ExportAudit(ctx context.Context, s Settings, h Host, from int64) error {
	return withAudit(ctx, s, func(db *store.DB) error {
		return audit.NewLog(db.Audit(), time.Now).Export(ctx, h.Stdout, from)
	})
}

func withAudit(ctx context.Context, s Settings, use func(*store.DB) error) error {
	db, err := readState(ctx, s)
	if errors.Is(err, store.ErrNothing) {
		return fmt.Errorf("%w: %w", ErrNothing, err)
	}
	if err != nil {
		return err
	}
	defer db.Close()
	return use(db)
}
