// Lists: what is said about the part of a list that is shown.

package card_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
	"govgroup/internal/tools/groups"
)

func TestWhatIsShownOfHowManyIsSaid(t *testing.T) {
	e := newEnv(t)
	for name, c := range map[string]struct {
		shown, total, next int
		offset             int
		says               string
		buttons            int
	}{
		"all":                 {shown: 3, total: 3, says: "3 in all."},
		"none":                {says: "Nothing was found."},
		"the first part":      {shown: 3, total: 9, next: 3, says: "1 to 3 of 9.", buttons: 1},
		"a part":              {shown: 3, total: 9, offset: 3, next: 6, says: "4 to 6 of 9.", buttons: 2},
		"the last part":       {shown: 3, total: 9, offset: 6, says: "7 to 9 of 9.", buttons: 1},
		"beyond the end":      {total: 9, offset: 20, says: "There is nothing more.", buttons: 1},
		"an unknown total":    {shown: 3, total: -1, next: 3, says: "1 to 3; the tenant did not say how many there are.", buttons: 1},
		"none of an unknown":  {total: -1, says: "Nothing was found."},
		"the end of unknowns": {total: -1, offset: 3, says: "There is nothing more.", buttons: 1},
	} {
		t.Run(name, func(t *testing.T) {
			arguments, err := json.Marshal(map[string]any{"group": "x", "offset": c.offset})
			assert.NoError(t, err)
			items := make([]groups.Member, c.shown)
			found := groups.Members{Page: tools.Page[groups.Member]{List: tools.List[groups.Member]{Items: items, Total: c.total}, Offset: c.next}}
			m := e.render.Result(tools.Call{Tool: tools.NameMembersList, Arguments: arguments}, tools.Result{Data: found}, false)
			assert.Contains(t, e.show(t, m).Render(nil), c.says)
			assert.Len(t, slices.DeleteFunc(actions(t, m), func(b card.Button) bool { return b.Kind != card.Page }), c.buttons)
		})
	}
}

func TestGroupsOfOneNameAreToldApart(t *testing.T) {
	e := newEnv(t)
	items := []groups.Group{{ID: "id-1", Name: "Same"}, {ID: "id-2", Name: "Same"}, {ID: "id-3", Name: "Other"}}
	found := groups.Groups{Page: tools.Page[groups.Group]{List: tools.List[groups.Group]{Items: items, Total: 3}}}
	shown := e.show(t, e.render.Result(tools.Call{Tool: tools.NameList}, tools.Result{Data: found}, false)).Render(nil)
	assert.Contains(t, shown, "Same (id id-1)")
	assert.Contains(t, shown, "Same (id id-2)")
	assert.NotContains(t, shown, "id-3")
}

func TestAnAnswerOfAToolNotKnownHereIsItsText(t *testing.T) {
	e := newEnv(t)
	m := e.render.Result(tools.Call{Tool: "govgroup_new"}, tools.Result{Text: "First line.\nUse govgroup_list."}, true)
	assert.Equal(t, "First line.\nUse /govgroup list.\n[Share to channel]", e.show(t, m).Render(nil))
	m = e.render.Result(tools.Call{Tool: tools.NameList}, tools.Result{Data: "no list", Text: "As text."}, false)
	assert.Equal(t, "As text.", e.show(t, m).Render(nil))
}
