// Cache: what a cache keeps, for how long, and what goes first.

package cache_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/cache"
)

func TestValuesAreGoodForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := cache.New[string, int](10, time.Minute, nil)
		c.Put("a", 1)
		time.Sleep(59 * time.Second)
		value, there := c.Get("a")
		assert.True(t, there)
		assert.Equal(t, 1, value)
		c.Put("a", 2) // begins anew
		time.Sleep(59 * time.Second)
		value, _ = c.Get("a")
		assert.Equal(t, 2, value)
		time.Sleep(time.Second)
		_, there = c.Get("a")
		assert.False(t, there)
	})
}

func TestTheOldestGoesFirst(t *testing.T) {
	c := cache.New[int, int](3, time.Minute, nil)
	for i := range 1000 {
		c.Put(i, i)
		_, there := c.Get(i)
		assert.True(t, there, "the newest is there")
	}
	kept := 0
	for i := range 1000 {
		if _, there := c.Get(i); there {
			kept++
			assert.GreaterOrEqual(t, i, 997)
		}
	}
	assert.Equal(t, 3, kept)
}

func TestOneIsTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := cache.New[string, int](10, time.Minute, nil)
		kept, again := c.First("a", 1)
		assert.False(t, again)
		assert.Equal(t, 1, kept)
		kept, again = c.First("a", 2)
		assert.True(t, again)
		assert.Equal(t, 1, kept)
		c.Delete("a")
		_, again = c.First("a", 3)
		assert.False(t, again, "what was deleted is forgotten")
		time.Sleep(time.Minute)
		_, again = c.First("a", 4)
		assert.False(t, again, "and so is what is old")
	})
}

func TestWhatIsTakenIsGone(t *testing.T) {
	c := cache.New[string, int](10, time.Minute, nil)
	c.Put("a", 1)
	value, there := c.Take("a")
	assert.True(t, there)
	assert.Equal(t, 1, value)
	_, there = c.Take("a")
	assert.False(t, there)
}
