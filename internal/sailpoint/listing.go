// Listing: lists read by the page and whole.

package sailpoint

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"golang.org/x/sync/errgroup"
)

const (
	// maxReadings is how often a whole list is read that changes meanwhile.
	maxReadings = 3
	// plausibleTotal guards against a nonsensical count: above it the list is
	// read page after page, as if the tenant had not counted.
	plausibleTotal = 5_000_000
)

// wire is an item as the API sends it.
type wire[T any] interface {
	key() string // tells items apart
	value() T
}

// readPage reads one page for a caller, who learns the total too.
func readPage[W wire[T], T any](ctx context.Context, c *Client, s source, q Query) (Page[T], error) {
	if err := s.check(q); err != nil {
		return Page[T]{}, err
	}
	if q.Filter.nothing {
		return Page[T]{}, nil
	}
	items, total, err := fetch[W](ctx, c, s, q, true)
	return Page[T]{Items: values[W, T](items), Total: total}, err
}

// readAll reads a whole list. Pages overlap by one item: where two neighbours
// do not agree on it, something was added or removed while they were read,
// and the list is read again. The last reading is accepted with such a seam
// if it has as many different items as the tenant counts, because lists sorted
// by a name that occurs twice may be in another order each time. A tenant that
// does not count is asked page after page until an empty one.
func readAll[W wire[T], T any](ctx context.Context, c *Client, s source, q Query) ([]T, error) {
	q.Limit, q.Offset = 0, 0
	if err := s.check(q); err != nil || q.Filter.nothing {
		return nil, err
	}
	for reading := 1; reading <= maxReadings; reading++ {
		r := reader[W]{client: c, source: s, query: q}
		items, err := r.read(ctx)
		if errors.Is(err, ErrChanging) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if r.seamless || reading == maxReadings {
			return values[W, T](items), nil
		}
	}
	return nil, &Error{Method: http.MethodGet, Path: s.path, Text: "the list cannot be given whole", Err: ErrChanging}
}

// reader is one reading of a whole list.
type reader[W interface{ key() string }] struct {
	client   *Client
	source   source
	query    Query
	seamless bool // every two neighbouring pages fitted together
}

// read gives ErrChanging where items are missing, or are more than counted.
func (r *reader[W]) read(ctx context.Context) ([]W, error) {
	first, total, err := r.first(ctx)
	if err != nil {
		return nil, err
	}
	if total < 0 || total > plausibleTotal {
		r.seamless = true
		rest, err := r.stretch(ctx, len(first), plausibleTotal)
		return distinct(append(first, rest...)), err
	}
	if len(first) < min(r.source.max, total) {
		return nil, ErrChanging
	}
	pages, err := r.rest(ctx, total)
	if err != nil {
		return nil, err
	}
	items := r.stitch(first, pages)
	if len(items) != total {
		return nil, ErrChanging
	}
	return items, nil
}

// first reads the first page and the total.
// It is filled up where it is short, so that the next page's place is known.
func (r *reader[W]) first(ctx context.Context) ([]W, int, error) {
	items, total, err := fetch[W](ctx, r.client, r.source, r.query, true)
	want := min(r.source.max, total)
	if err != nil || len(items) >= want || len(items) == 0 {
		return items, total, err
	}
	more, err := r.stretch(ctx, len(items), want-len(items))
	items = append(items, more...)
	return items[:min(len(items), r.source.max)], total, err
}

// rest reads the pages after the first at the same time.
func (r *reader[W]) rest(ctx context.Context, total int) ([][]W, error) {
	step := r.source.max - 1
	pages := make([][]W, max(0, (total-2)/step)) // total-1 steps in all, of which the first page has step
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.client.concurrency)
	for i := range pages {
		group.Go(func() (err error) {
			from := (i + 1) * step
			want := min(r.source.max, total-from)
			pages[i], err = r.stretch(ctx, from, want)
			if err == nil && len(pages[i]) < want {
				err = ErrChanging // the list has shrunk: no use in reading on
			}
			// More than wanted is kept on the last page, where it shows that
			// the list is longer than counted.
			pages[i] = pages[i][:min(len(pages[i]), r.source.max)]
			return err
		})
	}
	return pages, group.Wait()
}

// stretch reads want items or a few more, and fewer only where the list ends.
// A page that is merely short is not the end: an empty one is.
func (r *reader[W]) stretch(ctx context.Context, from, want int) ([]W, error) {
	var got []W
	for len(got) < want {
		q := r.query
		q.Offset = from + len(got)
		items, _, err := fetch[W](ctx, r.client, r.source, q, false)
		if err != nil {
			return nil, err
		}
		if len(items) == 0 {
			break
		}
		got = append(got, items...)
	}
	return got, nil
}

// stitch joins the pages and notes whether they agree on what they share.
func (r *reader[W]) stitch(first []W, pages [][]W) []W {
	r.seamless = true
	items := first
	for _, page := range pages {
		if page[0].key() != items[len(items)-1].key() {
			r.seamless = false
		}
		items = append(items, page...)
	}
	return distinct(items)
}

// distinct drops repeats and keeps the order.
func distinct[W interface{ key() string }](items []W) []W {
	seen := make(map[string]bool, len(items))
	kept := items[:0]
	for _, item := range items {
		if k := item.key(); !seen[k] {
			seen[k] = true
			kept = append(kept, item)
		}
	}
	return kept
}

// fetch reads one page; total is -1 unless it was counted.
func fetch[W any](ctx context.Context, c *Client, s source, q Query, count bool) (items []W, total int, err error) {
	header, err := c.do(ctx, call{method: http.MethodGet, path: s.path, query: s.values(q, count)}, &items)
	if err != nil {
		return nil, -1, err
	}
	total, err = strconv.Atoi(header.Get("X-Total-Count"))
	if err != nil || total < 0 || !count {
		total = -1
	}
	return items, total, nil
}

// values gives the items as the rest of the program knows them.
func values[W wire[T], T any](items []W) []T {
	out := make([]T, len(items))
	for i, item := range items {
		out[i] = item.value()
	}
	return out
}
