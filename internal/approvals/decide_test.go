// Decide: answers given on the page, against a real gate, tenant and provider.

package approvals_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/testenv"
)

func TestWhoAskedSaysYesByTypingTheName(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.DBAccess)
	b := e.signIn(t, avery)
	page := b.get(t, "/approvals/requests/"+id)
	for _, shown := range []string{"DB Access", "<strong>avery.stone@corp.example</strong>, at their own machine, with assistant 1", "an approval with the name typed", "in 15 minutes"} {
		assert.Contains(t, page.text, shown)
	}

	wrong := b.decide(t, id, "yes", "db access")
	assert.Equal(t, http.StatusUnprocessableEntity, wrong.StatusCode)
	assert.Contains(t, wrong.text, "That does not match the name")
	assert.Contains(t, wrong.text, `aria-invalid="true"`)
	assert.Empty(t, e.Effects())

	after := b.decide(t, id, "yes", " DB Access ")
	assert.Equal(t, http.StatusOK, after.StatusCode)
	assert.Contains(t, after.text, "The change is done")
	assert.Len(t, e.Effects(), 1)
	stored := e.stored(t, id)
	assert.Equal(t, confirm.Person, stored.Approvals[0].Level)
	assert.Equal(t, e.Admin.ID, stored.Approvals[0].By.Identity)
	assert.Contains(t, b.get(t, "/approvals/decided").text, id)

	again := b.decide(t, id, "yes", "DB Access")
	assert.Equal(t, http.StatusConflict, again.StatusCode)
	assert.Contains(t, again.text, "approved")
	assert.Len(t, e.Effects(), 1, "a decision counts once")
}

func TestASecondPersonDecides(t *testing.T) {
	e := newTeam(t)
	require.NoError(t, e.Tenant.RenameGroup(e.Unused.ID, "Regional Unused"))
	id := e.askDelete(t, e.Unused)
	own := e.signIn(t, avery)
	page := own.get(t, "/approvals/requests/"+id)
	assert.Contains(t, page.text, "someone else")
	assert.NotContains(t, page.text, `value="yes"`)
	refused := own.decide(t, id, "yes", "Regional Unused")
	assert.Equal(t, http.StatusForbidden, refused.StatusCode)
	assert.Empty(t, e.Effects())

	second := e.signIn(t, morgan)
	assert.Contains(t, second.get(t, "/approvals/").text, id)
	after := second.decide(t, id, "yes", "Regional Unused")
	assert.Contains(t, after.text, "The change is done")
	assert.Contains(t, after.text, "Approved by <strong>morgan.hale@corp.example, on the approval page</strong>, as a second person")
	assert.Contains(t, own.get(t, "/approvals/requests/"+id).text, "morgan.hale@corp.example")
	assert.Len(t, e.Effects(), 1)
	assert.Contains(t, own.decide(t, id, "no", "").text, "approved", "who comes late is told who was first")
}

func TestSayingNo(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.DBAccess)
	second := e.signIn(t, morgan)
	after := second.decide(t, id, "no", "")
	assert.Equal(t, http.StatusOK, after.StatusCode)
	assert.Contains(t, after.text, "The change was declined")
	assert.Empty(t, e.Effects())
	assert.Equal(t, confirm.Declined, e.stored(t, id).State)
	assert.Contains(t, second.get(t, "/approvals/decided").text, id)
	assert.Contains(t, second.get(t, "/approvals/").text, "Nothing waits for you")
}

// Who asked reads why not, on the page as where they asked.
func TestANoMaySayWhy(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.DBAccess)
	second := e.signIn(t, morgan)
	page := second.get(t, "/approvals/requests/"+id)
	second.post(t, "/approvals/requests/"+id, url.Values{"token": {tokenIn(t, page)}, "answer": {"no"}, "reason": {"still used <b> by payroll"}})
	own := e.signIn(t, avery).get(t, "/approvals/requests/"+id)
	for _, shown := range []string{"still used &lt;b&gt; by payroll", "morgan.hale@corp.example", "What was asked", "DB Access"} {
		assert.Contains(t, own.text, shown)
	}
	assert.Empty(t, e.Effects())
}

func TestOthersAreToldWhyNot(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.Sixty)
	for _, email := range []string{jane, clerk, doubt} {
		b := e.signIn(t, email)
		page := b.get(t, "/approvals/requests/"+id)
		assert.Equal(t, http.StatusForbidden, page.StatusCode)
		assert.Contains(t, page.text, "The policy does not let you decide")
		assert.NotContains(t, page.text, "60 members", "nor what it is about")
		assert.NotContains(t, b.get(t, "/approvals/").text, id)
		for _, verdict := range []string{"yes", "no"} {
			assert.Equal(t, http.StatusForbidden, b.decide(t, id, verdict, e.Sixty.Name).StatusCode)
		}
	}
	assert.Equal(t, confirm.Pending, e.stored(t, id).State)
	assert.Empty(t, e.Effects())
}

// Roles by claims hold on the page as they do over MCP, whatever form the claim has.
func TestWhoeverHasARoleByAClaimDecides(t *testing.T) {
	e := newTeam(t)
	for _, email := range []string{nested, scoped} {
		id := e.askDelete(t, e.DBAccess)
		b := e.signIn(t, email)
		assert.Contains(t, b.get(t, "/approvals/").text, id)
		assert.Contains(t, b.decide(t, id, "no", "").text, "The change was declined")
		assert.Equal(t, confirm.Declined, e.stored(t, id).State)
	}
}

func TestAnApproverWhoLostTheRole(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.DBAccess)
	b := e.signIn(t, jane)
	require.Contains(t, b.get(t, "/approvals/").text, id, "the owner may decide")
	require.NoError(t, e.Tenant.SetOwner(e.DBAccess.ID, e.Admin.ID))
	after := b.decide(t, id, "yes", "DB Access")
	assert.Equal(t, http.StatusForbidden, after.StatusCode)
	assert.Contains(t, after.text, "The policy does not let you decide")
	assert.Empty(t, e.Effects())
}

func TestTooLate(t *testing.T) {
	e := newTeam(t)
	id := e.askDelete(t, e.DBAccess)
	b := e.signIn(t, avery)
	e.Pass(16 * time.Minute)
	after := b.decide(t, id, "yes", "DB Access")
	assert.Equal(t, http.StatusConflict, after.StatusCode)
	assert.Contains(t, after.text, "The request has expired")
	assert.NotContains(t, after.text, `value="yes"`)
	assert.Empty(t, e.Effects())
}

func TestTheTenantChangedMeanwhile(t *testing.T) {
	e := newTeam(t)
	id := e.ask(t, "govgroup_members_remove", map[string]any{"group": e.DBAccess.ID, "members": e.members(t, e.DBAccess)[:1]})
	require.NoError(t, e.Tenant.RenameGroup(e.DBAccess.ID, "DB Access (old)"))
	b := e.signIn(t, avery)
	assert.Contains(t, b.get(t, "/approvals/requests/"+id).text, "@corp.example</code>", "which of several people of one name")
	after := b.decide(t, id, "yes", "")
	assert.Equal(t, http.StatusConflict, after.StatusCode)
	assert.Contains(t, after.text, "the tenant changed since the question was asked")
	assert.Contains(t, after.text, "A fresh request waits")
	assert.Empty(t, e.Effects())
	fresh := b.get(t, "/approvals/")
	assert.Contains(t, fresh.text, "/approvals/requests/")
	assert.NotContains(t, fresh.text, id)
}

// A long change goes on when the page is closed, and the page tells how far it is.
func TestTheOutcomeAsItHappens(t *testing.T) {
	testenv.Long(t, "the page waits some seconds before it says that work is under way")
	e := newTeam(t)
	id := e.ask(t, "govgroup_members_remove", map[string]any{"group": e.SixHundred.ID, "members": e.members(t, e.SixHundred)})
	b := e.signIn(t, avery)
	waiting := b.get(t, "/approvals/requests/"+id).text
	assert.Equal(t, 600, strings.Count(waiting, "<li>")-1, "everyone by name, and a warning")
	assert.Contains(t, waiting, "<strong>600</strong> members removed")
	require.NoError(t, e.Tenant.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, Method: http.MethodPost, Times: -1, Latency: time.Second}))
	page := b.decide(t, id, "yes", e.phrase(t, id))
	assert.Equal(t, "3", page.Header.Get("Refresh"))
	assert.Contains(t, page.text, "done so far")
	require.Eventually(t, func() bool { return e.stored(t, id).State == confirm.Done }, 30*time.Second, 50*time.Millisecond)
	page = b.get(t, "/approvals/requests/"+id)
	assert.Empty(t, page.Header.Get("Refresh"))
	assert.Contains(t, page.text, "The change is done")
	assert.Equal(t, 600, strings.Count(page.text, "<li>")-1, "what was asked stays on the page")
}
