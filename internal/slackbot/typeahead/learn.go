// Learning: people who are not in what was read are looked for in the
// background, for the next letter that is typed.

package typeahead

import (
	"context"
	"time"
	"unicode/utf8"
)

const (
	enough      = 5      // so few results make it worth asking the tenant
	leastLetter = 2      // and so many letters
	mostLearned = 10_000 // people kept beside those that were read
	patience    = 10 * time.Second

	mostAsked = 10_000 // queries that are not asked again for so long
	askedFor  = time.Minute
)

// want asks for people in the background. It never waits: while a search is
// under way only the newest query is kept.
func (x *Index) want(query string) {
	if utf8.RuneCountInString(query) < leastLetter || len(query) > 200 {
		return
	}
	if _, answered := x.asked.Get(query); answered {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	select {
	case <-x.wanted: // an older query, which nobody waits for any more
	default:
	}
	x.wanted <- query
}

// findWanted searches until ctx is done.
func (x *Index) findWanted(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case query := <-x.wanted:
			x.find(ctx, query)
		}
	}
}

// find asks the tenant. A query that failed may be asked again; one that was
// answered is not, for a while.
func (x *Index) find(ctx context.Context, query string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	found, err := x.source.Find(ctx, query)
	if err != nil {
		x.log.Debug("people for type-ahead could not be looked up", "error", err)
		return
	}
	known := map[string]bool{}
	for _, list := range x.lists(People) {
		for _, i := range list {
			known[i.ID] = true
		}
	}
	x.asked.Put(query, struct{}{})
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, e := range found {
		if !known[e.ID] && len(x.learned) < mostLearned {
			x.learned = append(x.learned, newItem(e))
		}
	}
}
