// Registry: reading through the tools, which is the only way to the tenant from here.

package typeahead

import (
	"context"
	"encoding/json"
	"fmt"

	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
	"govgroup/internal/tools/groups"
)

// Registry is what is asked of the tools.
type Registry interface {
	Call(ctx context.Context, c tools.Call) (tools.Result, error)
}

// EachPerson visits everyone in the tenant.
type EachPerson func(ctx context.Context, visit func(directory.Person)) error

// Tools is a source that reads through the tools.
type Tools struct {
	Registry   Registry
	EachPerson EachPerson
	Caller     tools.Caller // the app itself, for the log
}

// page is how many groups one call reads: the most that it may.
const page = 250

// Read gives all groups and all people.
func (t Tools) Read(ctx context.Context, give func(Kind, []Entry)) error {
	if err := t.readGroups(ctx, give); err != nil {
		return err
	}
	var people []Entry
	err := t.EachPerson(ctx, func(p directory.Person) { people = append(people, entryOf(p)) })
	give(People, people)
	return err
}

// readGroups gives the owners too: where the tenant does not let govgroup list
// people, those can still be offered.
func (t Tools) readGroups(ctx context.Context, give func(Kind, []Entry)) error {
	for offset := 0; ; {
		answer, err := ask[groups.Groups](ctx, t, tools.NameList, map[string]any{"limit": page, "offset": offset})
		if err != nil {
			return err
		}
		named, owners := make([]Entry, len(answer.Items)), make([]Entry, 0, len(answer.Items))
		for i, g := range answer.Items {
			named[i] = Entry{ID: g.ID, Name: g.Name, Detail: g.Owner.Name, Owner: g.Owner.ID}
			if g.Owner.ID != "" {
				owners = append(owners, Entry{ID: g.Owner.ID, Name: g.Owner.Name, Detail: g.Owner.Email})
			}
		}
		give(Groups, named)
		give(People, owners)
		if answer.Offset <= offset {
			return nil
		}
		offset = answer.Offset
	}
}

// Find looks for people by the beginning of a name, e-mail or account.
func (t Tools) Find(ctx context.Context, query string) ([]Entry, error) {
	answer, err := ask[groups.People](ctx, t, tools.NamePeopleFind, map[string]any{"query": query, "limit": 100})
	if err != nil {
		return nil, err
	}
	found := make([]Entry, len(answer.Items))
	for i, p := range answer.Items {
		found[i] = entryOf(p)
	}
	return found, nil
}

func entryOf(p directory.Person) Entry {
	return Entry{ID: p.ID, Name: p.Name, Detail: p.Email, Also: p.Account}
}

// ask calls a tool whose answer is of the type.
func ask[T any](ctx context.Context, t Tools, tool string, arguments map[string]any) (answer T, err error) {
	raw, err := json.Marshal(arguments)
	if err != nil {
		return answer, err
	}
	result, err := t.Registry.Call(ctx, tools.Call{Tool: tool, Arguments: raw, Caller: t.Caller})
	if err != nil {
		return answer, err
	}
	answer, is := result.Data.(T)
	if !is {
		return answer, fmt.Errorf("the answer of %s is a %T", tool, result.Data)
	}
	return answer, nil
}
