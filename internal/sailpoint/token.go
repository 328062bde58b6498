// Token: fetched once for all callers, and renewed.

package sailpoint

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/sync/singleflight"
)

// tokenCall is how fetching a token appears in errors. It changes nothing at
// the tenant and is repeated like a read.
var tokenCall = call{method: http.MethodPost, path: "/oauth/token"}

// redacted stands where a secret was.
const redacted = "[redacted]"

// tokens holds the current token. It keeps no secret in a field that a printed
// struct would show: what is behind a pointer, printing does not follow.
type tokens struct {
	fetch  func(context.Context) (*oauth2.Token, error)
	secret Revealer
	client *Client
	flight singleflight.Group

	mu      sync.Mutex
	current *oauth2.Token // nil before the first and after a refused token
	renewAt time.Time     // ahead of its expiry; both zero where the tenant named no time
}

// newTokens prepares to fetch, without fetching. The tenant wants the secret in
// the form, not in a header.
func newTokens(c *Client, id string, secret Revealer) *tokens {
	credentials := &clientcredentials.Config{
		ClientID:     id,
		ClientSecret: secret.Reveal(),
		TokenURL:     c.base + tokenCall.path,
		AuthStyle:    oauth2.AuthStyleInParams,
	}
	return &tokens{fetch: credentials.Token, secret: secret, client: c}
}

// get gives a token that is good for now, on behalf of the call k. Callers
// that come while one is being fetched share it; a caller whose context ends
// leaves without stopping the others.
func (t *tokens) get(ctx context.Context, k call) (*oauth2.Token, *Error) {
	if token, fresh := t.known(); fresh {
		return token, nil
	}
	fetched := t.flight.DoChan("", func() (any, error) {
		if token, fresh := t.known(); fresh {
			return token, nil // a fetch ended between the look and the flight
		}
		return t.renew(context.WithoutCancel(ctx))
	})
	select {
	case <-ctx.Done():
		return nil, notSent(k, ctx.Err())
	case result := <-fetched:
		if result.Err == nil {
			return result.Val.(*oauth2.Token), nil
		}
		// Renewing ahead of time has failed, but the old token is still good.
		if token, _ := t.known(); token != nil {
			return token, nil
		}
		var failed *Error
		errors.As(result.Err, &failed) // a fetch fails with nothing else
		fault := *failed               // a copy: several callers get this result
		fault.unsent = true            // the fetch had its tries; k never left
		return nil, &fault
	}
}

// Granted are the scopes that the tenant says the token has; none where it does not say.
func (c *Client) Granted(ctx context.Context) ([]string, error) {
	token, fault := c.tokens.get(ctx, tokenCall)
	if fault != nil {
		return nil, fault
	}
	said, _ := token.Extra("scope").(string)
	return strings.Fields(said), nil
}

// known gives the token unless it has expired, and whether it need not be
// renewed yet.
func (t *tokens) known() (token *oauth2.Token, fresh bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	if t.current == nil || !t.current.Expiry.IsZero() && !now.Before(t.current.Expiry) {
		return nil, false
	}
	return t.current, t.renewAt.IsZero() || now.Before(t.renewAt)
}

// drop forgets a token that the tenant refused, unless it was replaced since.
func (t *tokens) drop(token *oauth2.Token) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current == token {
		t.current = nil
	}
}

// renew fetches a token, with the patience of a read. Its error is an *Error.
func (t *tokens) renew(ctx context.Context) (*oauth2.Token, error) {
	var token *oauth2.Token
	k := tokenCall.patiently()
	err := t.client.persist(ctx, k, func(_ int, patience *time.Duration) (fault *Error) {
		token, fault = t.fetchOnce(ctx, k, patience)
		return fault
	})
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.current, t.renewAt = token, token.Expiry
	if !token.Expiry.IsZero() {
		// A minute ahead covers a call's own waits; a tenth of the lifetime
		// is for tokens that live only minutes.
		ahead := min(time.Minute, time.Until(token.Expiry)/10)
		t.renewAt = token.Expiry.Add(-ahead)
	}
	return token, nil
}

// fetchOnce asks for a token like any other call: in its turn, and bounded.
func (t *tokens) fetchOnce(ctx context.Context, k call, patience *time.Duration) (*oauth2.Token, *Error) {
	c := t.client
	seen := Exchange{Method: k.method, Path: k.path, Attempt: 1}
	queued := time.Now()
	leave, err := c.pace.enter(ctx, patience)
	seen.Waited = time.Since(queued)
	defer func() { c.observe(ctx, seen) }()
	if err != nil {
		seen.Unsent = true
		return nil, notSent(tokenCall, err)
	}
	defer leave()
	bounded, cancel := context.WithTimeout(ctx, k.atMost(c.timeout))
	defer cancel()
	traced, mayHaveLeft := watch(context.WithValue(bounded, oauth2.HTTPClient, c.http))
	started := time.Now()
	token, err := t.fetch(traced)
	seen.Duration = time.Since(started)
	c.log.DebugContext(ctx, "sailpoint: token", "fetched", err == nil, "duration", seen.Duration)
	if err == nil {
		seen.Status = http.StatusOK
		return token, nil
	}
	fault := t.fault(ctx, err, mayHaveLeft())
	seen.Status, seen.TrackingID = fault.Status, fault.TrackingID
	k.spend(fault, seen.Duration)
	return nil, fault
}

// fault translates the library's error, whose own text repeats whole bodies.
func (t *tokens) fault(ctx context.Context, err error, mayHaveLeft bool) *Error {
	var answered *oauth2.RetrieveError
	var fault *Error
	if errors.As(err, &answered) {
		got := &answer{status: answered.Response.StatusCode, header: answered.Response.Header}
		got.body = t.scrub(answered.Body)
		fault = refused(tokenCall, got)
	} else {
		fault = lost(ctx, tokenCall, err, mayHaveLeft)
		fault.Err = errors.New(string(t.scrub([]byte(fault.Err.Error()))))
	}
	fault.Text = "the tenant gave no access token: " + fault.Text
	return fault
}

// scrub takes our secrets out of what a tenant sent back, before any of it
// can become part of an error.
func (t *tokens) scrub(body []byte, more ...string) []byte {
	for _, secret := range append([]string{t.secret.Reveal()}, more...) {
		if secret != "" {
			body = bytes.ReplaceAll(body, []byte(secret), []byte(redacted))
		}
	}
	return body
}
