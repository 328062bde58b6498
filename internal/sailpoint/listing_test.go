// Lists are whole, or an error.

package sailpoint_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
)

// shelf is a list at the tenant that can change between two requests.
type shelf struct {
	mu      sync.Mutex
	numbers []int
	asked   int
	before  func(asked int, s *shelf) // called before each answer
	uncount bool                      // do not count
	total   string                    // a count that is not true
	short   func(asked int) bool      // answer half a page
}

func newShelf(n int) *shelf {
	s := &shelf{numbers: make([]int, n)}
	for i := range s.numbers {
		s.numbers[i] = i
	}
	return s
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	if s.before != nil {
		s.before(s.asked, s)
	}
	offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	from := min(offset, len(s.numbers))
	page := s.numbers[from:min(from+limit, len(s.numbers))]
	if s.short != nil && s.short(s.asked) {
		page = page[:len(page)/2]
	}
	if r.URL.Query().Get("count") == "true" && !s.uncount {
		w.Header().Set("X-Total-Count", strconv.Itoa(len(s.numbers)))
		if s.total != "" {
			w.Header().Set("X-Total-Count", s.total)
		}
	}
	answer(200, listOf(page...))(w, r)
}

// list reads the shelf whole and gives the groups' names, and how many
// requests that took.
func (s *shelf) list(t *testing.T) ([]string, int, error) {
	t.Helper()
	tenant := &tenant{api: s.ServeHTTP}
	groups, err := tenant.client(t).Groups(t.Context(), sailpoint.Query{})
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = g.Name
	}
	return names, len(tenant.seen()), err
}

func namesOf(numbers ...int) []string {
	names := make([]string, len(numbers))
	for i, n := range numbers {
		names[i] = fmt.Sprintf("Group %d", n)
	}
	return names
}

func TestWholeListsOfEverySize(t *testing.T) {
	for _, tc := range []struct{ size, requests int }{
		{0, 1}, {1, 1}, {2, 1}, {249, 1}, {250, 1}, {251, 2}, {498, 2}, {499, 2}, {500, 3}, {1000, 5},
	} {
		t.Run(strconv.Itoa(tc.size), func(t *testing.T) {
			s := newShelf(tc.size)
			names, requests, err := s.list(t)
			require.NoError(t, err)
			assert.Equal(t, namesOf(s.numbers...), names)
			assert.Equal(t, tc.requests, requests)
		})
	}
}

func TestWholeListWithoutACount(t *testing.T) {
	for _, total := range []string{"", "-3", "many", "99999999999"} {
		s := newShelf(600)
		s.uncount, s.total = total == "", total
		names, _, err := s.list(t)
		require.NoError(t, err)
		assert.Equal(t, namesOf(s.numbers...), names)
	}
}

func TestShortPagesAreNotTheEnd(t *testing.T) {
	for name, short := range map[string]func(asked int) bool{
		"the first": func(asked int) bool { return asked == 1 },
		"a later":   func(asked int) bool { return asked == 2 },
		"several":   func(asked int) bool { return asked%3 != 0 },
	} {
		for _, uncount := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, uncounted %t", name, uncount), func(t *testing.T) {
				s := newShelf(700)
				s.short, s.uncount = short, uncount
				names, _, err := s.list(t)
				require.NoError(t, err)
				assert.Equal(t, namesOf(s.numbers...), names)
			})
		}
	}
}

func TestListThatChangesOnceIsReadAgain(t *testing.T) {
	remove := func(i int) func(*shelf) {
		return func(s *shelf) { s.numbers = slices.Delete(slices.Clone(s.numbers), i, i+1) }
	}
	insert := func(i int) func(*shelf) {
		return func(s *shelf) { s.numbers = slices.Insert(slices.Clone(s.numbers), i, 9999) }
	}
	for name, change := range map[string]func(*shelf){
		"one removed in front":      remove(10),
		"one removed at the end":    remove(699),
		"one added in front":        insert(10),
		"one removed and one added": func(s *shelf) { remove(10)(s); insert(699)(s) },
		"the order turned round":    func(s *shelf) { s.numbers = slices.Clone(s.numbers); slices.Reverse(s.numbers) },
		"all removed":               func(s *shelf) { s.numbers = nil },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShelf(700)
			s.before = func(asked int, s *shelf) {
				if asked == 2 {
					change(s)
				}
			}
			names, _, err := s.list(t)
			require.NoError(t, err)
			assert.Equal(t, namesOf(s.numbers...), names)
		})
	}
}

func TestListThatNeverRestsIsAnError(t *testing.T) {
	s := newShelf(700)
	s.before = func(_ int, s *shelf) { s.numbers = s.numbers[:len(s.numbers)-1] }
	names, requests, err := s.list(t)
	require.ErrorIs(t, err, sailpoint.ErrChanging)
	assert.Empty(t, names)
	assert.LessOrEqual(t, requests, 12, "three readings")
	assert.True(t, faultOf(t, err).Unavailable())
}

func TestWrongCountIsAnError(t *testing.T) {
	for _, total := range []string{"699", "701", "100", "5000"} {
		s := newShelf(700)
		s.total = total
		_, _, err := s.list(t)
		require.ErrorIs(t, err, sailpoint.ErrChanging, total)
	}
}

func TestOrderThatDiffersEachTimeIsAcceptedWhenComplete(t *testing.T) {
	// Neighbours of one name swap places at every reading, across the seam.
	s := newShelf(499)
	s.before = func(asked int, s *shelf) {
		s.numbers = slices.Clone(s.numbers)
		s.numbers[249], s.numbers[250] = s.numbers[250], s.numbers[249]
	}
	names, requests, err := s.list(t)
	require.NoError(t, err, "249 came twice and 250 never: only a count can tell")
	assert.Len(t, names, 499)
	assert.Equal(t, 6, requests, "read three times")
}

func TestFirstPageThatComesBackEmptyIsNotTheList(t *testing.T) {
	s := newShelf(700)
	full := s.numbers
	s.total = "700"
	s.before = func(asked int, s *shelf) {
		s.numbers = full
		if asked <= 2 { // the first page, and the look at whether it was merely short
			s.numbers = nil
		}
	}
	names, _, err := s.list(t)
	require.NoError(t, err)
	assert.Len(t, names, 700)
}

func TestRepeatsAreDropped(t *testing.T) {
	tenant := &tenant{api: answer(200, listOf(1, 2, 2, 3), "X-Total-Count", "3")}
	groups, err := tenant.client(t).Groups(t.Context(), sailpoint.Query{})
	require.NoError(t, err)
	assert.Len(t, groups, 3)
}

func TestPagesAreReadAtTheSameTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf(5000)
		tenant := &tenant{api: func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(100 * time.Millisecond)
			s.ServeHTTP(w, r)
		}}
		client := tenant.client(t, limited(0, 0))
		began := time.Now()
		groups, err := client.Groups(t.Context(), sailpoint.Query{})
		require.NoError(t, err)
		assert.Len(t, groups, 5000)
		assert.Equal(t, 400*time.Millisecond, time.Since(began), "the first page, and 20 more, 8 at a time")
	})
}

func TestListStopsAtTheFirstFailure(t *testing.T) {
	s := newShelf(5000)
	refuse := answer(403, `{"detailCode":"403 Forbidden"}`)
	tenant := &tenant{api: inTurn(s.ServeHTTP, refuse)}
	_, err := tenant.client(t, limited(-1, 2)).Groups(t.Context(), sailpoint.Query{})
	assert.True(t, faultOf(t, err).Forbidden())
	assert.Less(t, len(tenant.seen()), 6)
}

func TestPages(t *testing.T) {
	s := newShelf(700)
	tenant := &tenant{api: s.ServeHTTP}
	client := tenant.client(t)
	page, err := client.GroupsPage(t.Context(), sailpoint.Query{Limit: 3, Offset: 698, Sorters: "-modified"})
	require.NoError(t, err)
	assert.Equal(t, 700, page.Total)
	assert.Equal(t, "Group 699", page.Items[1].Name)
	params, err := url.ParseQuery(tenant.seen()[0].query)
	require.NoError(t, err)
	assert.Equal(t, url.Values{"limit": {"3"}, "offset": {"698"}, "sorters": {"-modified"}, "count": {"true"}}, params)

	page, err = client.GroupsPage(t.Context(), sailpoint.Query{})
	require.NoError(t, err)
	assert.Len(t, page.Items, sailpoint.MaxGroupsPage)

	s.uncount = true
	page, err = client.GroupsPage(t.Context(), sailpoint.Query{})
	require.NoError(t, err)
	assert.Equal(t, -1, page.Total)
}

func TestQueriesThatTheTenantWouldRefuse(t *testing.T) {
	tenant := &tenant{api: answer(200, `[]`)}
	client := tenant.client(t)
	for name, call := range map[string]func() error{
		"limit above the maximum": func() error { _, err := client.GroupsPage(t.Context(), sailpoint.Query{Limit: 251}); return err },
		"negative limit":          func() error { _, err := client.PeoplePage(t.Context(), sailpoint.Query{Limit: -1}); return err },
		"negative offset":         func() error { _, err := client.GroupsPage(t.Context(), sailpoint.Query{Offset: -1}); return err },
		"limit above the members'": func() error {
			_, err := client.MembersPage(t.Context(), groupID, sailpoint.Query{Limit: 51})
			return err
		},
		"limit above connections'": func() error {
			_, err := client.ConnectionsPage(t.Context(), groupID, sailpoint.Query{Limit: 51})
			return err
		},
		"members cannot be filterd": func() error {
			_, err := client.Members(t.Context(), groupID, sailpoint.Query{Filter: sailpoint.Eq("name", "x")})
			return err
		},
	} {
		assert.ErrorIs(t, call(), sailpoint.ErrInvalid, name)
	}
	assert.Empty(t, tenant.seen())
}
