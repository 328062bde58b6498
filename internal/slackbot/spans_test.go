// Spans: a click is tied to the command that it decides about.

package slackbot_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/observe"
)

// spans is a tracer that keeps what it is told.
type spans struct {
	mu  sync.Mutex
	all []*span
}

type span struct {
	of     *spans
	parent string
	start  observe.Start
	set    map[string]string
	links  []string
	failed string
	ended  bool
	name   string
}

// Begin implements [observe.Tracer].
func (s *spans) Begin(ctx context.Context, start observe.Start) (context.Context, observe.Span) {
	s.mu.Lock()
	defer s.mu.Unlock()
	begun := &span{of: s, start: start, parent: observe.Current(ctx).Traceparent(), set: map[string]string{}}
	s.all = append(s.all, begun)
	begun.name = fmt.Sprintf("00-%032x-%016x-01", len(s.all), len(s.all))
	return ctx, begun
}

func (s *span) locked(do func()) {
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	do()
}

func (s *span) Set(attributes ...slog.Attr) {
	s.locked(func() {
		for _, a := range attributes {
			s.set[a.Key] = a.Value.String()
		}
	})
}
func (s *span) Fail(kind string)    { s.locked(func() { s.failed = kind }) }
func (s *span) Link(to string)      { s.locked(func() { s.links = append(s.links, to) }) }
func (s *span) Traceparent() string { return s.name }
func (s *span) End()                { s.locked(func() { s.ended = true }) }
func (s *spans) named(n string) *span {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.all {
		if one.start.Name == n {
			return one
		}
	}
	return nil
}

func TestAClickIsTiedToTheCommandThatItDecidesAbout(t *testing.T) {
	for name, overHTTP := range map[string]bool{"socket": false, "http": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kept := &spans{}
			e := newEnv(t, setup{overHTTP: overHTTP, tracer: kept})
			bot := e.start()
			e.press(e.jane, e.removal(), "Confirm")
			e.sees("Decided by jane.doe@corp.example", "Done")
			bot.Settled(t.Context())

			asked, clicked := kept.named("slack govgroup_members_remove"), kept.named("slack button confirm")
			require.NotNil(t, asked)
			require.NotNil(t, clicked)
			assert.Equal(t, []string{asked.name}, clicked.links)
			assert.True(t, asked.ended && clicked.ended)
			assert.Empty(t, clicked.parent, "a click is no part of the command's own time")
			assert.Equal(t, "govgroup_members_remove", asked.set["gen_ai.tool.name"])
			assert.Equal(t, asked.set["govgroup.request"], clicked.set["govgroup.request"])
			assert.NotEqual(t, asked.set["govgroup.call"], clicked.set["govgroup.call"])
			for _, s := range kept.all {
				assert.NotContains(t, fmt.Sprint(s.start, s.set), "jane", "people are in no span")
			}
		})
	}
}
