// A program that only reads: its page shows and decides nothing.

package approvals_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/confirm"
)

func TestAttackDecidingOnAPageThatOnlyReads(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.DBAccess)
	e.site.ReadOnly = true
	b := e.signIn(t, avery)
	page := b.get(t, "/approvals/requests/"+id)
	assert.Contains(t, page.text, "DB Access")
	assert.Contains(t, page.text, "only reads")
	assert.NotContains(t, page.text, `name="answer"`)
	for _, verdict := range []string{"yes", "no"} {
		after := b.post(t, "/approvals/requests/"+id, url.Values{"token": {b.token(t)}, "answer": {verdict}, "typed": {"DB Access"}})
		assert.Equal(t, http.StatusForbidden, after.StatusCode)
		assert.Contains(t, after.text, "only reads")
	}
	assert.Equal(t, confirm.Pending, e.stored(t, id).State)
	assert.Empty(t, e.Effects())
}
