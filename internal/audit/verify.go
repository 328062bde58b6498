// Verifying: is the log still what was appended?

package audit

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Report is what verifying found.
type Report struct {
	Entries int      // how many are sound, from the first one on
	Newest  int64    // number of the last sound one
	Hash    string   // hash of the last sound one
	Finding *Finding // what is wrong first; nil: nothing
}

// Sound reports whether the whole log is what was appended.
func (r Report) Sound() bool { return r.Finding == nil }

// String is the report in one sentence.
func (r Report) String() string {
	if r.Finding != nil {
		return fmt.Sprintf("The chain is broken: %s. Sound before it: %d entries.", r.Finding, r.Entries)
	}
	return fmt.Sprintf("The chain is sound: %d entries, the newest is %d with hash %s.", r.Entries, r.Newest, r.Hash)
}

// errFound ends a walk early; the report has the finding.
var errFound = errors.New("found")

// Verify reads the whole log and finds the first entry that was changed,
// removed (at the end too), put in or moved. An error means that the log could
// not be read.
//
// Whoever can write the store can also write a whole new chain. Keep the hash of
// a report somewhere else, and give the entries noted so with their numbers: if they
// are still there, nothing up to them was rewritten, and nothing cut off.
func (l *Log) Verify(ctx context.Context, noted ...Record) (Report, error) {
	v := verifier{noted: noted}
	// From the smallest number there is: entry 0 or -1 would be a forgery.
	head, err := l.walk(ctx, math.MinInt64, v.visit)
	if err != nil && !errors.Is(err, errFound) {
		return Report{}, fmt.Errorf("audit: verify: %w", err)
	}
	if err == nil {
		v.end(head)
	}
	return v.report(), nil
}

// verifier follows a chain and remembers the first finding.
type verifier struct {
	noted   []Record // what must be among the entries: numbers and hashes
	chain   chain
	entries int
	finding *Finding
}

func (v *verifier) visit(r Record) error {
	if v.finding = v.chain.follow(r); v.finding != nil {
		return errFound
	}
	for _, n := range v.noted {
		if n.Seq == r.Seq && n.Hash != r.Hash {
			v.finding = &Finding{r.Seq, "is not the one that was noted down: it, or something before it, was rewritten"}
			return errFound
		}
	}
	v.entries++
	return nil
}

// end compares what was visited with the head, and with what was noted down.
func (v *verifier) end(h head) {
	v.finding = v.chain.end(h.seq, h.hash)
	for _, n := range v.noted {
		switch first := v.chain.seq - int64(v.entries) + 1; {
		case v.finding != nil:
		case n.Seq > v.chain.seq:
			v.finding = missing(v.chain.seq+1, n.Seq)
		case n.Seq < first:
			v.finding = &Finding{n.Seq, fmt.Sprintf("cannot be compared: what is verified begins at entry %d", first)}
		}
	}
}

func (v *verifier) report() Report {
	return Report{Entries: v.entries, Newest: v.chain.seq, Hash: v.chain.hash, Finding: v.finding}
}
