// This file says what a client needs to know, and checks it.

package sailpoint

import (
	"errors"
	"log/slog"
	"net/http"
)

// Config is what New needs. BaseURL, ClientID and ClientSecret are required;
// the zero value of everything else is a sensible default.
type Config struct {
	// BaseURL is the tenant's API address, for example
	// https://acme.api.identitynow.com. A path in it is kept in front of every
	// call. Plain http is accepted on loopback only.
	BaseURL string

	// ClientID and ClientSecret are a personal access token (or an API
	// client, which may not look up people).
	ClientID     string
	ClientSecret Secret

	// APIVersion is empty for the per-service paths (/workgroups/v1), or a
	// prefix such as "v2025", "v2026" or "beta" (/v2025/workgroups).
	APIVersion string

	// RateLimit is the number of requests sent in any 10 seconds. 0 means
	// 100, the tenant's own limit; a negative number means no limit.
	RateLimit int

	// Concurrency is how many requests are under way at once. 0 means 8.
	Concurrency int

	// UserAgent is sent with every request. Empty means "govgroup".
	UserAgent string

	// Transport carries the requests. Nil means one of the client's own, with
	// the proxy taken from the environment.
	Transport http.RoundTripper

	// Logger gets one debug record for each exchange and a warning for each
	// retry. Nil means silence.
	Logger *slog.Logger
}

// LoadConfig finds the tenant and its credentials.
func LoadConfig(getenv func(string) string, home string) (Config, error) {
	return Config{}, errors.New("sailpoint: not built yet")
}
