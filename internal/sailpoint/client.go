// Package sailpoint speaks the governance-group part of SailPoint's Identity
// Security Cloud API over HTTP, and nothing else: ten calls on groups, their
// members and connections, and the look-ups of people.
//
// It promises that a write is never sent again on a doubt, that a list is
// never cut short in silence, and that no error or log holds a secret.
package sailpoint

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"
)

// Client talks to one tenant. It is safe for concurrent use; all its calls
// share one token, one rate limit and one bound on concurrency.
type Client struct {
	base        string
	version     string
	userAgent   string
	timeout     time.Duration
	concurrency int
	http        *http.Client
	log         *slog.Logger
	observe     func(context.Context, Exchange)
	pace        *pace
	tokens      *tokens
}

// New returns a client of the tenant in cfg, without sending anything. The
// error says which setting cannot work.
func New(cfg Config) (*Client, error) {
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("sailpoint: %w", err)
	}
	cfg = cfg.withDefaults()
	c := &Client{
		base:        cfg.BaseURL,
		version:     cfg.APIVersion,
		userAgent:   cfg.UserAgent,
		timeout:     cfg.Timeout,
		concurrency: cfg.Concurrency,
		http:        &http.Client{Transport: cfg.Transport, CheckRedirect: stayHere},
		log:         cfg.Logger,
		observe:     cfg.Observe,
		pace:        newPace(cfg.RateLimit, cfg.Concurrency),
	}
	c.tokens = newTokens(c, cfg.ClientID, cfg.ClientSecret)
	return c, nil
}

// stayHere follows no redirect: it would carry the token or the secret to
// wherever the answer points.
func stayHere(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// BaseURL is the tenant's address, as configured, without a trailing slash.
func (c *Client) BaseURL() string { return c.base }

// Check reports whether the tenant lets this client in: it fetches a token,
// unless one is at hand, and reads one governance group.
func (c *Client) Check(ctx context.Context) error {
	_, err := c.GroupsPage(ctx, Query{Limit: 1})
	return err
}

// path is where a service's resource lies under the configured API version.
func (c *Client) path(service string, parts ...string) string {
	version := c.version
	if version == "beta" && service == publicIdentities {
		version = "v3" // where the same generation of the API has them; beta never did
	}
	p := "/" + service + "/v1"
	if version != "" {
		p = "/" + version + "/" + service
	}
	for _, part := range parts {
		p += "/" + part
	}
	return p
}

// experimental reports whether the API version once asked for the header by
// which a caller accepts experimental calls. Newer versions do not know it.
func (c *Client) experimental() bool {
	return slices.Contains([]string{"v2024", "v2025", "beta"}, c.version)
}
