// Every form of error body is understood.

package sailpoint_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestErrorBodies(t *testing.T) {
	const usual = `{"detailCode":"400.1.3 Illegal value","trackingId":"e7eab60924f64aa284175b9fa3309599",
		"messages":[{"locale":"en","localeOrigin":"REQUEST","text":"from messages"}],"causes":[]}`
	for name, tc := range map[string]struct {
		status     int
		body       string
		header     []string
		detailCode string
		trackingID string
		text       string
	}{
		"usual": {status: 400, body: usual,
			detailCode: "400.1.3 Illegal value", trackingID: "e7eab60924f64aa284175b9fa3309599", text: "from messages"},
		"the header's id wins": {status: 400, body: usual, header: []string{"SLPT-Request-ID", "from-the-header"},
			detailCode: "400.1.3 Illegal value", trackingID: "from-the-header", text: "from messages"},
		"causes before messages": {status: 400, body: `{"causes":[{"text":"the cause"}],"messages":[{"text":"the message"}]}`, text: "the cause"},
		"message before causes":  {status: 400, body: `{"message":"said","causes":[{"text":"the cause"}]}`, text: "said"},
		"error before message":   {status: 400, body: `{"error":"err","message":"said"}`, text: "err"},
		"with a description":     {status: 400, body: `{"error":"invalid_client","error_description":"why"}`, text: "invalid_client: why"},
		"expired":                {status: 403, body: `{"error":"JWT validation failed: JWT is expired"}`, text: "JWT validation failed: JWT is expired"},
		"unknown route":          {status: 404, body: `{"error":"No message available"}`, text: "No message available"},
		"padded":                 {status: 409, body: `{"message":" Rate Limit Exceeded "}`, text: "Rate Limit Exceeded"},
		"empty strings":          {status: 400, body: `{"error":"","message":" ","causes":[{"text":""}],"messages":[{"text":"last"}]}`, text: "last"},
		"forms of the wrong kind": {status: 400, body: `{"error":{"a":1},"message":7,"causes":"x","messages":[{"text":"last"}],"detailCode":4}`,
			text: "last"},
		"nothing known": {status: 400, body: `{"odd":"thing"}`, text: `{"odd":"thing"}`},
		"plain text":    {status: 400, body: "went\nwrong\x07\u202e", text: "went wrong"},
		"a list":        {status: 400, body: `["x"]`, text: `["x"]`},
		"HTML":          {status: 403, body: `<html><body>Access denied</body></html>`, text: "forbidden (an HTML page came, probably from a proxy)"},
		"HTML by type": {status: 403, body: `denied`, header: []string{"Content-Type", "text/html; charset=utf-8"},
			text: "forbidden (an HTML page came, probably from a proxy)"},
		"empty":     {status: 404, body: "", text: "not found (the answer is empty)"},
		"redirect":  {status: 302, body: "", text: "the address answers with a redirect, which is not followed; check the tenant's address"},
		"too long":  {status: 400, body: strings.Repeat("é", 700), text: strings.Repeat("é", 500) + "…"},
		"not UTF-8": {status: 400, body: "a\xffb", text: "a\uFFFDb"},
		"an echoed token": {status: 400, body: `{"message":"bad Bearer ` + accessToken + `-1"}`,
			text: "bad Bearer [redacted]"},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := &tenant{api: answer(tc.status, tc.body, tc.header...)}
			_, err := tenant.client(t).Group(t.Context(), groupID)
			fault := faultOf(t, err)
			assert.Equal(t, tc.status, fault.Status)
			assert.Equal(t, tc.detailCode, fault.DetailCode)
			assert.Equal(t, tc.trackingID, fault.TrackingID)
			assert.Equal(t, tc.text, fault.Text)
			assert.Equal(t, "GET", fault.Method)
			assert.Equal(t, "/workgroups/v1/"+groupID, fault.Path)
		})
	}
}

func TestErrorText(t *testing.T) {
	tenant := &tenant{api: answer(404, `{"detailCode":"404 Not found","trackingId":"abc","messages":[{"text":"no such thing"}]}`)}
	_, err := tenant.client(t).Group(t.Context(), groupID)
	assert.EqualError(t, err, "GET /workgroups/v1/"+groupID+": status 404: 404 Not found: no such thing (tracking id abc)")
	assert.True(t, faultOf(t, err).NotFound())
	assert.False(t, faultOf(t, err).Unavailable())
}

func TestForbiddenLookUpSaysWhichCredentialsAreNeeded(t *testing.T) {
	for _, op := range reads()[4:] { // those of people
		t.Run(op.name, func(t *testing.T) {
			tenant := &tenant{api: answer(403, `{"detailCode":"403 Forbidden"}`)}
			err := op.call(t.Context(), tenant.client(t))
			assert.True(t, faultOf(t, err).Forbidden())
			assert.ErrorContains(t, err, "personal access token")
		})
	}
}
