// Exchange: one request carried to the tenant and its answer back, where a caller
// can see it.

package sailpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"
)

// maxBody bounds an answer. The largest page of the API is far below 1 MiB.
const maxBody = 16 << 20

// Exchange is one request sent and what came back.
type Exchange struct {
	Method, Path string        // path without the query
	Status       int           // 0 where no answer came
	TrackingID   string        // from the SLPT-Request-ID header, else the body
	Waited       time.Duration // until it was sent
	Duration     time.Duration // from sending to the end of the answer
	Attempt      int           // 1 for the first sending of a call
	Unsent       bool          // given up before it was sent; only [Config].Observe hears of that
}

type observerKey struct{}

// WithObserver returns a context whose calls report each exchange to observe,
// possibly from several goroutines at once. Fetching a token is not reported:
// it serves many callers. A nil observe changes nothing.
func WithObserver(ctx context.Context, observe func(Exchange)) context.Context {
	if observe == nil {
		return ctx
	}
	return context.WithValue(ctx, observerKey{}, observe)
}

type writeCheckKey struct{}

// WithWriteCheck returns a context whose calls that may change the tenant ask check
// immediately before each time they are sent, after every wait. An error keeps the
// call from being sent, and is what the call fails with.
func WithWriteCheck(ctx context.Context, check func(context.Context) error) context.Context {
	return context.WithValue(ctx, writeCheckKey{}, check)
}

// checkWrite asks whether a call may still be sent.
func checkWrite(ctx context.Context, k call) error {
	check, ok := ctx.Value(writeCheckKey{}).(func(context.Context) error)
	if !ok || !k.write {
		return nil
	}
	return check(ctx)
}

// exchange sends the call once. A nil fault means an answer of 200 to 299.
func (c *Client) exchange(ctx context.Context, k call, token *oauth2.Token, attempt int, patience *time.Duration) (*answer, *Error) {
	seen := Exchange{Method: k.method, Path: k.path, Attempt: attempt}
	queued := time.Now()
	sent := c.tellOfWait(ctx, k, longWait, c.pace.why)
	leave, err := c.pace.enter(ctx, patience)
	sent()
	seen.Waited = time.Since(queued)
	if err == nil {
		defer leave()
		err = checkWrite(ctx, k)
	}
	if err != nil {
		seen.Unsent = true
		c.observe(ctx, seen)
		return nil, notSent(k, err)
	}
	started := time.Now()
	answered := c.tellOfWait(ctx, k, longSilent, silence)
	got, fault := c.roundTrip(ctx, k, token)
	answered()
	seen.Duration = time.Since(started)
	k.spend(fault, seen.Duration)
	if got != nil {
		seen.Status, seen.TrackingID = got.status, trackingID(got)
	}
	c.logExchange(ctx, k, seen)
	c.observe(ctx, seen)
	if observe, ok := ctx.Value(observerKey{}).(func(Exchange)); ok {
		observe(seen)
	}
	return got, fault
}

// logExchange tells of what may have changed the tenant where the log is ordinary, so
// that its tracking id is found there, and of what only read for debugging.
func (c *Client) logExchange(ctx context.Context, k call, seen Exchange) {
	level := slog.LevelDebug
	if k.write {
		level = slog.LevelInfo
	}
	c.log.Log(ctx, level, "sailpoint: exchange", "method", seen.Method, "path", seen.Path, "status", seen.Status,
		"tracking_id", seen.TrackingID, "waited", seen.Waited, "duration", seen.Duration, "attempt", seen.Attempt)
}

// roundTrip gives the answer, where one came, and what is wrong with it.
func (c *Client) roundTrip(ctx context.Context, k call, token *oauth2.Token) (*answer, *Error) {
	bounded, cancel := context.WithTimeout(ctx, k.atMost(c.timeout))
	defer cancel()
	traced, mayHaveLeft := watch(bounded)
	req, err := c.request(traced, k, token)
	if err != nil {
		return nil, notSent(k, err)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, lost(ctx, k, err, mayHaveLeft())
	}
	defer resp.Body.Close()
	got := &answer{status: resp.StatusCode, header: resp.Header}
	got.body, err = io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	switch {
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		got.body = c.tokens.scrub(got.body, token.AccessToken)
		return got, refused(k, got)
	case err != nil:
		fault := lost(ctx, k, err, true)
		fault.Status, fault.TrackingID = got.status, trackingID(got)
		return got, fault
	case len(got.body) > maxBody:
		return got, &Error{Status: got.status, Method: k.method, Path: k.path, TrackingID: trackingID(got),
			Text: fmt.Sprintf("the answer is larger than %d MiB", maxBody>>20), OutcomeUnknown: k.write}
	}
	return got, nil
}

// request builds what is sent. The body can be read again, because the
// transport repeats a request that it could not begin to write.
func (c *Client) request(ctx context.Context, k call, token *oauth2.Token) (*http.Request, error) {
	var body io.Reader
	if k.body != nil {
		text, err := json.Marshal(k.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, k.method, k.url(c.base), body)
	if err != nil {
		return nil, errors.New("the address of the call cannot be built")
	}
	if k.body != nil {
		req.Header.Set("Content-Type", k.contentType())
	}
	if c.experimental() {
		req.Header.Set("X-SailPoint-Experimental", "true")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.userAgent)
	req.Header.Set("Authorization", "Bearer "+token.AccessToken)
	return req, nil
}

// watch tells whether a request may have left this machine. It is certain not
// to have left only when the transport asked for a connection and got none; a
// transport that does not report its steps is believed to have sent.
func watch(ctx context.Context) (traced context.Context, mayHaveLeft func() bool) {
	var asked, got atomic.Bool
	trace := &httptrace.ClientTrace{
		GetConn: func(string) { asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { got.Store(true) },
	}
	return httptrace.WithClientTrace(ctx, trace), func() bool { return got.Load() || !asked.Load() }
}

// lost is the fault of a call whose answer did not come, or not whole.
func lost(ctx context.Context, k call, err error, mayHaveLeft bool) *Error {
	// The address in a *url.Error has the filter in it; the path is enough.
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	fault := &Error{Method: k.method, Path: k.path, Err: err, OutcomeUnknown: k.write && mayHaveLeft}
	switch {
	case ctx.Err() != nil:
		fault.Err, fault.Text = ctx.Err(), "the caller stopped waiting for the answer"
	case errors.Is(err, context.DeadlineExceeded):
		fault.broken, fault.Text = true, "no answer came in time"
	case mayHaveLeft:
		fault.broken, fault.Text = true, "the connection broke before the whole answer came"
	default:
		fault.broken, fault.Text = true, "the tenant could not be reached"
	}
	return fault
}

// notSent is the fault of a call that was given up before it was sent.
func notSent(k call, err error) *Error {
	fault := &Error{Method: k.method, Path: k.path, Text: "the call was not sent", Err: err, unsent: true}
	var held *heldError
	if errors.As(err, &held) {
		fault.Status, fault.RetryAfter = held.status, held.wait
	}
	return fault
}
