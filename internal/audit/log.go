// The log: appending to the chain, and walking along it while others append.

package audit

import (
	"context"
	"fmt"
	"time"

	"govgroup/internal/observe"
)

// Log is the audit. It is safe for concurrent use, and several processes may
// append to one store.
type Log struct {
	store Store
	now   func() time.Time
}

// NewLog returns the audit kept in the store, dated by the given clock.
func NewLog(store Store, now func() time.Time) *Log {
	return &Log{store: store, now: now}
}

// Append adds an entry and returns it with the number, time and call that it got;
// those given are ignored. After an error nothing was added, and what the entry
// was to announce must not be done.
func (l *Log) Append(ctx context.Context, e Entry) (Entry, error) {
	e.Call = observe.Call(ctx)
	err := l.store.Append(ctx, func(newest Record) (Record, error) {
		// Dated here, where appends take turns, so that time follows number.
		e.Seq, e.Time = newest.Seq+1, l.now().UTC().Round(0)
		return seal(newest.Hash, e)
	})
	if err != nil {
		return Entry{}, fmt.Errorf("audit: append: %w", err)
	}
	return e, nil
}

// head is the newest entry as the store keeps it apart from the records.
type head struct {
	seq  int64
	hash string
}

// walk visits every record from the given number on and answers the head that
// belongs to the last one. Others may append meanwhile: the head is read after
// the records, and what it has beyond them is walked too, until nothing more
// comes. A head still beyond the last record then means that some are missing.
func (l *Log) walk(ctx context.Context, from int64, visit func(Record) error) (head, error) {
	for next := from; ; {
		before := next
		err := l.store.Each(ctx, from, func(r Record) error {
			next = r.Seq + 1
			return visit(r)
		})
		if err != nil {
			return head{}, err
		}
		seq, hash, err := l.store.Head(ctx)
		if err != nil || seq < next || next <= before {
			return head{seq, hash}, err
		}
		from = next
	}
}
