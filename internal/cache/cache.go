// Cache: answers that stay good for a while, and no more of them than fit.

// Package cache keeps values in memory for a bounded time and in a bounded number.
// What must be right at a decision is asked afresh and not taken from here.
package cache

import (
	"sync"
	"time"
)

// Cache keeps values by key. Make one with [New]; it is safe for concurrent use.
type Cache[K comparable, V any] struct {
	size int
	life time.Duration
	now  func() time.Time

	mu    sync.Mutex
	kept  map[K]entry[V]
	order []stamp[K] // oldest first; one for each time that a key was put
}

type entry[V any] struct {
	value V
	until time.Time
}

type stamp[K any] struct {
	key   K
	until time.Time
}

// New makes a cache of at most size values, each good for a life; the oldest goes
// first. Now may be nil.
func New[K comparable, V any](size int, life time.Duration, now func() time.Time) *Cache[K, V] {
	if now == nil {
		now = time.Now
	}
	return &Cache[K, V]{size: size, life: life, now: now, kept: map[K]entry[V]{}}
}

// Get gives the value of a key while it is good.
func (c *Cache[K, V]) Get(key K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.get(key)
}

func (c *Cache[K, V]) get(key K) (V, bool) {
	e, there := c.kept[key]
	if !there || !c.now().Before(e.until) {
		var none V
		return none, false
	}
	return e.value, true
}

// Put keeps a value, in the place of what the key had.
func (c *Cache[K, V]) Put(key K, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.put(key, value)
}

func (c *Cache[K, V]) put(key K, value V) {
	c.expire()
	until := c.now().Add(c.life)
	c.kept[key] = entry[V]{value, until}
	c.order = append(c.order, stamp[K]{key, until})
}

// First keeps the value unless the key has one that is good, and gives the one
// that counts from then on. Of several that come at once, one is the first.
func (c *Cache[K, V]) First(key K, value V) (kept V, again bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if earlier, there := c.get(key); there {
		return earlier, true
	}
	c.put(key, value)
	return value, false
}

// Take gives the value of a key while it is good, and forgets it.
func (c *Cache[K, V]) Take(key K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	value, there := c.get(key)
	delete(c.kept, key) // its place in the order is skipped when it comes up
	return value, there
}

// Delete forgets a key.
func (c *Cache[K, V]) Delete(key K) { c.Take(key) }

// expire drops what is too old or too much. The caller holds the lock.
func (c *Cache[K, V]) expire() {
	now, gone := c.now(), 0
	for ; gone < len(c.order) && (len(c.order)-gone >= c.size || !now.Before(c.order[gone].until)); gone++ {
		old := c.order[gone]
		// One that was put again since has a later place, and stays.
		if e, there := c.kept[old.key]; there && e.until.Equal(old.until) {
			delete(c.kept, old.key)
		}
	}
	c.order = c.order[gone:]
}
