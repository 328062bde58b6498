// Verifying an export, away from the store it came from.

package audit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// VerifyExport reads what [Log.Export] wrote and finds the first entry that was
// changed, removed (at the end too), put in or moved. An export may begin after
// entry 1; its first line is then taken at its word about what came before. What was
// noted down is as for [Log.Verify]. An error means that r could not be read.
func VerifyExport(r io.Reader, noted ...Record) (Report, error) {
	in := reading{verifier: verifier{noted: noted}, lines: bufio.NewReader(r)}
	for !in.ended && in.finding == nil {
		if err := in.next(); err != nil {
			return Report{}, fmt.Errorf("audit: verify export: %w", err)
		}
	}
	return in.report(), nil
}

// reading is an export in the middle of being read.
type reading struct {
	verifier
	lines  *bufio.Reader
	number int   // of the line read last
	first  int64 // number of the first entry
	headed bool  // the last line of an export was read
	ended  bool  // nothing more comes
}

// next reads and judges one line.
func (in *reading) next() error {
	text, err := in.lines.ReadBytes('\n')
	in.number++
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return err
	case len(text) == 0: // the end of the file
		in.ended = true
		if !in.headed {
			in.finding = &Finding{in.chain.seq + 1, "should follow: the export was cut off before its last line"}
		}
	case in.headed:
		in.finding = &Finding{in.chain.seq + 1, fmt.Sprintf("should not be there: line %d comes after the end of the export", in.number)}
	default:
		in.judge(text)
	}
	return nil
}

// judge takes a line for an entry or the head. A line is accepted only if an
// export would have written exactly these bytes.
func (in *reading) judge(text []byte) {
	var parsed struct {
		Seq   int64           `json:"seq"`
		Prev  string          `json:"prev"`
		Hash  string          `json:"hash"`
		Entry json.RawMessage `json:"entry"`
		From  int64           `json:"from"`
		Head  int64           `json:"head"`
	}
	if json.Unmarshal(text, &parsed) != nil {
		in.finding = in.unreadable()
		return
	}
	record := Record{Seq: parsed.Seq, Body: parsed.Entry, Prev: parsed.Prev, Hash: parsed.Hash}
	end := head{parsed.Head, parsed.Hash}
	switch {
	case bytes.Equal(text, line(record)):
		in.entry(record)
	case bytes.Equal(text, lastLine(parsed.From, end)):
		in.end(parsed.From, end)
	default:
		in.finding = in.unreadable()
	}
}

func (in *reading) entry(r Record) {
	if in.number == 1 {
		in.first = r.Seq
		if r.Seq > 1 {
			in.chain = chain{seq: r.Seq - 1, hash: r.Prev}
		}
	}
	_ = in.visit(r) // only repeats that there is a finding, which is kept
}

// end takes the last line, and checks both ends of what came before it.
func (in *reading) end(from int64, h head) {
	in.headed = true
	switch {
	case in.number == 1 && h.seq < from: // there was nothing to export
		in.chain = chain(h)
	case in.number == 1:
		in.finding = missing(from, h.seq)
	case in.first > from:
		in.finding = missing(from, in.first-1)
	default:
		in.verifier.end(h)
	}
}

func (in *reading) unreadable() *Finding {
	return &Finding{in.chain.seq + 1, fmt.Sprintf("cannot be read: line %d is not as an export writes it", in.number)}
}
