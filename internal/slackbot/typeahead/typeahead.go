// Package typeahead finds groups and people by part of a name while somebody
// types, from memory: Slack waits three seconds, and the tenant is not asked
// meanwhile.
package typeahead

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"govgroup/internal/cache"
)

// Kind is what is looked for.
type Kind int

// The kinds.
const (
	Groups Kind = iota + 1
	People
)

// Entry is one group or person that can be chosen.
type Entry struct {
	ID     string
	Name   string
	Detail string // the owner of a group, the e-mail of a person
	Also   string // found by this too, and not shown: an account name
	Owner  string // of a group: the id of who owns it
}

// Source reads the tenant, in the background.
type Source interface {
	// Read gives everything that can be listed, in any number of parts. Entries
	// of one id may come more than once.
	Read(ctx context.Context, give func(Kind, []Entry)) error
	// Find looks for people that Read may not have given.
	Find(ctx context.Context, query string) ([]Entry, error)
}

// How often the tenant is read: after a pause of many times what reading took,
// so that a large tenant is not read all the time.
const (
	leastPause = time.Minute
	restFactor = 20
	retryPause = 30 * time.Second
)

// Index answers from what it last read. It is safe for concurrent use.
type Index struct {
	source Source
	log    *slog.Logger
	read   atomic.Pointer[snapshot]

	asked *cache.Cache[string, struct{}] // queries that Find has answered

	mu      sync.Mutex
	learned []item      // people whom only Find gave
	wanted  chan string // queries to find people for; the newest wins
}

// snapshot is what one reading gave.
type snapshot map[Kind][]item

// New makes an empty index; [Index.Run] fills it.
func New(source Source, log *slog.Logger) *Index {
	x := &Index{source: source, log: log, wanted: make(chan string, 1), asked: cache.New[string, struct{}](mostAsked, askedFor, nil)}
	x.read.Store(&snapshot{})
	return x
}

// Run keeps the index fresh until ctx is done. What was read stays in use while
// the tenant cannot be read.
func (x *Index) Run(ctx context.Context) {
	var done sync.WaitGroup
	done.Go(func() { x.findWanted(ctx) })
	defer done.Wait()
	for ctx.Err() == nil {
		pause := retryPause
		started := time.Now()
		if err := x.refresh(ctx); err == nil {
			pause = max(leastPause, restFactor*time.Since(started))
		} else if ctx.Err() == nil {
			x.log.Warn("groups and people for type-ahead could not be read", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// refresh reads everything and then replaces everything at once, so that nobody is
// offered half a list.
func (x *Index) refresh(ctx context.Context) error {
	s, seen := snapshot{}, map[string]bool{}
	err := x.source.Read(ctx, func(kind Kind, entries []Entry) {
		for _, e := range entries {
			if !seen[e.ID] {
				seen[e.ID] = true
				s[kind] = append(s[kind], newItem(e))
			}
		}
	})
	if err != nil {
		return err
	}
	for _, items := range s {
		slices.SortFunc(items, byName)
	}
	x.read.Store(&s)
	x.mu.Lock()
	defer x.mu.Unlock()
	var learned []item // a new list: somebody may be reading the old one
	for _, i := range x.learned {
		if !seen[i.ID] {
			learned = append(learned, i)
		}
	}
	x.learned = learned
	return nil
}
