// Registry: reading through the tools.

package typeahead_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot/typeahead"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
	"govgroup/internal/tools/groups"
)

// registry answers lists of so many groups, page by page.
type registry struct {
	total int
	calls []tools.Call
	err   error
	data  any // instead of groups
}

func (r *registry) Call(_ context.Context, c tools.Call) (tools.Result, error) {
	r.calls = append(r.calls, c)
	if r.data != nil || r.err != nil {
		return tools.Result{Data: r.data}, r.err
	}
	var in struct{ Limit, Offset int }
	if err := json.Unmarshal(c.Arguments, &in); err != nil {
		return tools.Result{}, err
	}
	to := min(in.Offset+in.Limit, r.total)
	items := []groups.Group{}
	for i := in.Offset; i < to; i++ {
		items = append(items, groups.Group{ID: fmt.Sprint(i), Name: fmt.Sprint("Group ", i), Owner: groups.Owner{ID: "o", Name: "Olga"}})
	}
	next := 0
	if to < r.total {
		next = to
	}
	page := tools.Page[groups.Group]{List: tools.List[groups.Group]{Items: items, Total: r.total}, Offset: next}
	return tools.Result{Data: groups.Groups{Page: page}}, nil
}

func (r *registry) EachPerson(_ context.Context, visit func(directory.Person)) error {
	visit(directory.Person{ID: "p", Name: "Pat", Email: "p@corp.example", Account: "pat"})
	return r.err
}

func TestAllPagesAreRead(t *testing.T) {
	r := &registry{total: 601}
	read := map[typeahead.Kind][]typeahead.Entry{}
	me := tools.Caller{Surface: "slack", Subject: "app"}
	err := typeahead.Tools{Registry: r, EachPerson: r.EachPerson, Caller: me}.Read(t.Context(), func(kind typeahead.Kind, found []typeahead.Entry) {
		read[kind] = append(read[kind], found...)
	})
	require.NoError(t, err)
	assert.Len(t, r.calls, 3)
	assert.Equal(t, me, r.calls[0].Caller)
	assert.Len(t, read[typeahead.Groups], 601)
	assert.Equal(t, typeahead.Entry{ID: "600", Name: "Group 600", Detail: "Olga", Owner: "o"}, read[typeahead.Groups][600])
	assert.Equal(t, "Olga", read[typeahead.People][0].Name)
	assert.Contains(t, read[typeahead.People], typeahead.Entry{ID: "p", Name: "Pat", Detail: "p@corp.example", Also: "pat"})
}

func TestPeopleAreFoundWithTheirAccounts(t *testing.T) {
	r := &registry{data: groups.People{List: tools.List[directory.Person]{
		Items: []directory.Person{{ID: "1", Name: "Jane", Email: "j@corp.example", Account: "jdoe"}},
	}}}
	found, err := typeahead.Tools{Registry: r}.Find(t.Context(), "ja")
	require.NoError(t, err)
	assert.Equal(t, []typeahead.Entry{{ID: "1", Name: "Jane", Detail: "j@corp.example", Also: "jdoe"}}, found)
	assert.Equal(t, tools.NamePeopleFind, r.calls[0].Tool)
}

func TestFailuresAreToldToTheIndex(t *testing.T) {
	for _, r := range []*registry{{err: tools.Errorf(tools.Unavailable, "No tenant.")}, {data: "no list"}} {
		err := typeahead.Tools{Registry: r, EachPerson: r.EachPerson}.Read(t.Context(), func(typeahead.Kind, []typeahead.Entry) {})
		require.Error(t, err)
		_, err = typeahead.Tools{Registry: r}.Find(t.Context(), "x")
		require.Error(t, err)
	}
}
