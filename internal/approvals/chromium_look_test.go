// What a page looks like, however much there is on it and whoever named it.

package approvals_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

// keepsButtonsInReach is a phone that has not scrolled yet.
func keepsButtonsInReach(t *testing.T, chrome context.Context, e *env) {
	var ids []string
	for i := range 120 {
		g, err := e.AddGroup(sandbox.Group{Name: fmt.Sprintf("Old Team %d", i), OwnerID: e.JaneDoe.ID})
		require.NoError(t, err)
		ids = append(ids, g.ID)
	}
	id := e.ask(t, "govgroup_bulk_delete", map[string]any{"groups": ids})
	b := newTab(t, chrome, e)
	b.open("/approvals/requests/"+id, avery)
	b.says("many-groups", "Old Team 0", "Old Team 119")
	const within = `document.querySelectorAll(".decide button").length > 0 &&
		[...document.querySelectorAll(".decide button")].every(b => { const r = b.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })`
	assert.True(t, ask(b, chromedp.Evaluate[bool](`document.documentElement.scrollHeight > 3 * innerHeight`)), "it is a long page")
	assert.True(t, ask(b, chromedp.Evaluate[bool](within)), "the buttons are in reach without scrolling")
}

func isNotDeceived(t *testing.T, chrome context.Context, e *env) {
	b := newTab(t, chrome, e)
	for _, group := range e.Hostile {
		e.askDelete(t, group)
	}
	b.open("/approvals/", avery)
	b.shows("hostile-names", "Requests that wait for you")
	ran := ask(b, chromedp.Evaluate[bool](`document.querySelectorAll("main script, main img, main style, main iframe").length > 0`))
	assert.False(t, ran)
	wide := ask(b, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > document.documentElement.clientWidth`))
	assert.False(t, wide, "no name is wider than a phone")
}
