// Exporting: the log as JSON lines that can be verified without the store.

package audit

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// Export writes the entries from the given number on (1: all) as JSON lines,
//
//	{"seq":1,"prev":"","hash":"…","entry":{…}}
//
// and last a line that says where the export begins and which entry was the
// newest in the log, {"from":1,"head":1,"hash":"…"}.
// It writes what is kept, sound or not. [VerifyExport] verifies an export, and
// so can anyone with standard tools: an entry's bytes are what stands between
// "entry": and the last brace of the line, and its hash is
//
//	printf '%s\n%s' "$prev" "$entry" | sha256sum
//
// where prev, which the line repeats, must be the hash of the line before (empty
// for entry 1), and the head must repeat the last line's seq and hash.
func (l *Log) Export(ctx context.Context, w io.Writer, from int64) error {
	first := max(from, 1)
	if first == 1 {
		from = math.MinInt64 // forged numbers too
	}
	out := bufio.NewWriter(w)
	head, err := l.walk(ctx, from, func(r Record) error {
		_, err := out.Write(line(r))
		return err
	})
	if err == nil {
		_, err = out.Write(lastLine(first, head))
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("audit: export: %w", err)
	}
	return nil
}

func line(r Record) []byte {
	return fmt.Appendf(nil, "{\"seq\":%d,\"prev\":%s,\"hash\":%s,\"entry\":%s}\n", r.Seq, quote(r.Prev), quote(r.Hash), r.Body)
}

func lastLine(from int64, h head) []byte {
	return fmt.Appendf(nil, "{\"from\":%d,\"head\":%d,\"hash\":%s}\n", from, h.seq, quote(h.hash))
}

// quote writes a JSON string. Hashes need no escaping; a forged one might.
func quote(s string) []byte {
	quoted, _ := json.Marshal(s) // a string can always be written
	return quoted
}
