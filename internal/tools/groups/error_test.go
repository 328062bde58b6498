// Error: what the tenant's refusals and failures become: a code of the contract,
// whole sentences, the tracking id, and no secret.

package groups_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

// answering gives every request on groups the same answer, and passes on the
// rest.
type answering struct {
	status int
	header http.Header
	body   string
}

func (a answering) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasPrefix(req.URL.Path, "/workgroups/") {
		return http.DefaultTransport.RoundTrip(req)
	}
	header := http.Header{"Content-Type": {"application/json"}, "Slpt-Request-Id": {"abc123"}}
	for name, values := range a.header {
		header[name] = values
	}
	return &http.Response{StatusCode: a.status, Header: header, Request: req, Body: io.NopCloser(strings.NewReader(a.body))}, nil
}

func TestWhatTheTenantsAnswersMean(t *testing.T) {
	t.Parallel()
	message := func(text string) string { return fmt.Sprintf(`{"messages":[{"text":%q}]}`, text) }
	wait := http.Header{"Retry-After": {"7200"}}
	for _, c := range []struct {
		answering
		code tools.Code
		says string
	}{
		{answering{400, nil, message("the name is odd")}, tools.InvalidInput, "The tenant refused this: The name is odd."},
		{answering{400, nil, message("être refusé")}, tools.InvalidInput, "The tenant refused this: Être refusé."},
		{answering{400, nil, message("%s %d <b>\u202e")}, tools.InvalidInput, "The tenant refused this: %s %d <b>."},
		{answering{401, nil, `{"error":"JWT validation failed: JWT is expired"}`}, tools.Unavailable, "an operator must renew them. JWT validation failed"},
		{answering{403, nil, message("refused")}, tools.NotAllowed, "an operator must widen their scopes or user level."},
		{answering{404, nil, message("not there")}, tools.NotFound, ""},
		{answering{409, nil, message("in use")}, tools.InUse, "In use."},
		{answering{429, wait, `{"message":" Rate Limit Exceeded "}`}, tools.RateLimited, "ask again in 2h0m0s."},
		{answering{500, nil, message("internal fault")}, tools.Unavailable, "could not be reached or could not answer. Internal fault."},
		{answering{500, nil, ``}, tools.Unavailable, "(the answer is empty)"},
		{answering{503, wait, ``}, tools.Unavailable, ""},
		{answering{200, nil, `<html>`}, tools.Unavailable, ""},
		{answering{200, nil, `{"not":"a list"}`}, tools.Unavailable, ""},
		{answering{302, http.Header{"Location": {"https://elsewhere.example/"}}, ``}, tools.Unavailable, "redirect"},
	} {
		t.Run(fmt.Sprint(c.status, c.body), func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, setup{transport: c.answering})
			for _, tool := range []string{"govgroup_list", "govgroup_members_list"} {
				in := args{}
				if tool == "govgroup_members_list" {
					in["group"] = "DB Access"
				}
				said := e.refused(t, c.code, tool, in)
				assert.Contains(t, said, c.says)
				assert.NotContains(t, said, e.ClientSecret)
				if c.header.Get("Retry-After") == "" { // a pause holds the next call back before it is sent
					assert.True(t, strings.HasSuffix(said, "(tracking id abc123)"), said)
				}
				assert.Equal(t, tools.Clean(said), said)
			}
		})
	}
}

// Every code that reaches a caller is one that the contract names.
func TestCodesAreThoseOfTheContract(t *testing.T) {
	t.Parallel()
	contract := []tools.Code{
		"invalid_input", "not_found", "ambiguous", "in_use", "not_allowed", "cannot_ask", "declined", "expired", "stale", "already_decided",
		"rate_limited", "unavailable", "outcome_unknown", "internal",
	}
	assert.ElementsMatch(t, contract, []tools.Code{
		tools.InvalidInput, tools.NotFound, tools.Ambiguous, tools.InUse, tools.NotAllowed, tools.CannotAsk, tools.Declined,
		tools.Expired, tools.Stale, tools.AlreadyDecided, tools.RateLimited, tools.Unavailable, tools.OutcomeUnknown, tools.Internal,
	})
	failure := tools.Errorf(tools.NotFound, "No %s.", "such thing %s")
	assert.Equal(t, "not_found: No such thing %s.", failure.Error())
	assert.True(t, slices.Contains(contract, failure.Code))
}

// Errors of the tenant, met by each tool that reads: an error with a code, never
// half an answer.
func TestReadingsMeetFaults(t *testing.T) {
	t.Parallel()
	calls := map[string]args{
		"govgroup_list": {}, "govgroup_get": {"group": "DB Access"}, "govgroup_members_list": {"group": "DB Access"},
		"govgroup_connections_list": {"group": "DB Access"}, "govgroup_people_find": {"query": "jane"},
	}
	for kind, code := range map[sandbox.FaultKind]tools.Code{
		sandbox.Fault500: tools.Unavailable, sandbox.FaultHTML: tools.Unavailable,
	} {
		for tool, in := range calls {
			t.Run(string(kind)+"/"+tool, func(t *testing.T) {
				t.Parallel()
				e := newEnv(t, setup{})
				e.ok(t, tool, in)
				e.inject(t, sandbox.Fault{Kind: kind, Method: http.MethodGet, Times: map[sandbox.FaultKind]int{sandbox.Fault500: 3}[kind]})
				assert.Contains(t, e.refused(t, code, tool, in), "tracking id")
				e.ok(t, tool, in)
			})
		}
	}
	for _, passing := range []sandbox.FaultKind{sandbox.Fault502, sandbox.FaultReset, sandbox.FaultTruncate, sandbox.FaultTokenExpired} {
		for tool, in := range calls {
			t.Run(string(passing)+"/"+tool, func(t *testing.T) {
				t.Parallel()
				e := newEnv(t, setup{})
				before := e.ok(t, tool, in)
				e.inject(t, sandbox.Fault{Kind: passing, Method: http.MethodGet})
				assert.Equal(t, before, e.ok(t, tool, in), "a reading is sent again until it is whole")
			})
		}
	}
}

func TestWrongCredentialsAreTheOperatorsBusiness(t *testing.T) {
	t.Parallel()
	e := newEnv(t, setup{client: sandbox.Client{ID: "reader", Secret: "reader-secret", Scopes: []string{sandbox.ScopeRead, sandbox.ScopeDefault}}})
	e.get(t, "DB Access")
	o := e.outcome(t, "govgroup_members_add", args{"group": "DB Access", "members": []string{"jdoe"}})
	assert.Equal(t, tools.StatusFailed, o.Status)
	assert.Contains(t, o.Items[0].Reason, "not done: not_allowed: ")
	assert.Empty(t, e.Effects())
}
