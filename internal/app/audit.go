// The audit as a program: verifying and exporting it.

package app

import (
	"context"
	"fmt"
	"time"

	"govgroup/internal/audit"
)

// VerifyAudit reads the whole audit and says whether it is what was appended. A
// broken chain is an error that names the entry.
func VerifyAudit(ctx context.Context, s Settings, h Host) error {
	return withAudit(ctx, s, func(log *audit.Log) error {
		report, err := log.Verify(ctx)
		if err != nil {
			return err
		}
		if !report.Sound() {
			return fmt.Errorf("%s", report)
		}
		_, err = fmt.Fprintln(h.Stdout, report)
		return err
	})
}

// ExportAudit writes the audit as JSON lines.
func ExportAudit(ctx context.Context, s Settings, h Host, from int64) error {
	return withAudit(ctx, s, func(log *audit.Log) error { return log.Export(ctx, h.Stdout, from) })
}

func withAudit(ctx context.Context, s Settings, use func(*audit.Log) error) error {
	db, err := openState(ctx, s)
	if err != nil {
		return err
	}
	defer db.Close()
	return use(audit.NewLog(db.Audit(), time.Now))
}
