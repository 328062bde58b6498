// Which configurations are accepted, and what is said of the others.

package sailpoint_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
)

func TestBaseURLs(t *testing.T) {
	for address, accepted := range map[string]bool{
		"https://acme.api.identitynow.com":        true,
		"https://acme.api.identitynow.com/":       true,
		"https://gateway.example/isc/prefix":      true,
		"http://127.0.0.1:8080":                   true,
		"http://127.1.2.3":                        true,
		"http://[::1]:8080":                       true,
		"http://localhost:1":                      true,
		"http://LOCALHOST":                        true,
		"http://acme.api.identitynow.com":         false,
		"http://127.0.0.1.evil.example":           false,
		"http://localhost.evil.example":           false,
		"http://0.0.0.0:80":                       false,
		"ftp://acme.example":                      false,
		"acme.api.identitynow.com":                false,
		"https://":                                false,
		"https://user:" + clientSecret + "@x.org": false,
		"https://x.org?token=" + clientSecret:     false,
		"https://x.org#f":                         false,
		"://" + clientSecret:                      false,
		"":                                        false,
	} {
		_, err := sailpoint.New(sailpoint.Config{BaseURL: address, ClientID: "id", ClientSecret: redact.New("s")})
		assert.Equal(t, accepted, err == nil, "%s: %v", address, err)
		if err != nil {
			assert.NotContains(t, err.Error(), clientSecret, "what is refused may hold a password")
		}
	}
}

// A wrong address is named as the fault, with the right one: what a tenant answers
// there explains nothing.
func TestWrongAddressesOfATenant(t *testing.T) {
	for address, right := range map[string]string{
		"https://acme.identitynow.com":                         "https://acme.api.identitynow.com",
		"https://acme.identitynow.com/ui/admin":                "https://acme.api.identitynow.com",
		"https://ACME.identitynow.com/":                        "https://acme.api.identitynow.com",
		"https://acme.identitynow-demo.com":                    "https://acme.api.identitynow-demo.com",
		"https://acme.api.identitynow.com/v2025":               "https://acme.api.identitynow.com",
		"https://acme.api.identitynow.com/beta/":               "https://acme.api.identitynow.com",
		"https://acme.api.identitynow.com/v3/workgroups":       "https://acme.api.identitynow.com",
		"https://acme.api.identitynow.com/anything":            "https://acme.api.identitynow.com",
		"https://gateway.example/isc/v2025":                    "https://gateway.example/isc",
		"https://gateway.example/isc/oauth/token":              "https://gateway.example/isc",
		"https://gateway.example/isc/workgroups/v1":            "https://gateway.example/isc",
		"http://127.0.0.1:8090/v2026":                          "http://127.0.0.1:8090",
		"https://gateway.example/v2024/isc":                    "",
		"https://api.identitynow.com.example/":                 "",
		"https://sailpoint.acme.example/identitynow.com/about": "",
	} {
		_, err := sailpoint.New(sailpoint.Config{BaseURL: address, ClientID: "id", ClientSecret: redact.New("s")})
		if right == "" {
			assert.NoError(t, err, address)
			continue
		}
		assert.ErrorContains(t, err, "give "+right, address)
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	whole := sailpoint.Config{BaseURL: "https://x.org", ClientID: "id", ClientSecret: redact.New("s")}
	for want, spoil := range map[string]func(*sailpoint.Config){
		"SAIL_BASE_URL":      func(c *sailpoint.Config) { c.BaseURL = "" },
		"SAIL_CLIENT_ID":     func(c *sailpoint.Config) { c.ClientID = "" },
		"SAIL_CLIENT_SECRET": func(c *sailpoint.Config) { c.ClientSecret = redact.Secret{} },
		`"v9"`:               func(c *sailpoint.Config) { c.APIVersion = "v9" },
		`"../admin"`:         func(c *sailpoint.Config) { c.APIVersion = "../admin" },
	} {
		cfg := whole
		spoil(&cfg)
		_, err := sailpoint.New(cfg)
		assert.ErrorContains(t, err, want)
	}
}

func TestTimeoutBoundsARequest(t *testing.T) {
	release := make(chan struct{})
	client := serve(t, func(w http.ResponseWriter, r *http.Request) { <-release }, func(c *sailpoint.Config) { c.Timeout = 300 * time.Millisecond })
	defer close(release)
	_, err := client.AddMembers(t.Context(), groupID, []string{personID})
	assert.ErrorContains(t, err, "no answer came in time")
	assert.True(t, faultOf(t, err).OutcomeUnknown)
}

// TestProxyFromEnvironment runs itself in another process, because the proxy
// is read from the environment once in a process.
func TestProxyFromEnvironment(t *testing.T) {
	if os.Getenv("HTTPS_PROXY") != "" && os.Getenv("TEST_PROXY_CHILD") != "" {
		client, err := sailpoint.New(sailpoint.Config{BaseURL: "https://acme.example", ClientID: "id", ClientSecret: redact.New(clientSecret)})
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		assert.Error(t, client.Check(ctx))
		return
	}
	asked := make(chan string, 10)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case asked <- r.Method + " " + r.Host:
		default:
		}
		w.WriteHeader(http.StatusForbidden)
	}))
	defer proxy.Close()
	cmd := exec.Command(os.Args[0], "-test.run=^TestProxyFromEnvironment$")
	cmd.Env = append(os.Environ(), "HTTPS_PROXY="+proxy.URL, "TEST_PROXY_CHILD=1", "NO_PROXY=")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	require.NotEmpty(t, asked)
	assert.Equal(t, "CONNECT acme.example:443", <-asked)
	assert.NotContains(t, string(out), clientSecret)
}
