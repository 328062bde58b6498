// A scripted tenant for the tests: a transport without a network, so that it works
// inside synctest bubbles, where waiting costs nothing.

package sailpoint_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
)

const (
	clientSecret = "s3cret-VALUE-of-the-client"
	accessToken  = "t0ken-VALUE"
	groupID      = "2c9180a4-7f1b-4d0c-9d3e-0a1b2c3d4e5f"
	oldGroupID   = "2c91808a7f1b4d0c9d3e0a1b2c3d4e50"
	personID     = "2c91808a7f1b4d0c9d3e0a1b2c3d4e5f"
	otherPerson  = "2c91808a7f1b4d0c9d3e0a1b2c3d4e60"
)

// sent is a request as the tenant saw it.
type sent struct {
	method, path, query, body string
	header                    http.Header
	at                        time.Time
}

// tenant answers with api, or with token for the token endpoint. Both may be
// called at the same time from several goroutines.
type tenant struct {
	api   http.HandlerFunc
	token http.HandlerFunc

	mu       sync.Mutex
	requests []sent
	fetches  int
}

func (t *tenant) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
	}
	req = req.Clone(req.Context())
	req.Body = io.NopCloser(strings.NewReader(string(body)))
	rec := httptest.NewRecorder()
	if strings.HasSuffix(req.URL.Path, "/oauth/token") {
		t.answerToken(rec, req)
	} else {
		t.mu.Lock()
		t.requests = append(t.requests, sent{req.Method, req.URL.Path, req.URL.RawQuery, string(body), req.Header, time.Now()})
		t.mu.Unlock()
		t.api(rec, req)
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	return rec.Result(), nil
}

func (t *tenant) answerToken(w http.ResponseWriter, r *http.Request) {
	t.mu.Lock()
	t.fetches++
	n := t.fetches
	t.mu.Unlock()
	if t.token != nil {
		t.token(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"access_token":"%s-%d","token_type":"Bearer","expires_in":43200}`, accessToken, n)
}

// seen gives the API requests so far; tokens how often a token was fetched.
func (t *tenant) seen() []sent {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]sent(nil), t.requests...)
}

func (t *tenant) tokens() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.fetches
}

// client of the tenant, without a rate limit unless change says otherwise.
func (t *tenant) client(tb testing.TB, change ...func(*sailpoint.Config)) *sailpoint.Client {
	tb.Helper()
	cfg := sailpoint.Config{
		BaseURL: "https://acme.example", ClientID: "client-id", ClientSecret: redact.New(clientSecret),
		RateLimit: -1, Transport: t,
	}
	for _, c := range change {
		c(&cfg)
	}
	client, err := sailpoint.New(cfg)
	require.NoError(tb, err)
	return client
}

// answer is a handler that always says the same.
func answer(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// inTurn gives each request the next handler, and the last one ever after.
func inTurn(handlers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		h := handlers[0]
		if len(handlers) > 1 {
			handlers = handlers[1:]
		}
		mu.Unlock()
		h(w, r)
	}
}

// never answers: it waits until the caller hangs up.
func never(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// groupJSON is a group with a number for a name.
func groupJSON(n int) string {
	return fmt.Sprintf(`{"id":"00000000-0000-4000-8000-%012d","name":"Group %d"}`, n, n)
}

// listOf is a list of the items with these numbers.
func listOf(numbers ...int) string {
	items := make([]json.RawMessage, len(numbers))
	for i, n := range numbers {
		items[i] = json.RawMessage(groupJSON(n))
	}
	text, err := json.Marshal(items)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// faultOf is the *Error in err, which must be one.
func faultOf(tb testing.TB, err error) *sailpoint.Error {
	tb.Helper()
	var fault *sailpoint.Error
	require.ErrorAs(tb, err, &fault)
	return fault
}
