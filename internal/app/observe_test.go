// One id leads from the log of a call to the tenant's tracking id and the audit.

package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
)

func TestOneIDLeadsFromTheCallToTheTenantAndTheAudit(t *testing.T) {
	t.Parallel()
	tenant, variables := startTenant(t)
	group := tenant.Groups()[0]
	call := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"govgroup_update","arguments":{"group":%q,"description":"seen"}}}`, group.ID)
	s := newSystem(t, call+"\n", variables)
	log, err := app.NewLogger(s.log, "info", "json")
	require.NoError(t, err)
	s.Log = log
	chosen := settings(t)
	require.NoError(t, app.Serve(t.Context(), chosen, s.Host))

	type line struct{ Msg, Call, Tool, Method, TrackingID string }
	var sent, called line
	for text := range strings.Lines(strings.ReplaceAll(s.log.String(), "tracking_id", "trackingid")) {
		var l line
		require.NoError(t, json.Unmarshal([]byte(text), &l), text)
		switch l.Msg {
		case "call":
			called = l
		case "sailpoint: exchange":
			sent = l
		}
	}
	assert.Equal(t, "govgroup_update", called.Tool)
	assert.Regexp(t, `^[0-9a-f]{16}$`, called.Call)
	assert.Equal(t, http.MethodPatch, sent.Method, "what only reads is not logged at this level")
	assert.Equal(t, called.Call, sent.Call)

	require.NoError(t, app.ExportAudit(t.Context(), chosen, s.Host, 1))
	exported := s.out.String()
	assert.Equal(t, 2, strings.Count(exported, `"call":"`+called.Call+`"`), "the intent and the outcome: %s", exported)
	require.NotEmpty(t, sent.TrackingID)
	assert.Contains(t, exported, sent.TrackingID)
}
