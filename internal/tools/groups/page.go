// Page: a part of what belongs to one governance group, as answers show it.

package groups

import (
	"context"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
)

// pageInput asks for one page of what belongs to a group.
type pageInput struct {
	Group   string `json:"group" jsonschema:"minLength=1" jsonschema_description:"Id or name"`
	Sorters string `json:"sorters,omitempty" jsonschema:"minLength=1" jsonschema_description:"name, created or modified; -name descends"`
	Limit   int    `json:"limit,omitempty" jsonschema:"minimum=1,maximum=50,default=50"`
	Offset  int    `json:"offset,omitempty" jsonschema:"minimum=0"`
}

// pageOf reads the page and shows each of its items. The group is given, too, so that
// the caller sees which one a name was taken for.
func pageOf[T, Shown any](
	ctx context.Context, inv *tools.Invocation, in pageInput,
	read func(context.Context, string, sailpoint.Query) (sailpoint.Page[T], error), show func(T) Shown,
) (tools.Ref, tools.Page[Shown], error) {
	g, err := directory.FindGroup(ctx, inv, in.Group)
	if err != nil {
		return tools.Ref{}, tools.Page[Shown]{}, err
	}
	found, err := read(ctx, g.ID, sailpoint.Query{Sorters: in.Sorters, Limit: in.Limit, Offset: in.Offset})
	if err != nil {
		return tools.Ref{}, tools.Page[Shown]{}, err
	}
	items := make([]Shown, len(found.Items))
	for i, item := range found.Items {
		items[i] = show(item)
	}
	return RefTo(g), tools.NewPage(items, in.Offset, found.Total), nil
}

// RefTo names a group for plans and answers, where its name is read by people.
func RefTo(g sailpoint.Group) tools.Ref { return tools.Ref{ID: g.ID, Name: tools.Clean(g.Name)} }
