// Config: what a client needs to know, checked.

package sailpoint

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"
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
	ClientSecret Revealer

	// APIVersion is empty for the per-service paths (/workgroups/v1), or a
	// prefix such as "v2025", "v2026" or "beta" (/v2025/workgroups).
	APIVersion string

	// RateLimit is the number of requests sent in any 10 seconds. 0 means
	// 100, the tenant's own limit; a negative number means no limit.
	RateLimit int

	// Concurrency is how many requests are under way at once. 0 means 8.
	Concurrency int

	// Timeout bounds one request with its answer, not the waits between
	// tries. 0 means 30 seconds.
	Timeout time.Duration

	// UserAgent is sent with every API call. Empty means "govgroup".
	UserAgent string

	// Transport carries the requests. Nil means one of the client's own, with
	// the proxy taken from the environment.
	Transport http.RoundTripper

	// Logger gets one record for each exchange, of level info for what may change
	// the tenant and debug for the rest, and a warning for each retry. Nil means
	// silence.
	Logger *slog.Logger

	// Observe hears of each exchange, also of those that fetch a token and of those
	// given up before they were sent, with the context of the call. It is called from
	// several goroutines. Nil: nobody wants to know.
	Observe func(context.Context, Exchange)
}

// Revealer holds a text that nothing prints. Reveal gives it to whoever sends
// it where it belongs.
type Revealer interface{ Reveal() string }

// versionForm are the prefixes that SailPoint has or will have.
var versionForm = regexp.MustCompile(`^(v20\d\d|beta)$`)

// validate names the first thing in the configuration that cannot work.
func (cfg Config) validate() error {
	switch {
	case cfg.BaseURL == "":
		return errors.New("the tenant's address is missing (SAIL_BASE_URL)")
	case cfg.ClientID == "":
		return errors.New("the client id is missing (SAIL_CLIENT_ID)")
	case cfg.ClientSecret == nil || cfg.ClientSecret.Reveal() == "":
		return errors.New("the client secret is missing (SAIL_CLIENT_SECRET)")
	case cfg.APIVersion != "" && !versionForm.MatchString(cfg.APIVersion):
		return fmt.Errorf("the API version %q is not known: leave it empty, or give one such as v2025 or beta", cfg.APIVersion)
	}
	return validateBaseURL(cfg.BaseURL)
}

// withDefaults fills in what was left out.
func (cfg Config) withDefaults() Config {
	cfg.BaseURL = strings.TrimRight(cfg.BaseURL, "/")
	if cfg.RateLimit == 0 {
		cfg.RateLimit = 100
	}
	if cfg.Concurrency <= 0 {
		cfg.Concurrency = 8
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = 30 * time.Second
	}
	if cfg.UserAgent == "" {
		cfg.UserAgent = "govgroup"
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Observe == nil {
		cfg.Observe = func(context.Context, Exchange) {}
	}
	if cfg.Transport == nil {
		cfg.Transport = newTransport(cfg.Concurrency)
	}
	return cfg
}

// newTransport keeps as many connections open as are used at once; the
// standard library's own keeps two and would dial anew for every page.
func newTransport(concurrency int) http.RoundTripper {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		ForceAttemptHTTP2:     true,
		MaxIdleConnsPerHost:   concurrency,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}
