// Typeahead: what is offered while somebody types.

package typeahead_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/slackbot/typeahead"
)

// source gives fixed entries, or an error.
type source struct {
	mu     sync.Mutex
	groups []typeahead.Entry
	people []typeahead.Entry
	hidden []typeahead.Entry // whom only Find gives
	err    error
	reads  int
	finds  []string
}

func (s *source) Read(_ context.Context, give func(typeahead.Kind, []typeahead.Entry)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	give(typeahead.Groups, s.groups)
	give(typeahead.People, s.people)
	give(typeahead.People, s.people) // an owner comes with each of their groups
	return s.err
}

func (s *source) Find(_ context.Context, query string) ([]typeahead.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.finds = append(s.finds, query)
	return s.hidden, s.err
}

func (s *source) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func group(name string) typeahead.Entry { return typeahead.Entry{ID: "id of " + name, Name: name} }

func names(found []typeahead.Entry) []string {
	all := []string{}
	for _, e := range found {
		all = append(all, e.Name)
	}
	return all
}

// running starts an index that has read once; it ends with the test's bubble.
func running(t *testing.T, s *source) *typeahead.Index {
	x := typeahead.New(s, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() { x.Run(ctx) })
	t.Cleanup(func() { stop(); done.Wait() })
	synctest.Wait()
	return x
}

func TestTheLikeliestComeFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{groups: []typeahead.Entry{group("Old DB team"), group("DB Access"), group("Feedback"), group("db admins"), group("Mailers")}}
		s.groups[4].Detail = "Debbie Db"
		x := running(t, s)
		for query, want := range map[string][]string{
			"db":        {"DB Access", "db admins", "Mailers", "Old DB team", "Feedback"},
			"DB acc":    {"DB Access"},
			"access db": {"DB Access"},
			" team ":    {"Old DB team"},
			"nothing":   {},
			"":          {"DB Access", "db admins", "Feedback", "Mailers", "Old DB team"},
		} {
			assert.Equal(t, want, names(x.Find(typeahead.Groups, query, 100)), query)
		}
		assert.Len(t, x.Find(typeahead.Groups, "", 2), 2)
		assert.Empty(t, x.Find(typeahead.People, "db", 100))
	})
}

func TestLettersThatLookAlikeAreAlike(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := running(t, &source{groups: []typeahead.Entry{group("Cafe\u0301 Zürich"), group("ＦＵＬＬ width")}})
		assert.Equal(t, []string{"Cafe\u0301 Zürich"}, names(x.Find(typeahead.Groups, "CAFÉ zür", 9)))
		assert.Equal(t, []string{"ＦＵＬＬ width"}, names(x.Find(typeahead.Groups, "full", 9)))
	})
}

func TestAnIndexStaysFreshAndOutlivesFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{groups: []typeahead.Entry{group("One")}}
		x := running(t, s)
		s.set(func() { s.groups, s.err = []typeahead.Entry{group("Two")}, errors.New("no tenant") })
		time.Sleep(90 * time.Second)
		synctest.Wait()
		assert.Equal(t, []string{"One"}, names(x.Find(typeahead.Groups, "", 9)), "what was read stays in use")
		s.set(func() { s.err = nil })
		time.Sleep(31 * time.Second)
		synctest.Wait()
		assert.Equal(t, []string{"Two"}, names(x.Find(typeahead.Groups, "", 9)))
	})
}

func TestPeopleNobodyReadAreLookedForInTheBackground(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		jane := typeahead.Entry{ID: "1", Name: "Jane Doe", Detail: "jane@corp.example", Also: "jdoe"}
		s := &source{hidden: []typeahead.Entry{jane}}
		x := running(t, s)
		assert.Empty(t, x.Find(typeahead.People, "j", 9))
		synctest.Wait()
		assert.Empty(t, s.finds, "one letter is not worth a search")
		assert.Empty(t, x.Find(typeahead.People, "Ja", 9), "Slack does not wait for the tenant")
		synctest.Wait()
		assert.Equal(t, []string{"ja"}, s.finds)
		for _, query := range []string{"ja", "jan", "doe", "jdoe", "jane@corp"} {
			assert.Equal(t, []string{"Jane Doe"}, names(x.Find(typeahead.People, query, 9)), query)
			synctest.Wait()
		}
		assert.NotContains(t, s.finds[1:], "ja", "what was answered is not asked again")

		s.set(func() { s.people = s.hidden })
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		assert.Len(t, x.Find(typeahead.People, "jane", 9), 1, "nobody is offered twice")
	})
}

// BenchmarkFind is one keystroke in a tenant of 10,000 groups and 100,000
// people, for a query that few, many and none fit.
func BenchmarkFind(b *testing.B) {
	s := &source{}
	for i := range 10_000 {
		s.groups = append(s.groups, typeahead.Entry{ID: fmt.Sprint("g", i), Name: fmt.Sprintf("Access Team %d", i), Detail: "Jane Doe"})
	}
	for i := range 100_000 {
		s.people = append(s.people, typeahead.Entry{ID: fmt.Sprint("p", i), Name: fmt.Sprintf("Person Number %d", i), Detail: fmt.Sprintf("p%d@corp.example", i)})
	}
	x := typeahead.New(s, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	go x.Run(ctx)
	for len(x.Find(typeahead.People, "", 1)) == 0 {
		time.Sleep(time.Millisecond) // until the first reading is done
	}
	for _, query := range []string{"person number 9999", "person", "er", "zzz"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				x.Find(typeahead.People, query, 100)
			}
		})
	}
}
