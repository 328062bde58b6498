// What travels and what comes back, over real connections.

package sailpoint_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
)

// serve starts a real server whose API is api, and a client of it.
func serve(t *testing.T, api http.HandlerFunc, change ...func(*sailpoint.Config)) *sailpoint.Client {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /t/oauth/token", answer(200, `{"access_token":"`+accessToken+`","expires_in":750}`))
	mux.HandleFunc("/", api)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	cfg := sailpoint.Config{BaseURL: server.URL + "/t/", ClientID: "id", ClientSecret: redact.New(clientSecret)}
	for _, c := range change {
		c(&cfg)
	}
	client, err := sailpoint.New(cfg)
	require.NoError(t, err)
	assert.Equal(t, server.URL+"/t", client.BaseURL())
	return client
}

func TestRequestsAsTheAPIWantsThem(t *testing.T) {
	const uuid, hex = groupID, personID
	for _, tc := range []struct {
		call        operation
		want        string
		contentType string
		body        string
	}{
		{writes()[0], "POST /workgroups/v1", "application/json", `{"name":"n","owner":{"type":"IDENTITY","id":"` + hex + `"}}`},
		{writes()[1], "PATCH /workgroups/v1/" + uuid, "application/json-patch+json", `[{"op":"replace","path":"/name","value":"n"}]`},
		{writes()[2], "DELETE /workgroups/v1/" + uuid, "", ``},
		{writes()[3], "POST /workgroups/v1/bulk-delete", "application/json", `{"ids":["` + uuid + `"]}`},
		{writes()[4], "POST /workgroups/v1/" + uuid + "/members/bulk-add", "application/json", `[{"type":"IDENTITY","id":"` + hex + `"}]`},
		{writes()[5], "POST /workgroups/v1/" + uuid + "/members/bulk-delete", "application/json", `[{"type":"IDENTITY","id":"` + hex + `"}]`},
		{reads()[0], "GET /workgroups/v1", "", ``},
		{reads()[1], "GET /workgroups/v1/" + uuid, "", ``},
		{reads()[2], "GET /workgroups/v1/" + uuid + "/members", "", ``},
		{reads()[3], "GET /workgroups/v1/" + uuid + "/connections", "", ``},
		{reads()[4], "GET /public-identities/v1", "", ``},
		{reads()[5], "GET /identities/v1", "", ``},
	} {
		t.Run(tc.call.name, func(t *testing.T) {
			tenant := &tenant{api: answer(400, `{}`)}
			require.Error(t, tc.call.call(t.Context(), tenant.client(t)))
			r := tenant.seen()[0]
			assert.Equal(t, tc.want, r.method+" "+r.path)
			assert.Equal(t, tc.contentType, r.header.Get("Content-Type"))
			assert.Equal(t, tc.body, r.body)
			assert.Equal(t, "Bearer "+accessToken+"-1", r.header.Get("Authorization"))
			assert.Equal(t, "govgroup", r.header.Get("User-Agent"))
			assert.Empty(t, r.header.Values("X-SailPoint-Experimental"))
		})
	}
}

func TestAPIVersions(t *testing.T) {
	for version, want := range map[string]struct {
		prefix       string
		experimental string
	}{
		"":      {"/workgroups/v1", ""},
		"v2024": {"/v2024/workgroups", "true"},
		"v2025": {"/v2025/workgroups", "true"},
		"v2026": {"/v2026/workgroups", ""},
		"beta":  {"/beta/workgroups", "true"},
	} {
		tenant := &tenant{api: answer(200, `[]`)}
		client := tenant.client(t, func(c *sailpoint.Config) { c.APIVersion, c.UserAgent = version, "tests/1" })
		_, err := client.Members(t.Context(), groupID, sailpoint.Query{})
		require.NoError(t, err)
		r := tenant.seen()[0]
		assert.Equal(t, want.prefix+"/"+groupID+"/members", r.path)
		assert.Equal(t, want.experimental, r.header.Get("X-SailPoint-Experimental"))
		assert.Equal(t, "tests/1", r.header.Get("User-Agent"))
	}
}

// Not every form of path has every service.
func TestPeopleAreLookedUpWhereTheyAre(t *testing.T) {
	for version, want := range map[string][2]string{
		"":      {"/public-identities/v1", "/identities/v1"},
		"v2025": {"/v2025/public-identities", "/v2025/identities"},
		"beta":  {"/v3/public-identities", "/beta/identities"},
	} {
		tenant := &tenant{api: answer(200, `[]`)}
		client := tenant.client(t, func(c *sailpoint.Config) { c.APIVersion = version })
		_, err := client.People(t.Context(), sailpoint.Query{})
		require.NoError(t, err)
		_, err = client.Identities(t.Context(), sailpoint.Query{})
		require.NoError(t, err)
		seen := tenant.seen()
		assert.Equal(t, want, [2]string{seen[0].path, seen[len(seen)-1].path})
	}
}

func TestObserverSeesEveryExchange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		late := func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second)
			answer(200, groupJSON(1), "SLPT-Request-ID", "two")(w, r)
		}
		tenant := &tenant{api: inTurn(answer(502, `{"trackingId":"one"}`), late)}
		var mu sync.Mutex
		var seen []sailpoint.Exchange
		ctx := sailpoint.WithObserver(t.Context(), func(e sailpoint.Exchange) {
			mu.Lock()
			defer mu.Unlock()
			seen = append(seen, e)
		})
		_, err := tenant.client(t).Group(ctx, groupID)
		require.NoError(t, err)
		path := "/workgroups/v1/" + groupID
		assert.Equal(t, []sailpoint.Exchange{
			{Method: "GET", Path: path, Status: 502, TrackingID: "one", Attempt: 1},
			{Method: "GET", Path: path, Status: 200, TrackingID: "two", Duration: time.Second, Attempt: 2},
		}, seen)
	})
	assert.Equal(t, t.Context(), sailpoint.WithObserver(t.Context(), nil))
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var visited atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited.Add(1) }))
	defer elsewhere.Close()
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
	})
	for _, op := range append(reads(), writes()...) {
		err := op.call(t.Context(), client)
		assert.ErrorContains(t, err, "redirect", op.name)
	}
	assert.Zero(t, visited.Load())
}

func TestAnswersAreBounded(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		block := []byte(strings.Repeat(" ", 1<<20))
		for range 20 {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	_, err := client.Group(t.Context(), groupID)
	assert.ErrorContains(t, err, "larger than 16 MiB")
	_, err = client.AddMembers(t.Context(), groupID, []string{personID})
	assert.True(t, faultOf(t, err).OutcomeUnknown)
}

func TestRealBrokenConnections(t *testing.T) {
	for name, breakOff := range map[string]http.HandlerFunc{
		"before the answer": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"within the answer": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `[{"id":`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			var reads, writes atomic.Int32
			client := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet && reads.Add(1) > 1 {
					answer(200, groupJSON(3))(w, r)
					return
				}
				if r.Method == http.MethodPost {
					writes.Add(1)
				}
				breakOff(w, r)
			})
			group, err := client.Group(t.Context(), groupID)
			require.NoError(t, err, "a read is sent again")
			assert.Equal(t, "Group 3", group.Name)
			_, err = client.AddMembers(t.Context(), groupID, []string{personID})
			assert.True(t, faultOf(t, err).OutcomeUnknown)
			assert.EqualValues(t, 1, writes.Load())
		})
	}
}
