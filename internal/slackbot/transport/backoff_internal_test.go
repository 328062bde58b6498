package transport

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestTheWaitGrowsUntilAConnectionHasLived(t *testing.T) {
	var b backoff
	for _, most := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second} {
		wait := b.after(time.Second)
		assert.LessOrEqual(t, wait, most)
		assert.GreaterOrEqual(t, wait, most/2)
	}
	for range 50 {
		assert.LessOrEqual(t, b.after(0), longestWait)
	}
	assert.Zero(t, b.after(goodLife), "Slack renews sockets; that is no reason to wait")
	assert.LessOrEqual(t, b.after(0), shortestWait, "and what went wrong before is forgotten")
}

func TestOnlySoMuchIsRemembered(t *testing.T) {
	now := time.Unix(1000, 0)
	m := newMemory[int](func() time.Time { return now })
	_, again := m.keep("a", 1)
	assert.False(t, again)
	kept, again := m.keep("a", 2)
	assert.True(t, again)
	assert.Equal(t, 1, kept)

	now = now.Add(memorySpan + time.Second)
	_, again = m.keep("a", 3)
	assert.False(t, again, "after its time it is forgotten")

	for i := range memorySize + 10 {
		m.keep(string(rune('b'+i)), i)
	}
	assert.LessOrEqual(t, len(m.kept), memorySize)
}
