// Call: sent until it is answered, refused for good, or in doubt.

package sailpoint

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// maxTries is how often a call is sent at most, whatever the reasons.
	maxTries = 5
	// fewTries is how often where the tenant itself failed.
	fewTries = 3
	// maxWait is how long one call lets the tenant hold it back in all.
	maxWait = time.Minute
	// maxSilence is how long a tenant that does not answer is waited for in all, over
	// the tries of a call that may be repeated.
	maxSilence = 40 * time.Second
)

// call is one request as the API's documentation describes it.
type call struct {
	method string
	path   string // under the base URL, escaped
	query  url.Values
	body   any  // encoded as JSON; nil for none
	patch  bool // the body is a JSON Patch
	write  bool // it may change the tenant

	silence *time.Duration // what is left of maxSilence; nil: sent once, with all of the time
}

// patiently is a call with patience for a silent tenant.
func (k call) patiently() call {
	if !k.write {
		left := maxSilence
		k.silence = &left
	}
	return k
}

// atMost bounds the wait for one answer.
func (k call) atMost(timeout time.Duration) time.Duration {
	if k.silence == nil {
		return timeout
	}
	return min(timeout, *k.silence)
}

// spend takes the time of a try without an answer from what is left.
func (k call) spend(fault *Error, took time.Duration) {
	if k.silence != nil && fault != nil && fault.broken {
		*k.silence -= took
	}
}

// repeatable reports whether the call may be sent again after so many tries.
func (k call) repeatable(fault *Error, tries int) bool {
	silenced := k.silence != nil && *k.silence <= 0
	return !silenced && tries < fault.tries() && fault.repeatable(k.write)
}

// url is the address to send the call to. Spaces become %20, because not every
// server takes the + that a form would have.
func (k call) url(base string) string {
	if len(k.query) == 0 {
		return base + k.path
	}
	return base + k.path + "?" + strings.ReplaceAll(k.query.Encode(), "+", "%20")
}

// contentType tells a patch from a whole, which the API checks.
func (k call) contentType() string {
	if k.patch {
		return "application/json-patch+json"
	}
	return "application/json"
}

// answer is what came back, read to its end.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// do sends a call and decodes its answer into out, which is nil where success
// has no content. Every error is an *Error.
func (c *Client) do(ctx context.Context, k call, out any) (http.Header, error) {
	k = k.patiently()
	var got *answer
	var renewed bool
	err := c.persist(ctx, k, func(attempt int, patience *time.Duration) *Error {
		token, fault := c.tokens.get(ctx, k)
		if fault != nil {
			return fault
		}
		got, fault = c.exchange(ctx, k, token, attempt, patience)
		if fault != nil && fault.Unauthorized() && !renewed {
			// A token can be revoked early. The call was refused, so that
			// sending it again with a new one doubles nothing.
			renewed, fault.again = true, true
			c.tokens.drop(token)
		}
		return fault
	})
	if err != nil {
		return nil, err
	}
	if err := got.decode(out); err != nil {
		return nil, &Error{Status: got.status, Method: k.method, Path: k.path, TrackingID: trackingID(got),
			Text: "the answer is not what the API gives" + describeBody(got), Err: err, OutcomeUnknown: k.write}
	}
	return got.header, nil
}

// decode reads the body into out. Only what the API documents is taken for
// success, since a proxy's page may come with status 200 too.
func (a *answer) decode(out any) error {
	if out == nil {
		if a.status != http.StatusNoContent {
			return fmt.Errorf("status %d where 204 means success", a.status)
		}
		return nil
	}
	if err := json.Unmarshal(a.body, out); err != nil {
		return err
	}
	if whole, ok := out.(interface{ check() error }); ok {
		return whole.check()
	}
	return nil
}

// persist calls send until it succeeds, or until sending again would be wrong
// or useless. Waits that the tenant asked for happen inside send, where every
// call of the client meets them; only the pauses after a broken connection or
// a failing gateway happen here.
func (c *Client) persist(ctx context.Context, k call, send func(attempt int, patience *time.Duration) *Error) error {
	patience := maxWait
	for attempt := 1; ; attempt++ {
		fault := send(attempt, &patience)
		if fault.answered() {
			c.pace.resume()
		}
		if fault == nil {
			return nil
		}
		patient := c.heed(ctx, fault, attempt, patience)
		if !patient || !k.repeatable(fault, attempt) {
			return fault
		}
		c.log.WarnContext(ctx, "sailpoint: sending again", "method", k.method, "path", k.path,
			"status", fault.Status, "attempt", attempt, "retry_after", fault.RetryAfter, "tracking_id", fault.TrackingID)
		if fault.busy() || fault.again {
			continue
		}
		if err := sleep(ctx, backoff(attempt)); err != nil {
			fault.Err = err
			return fault
		}
	}
}

// heed holds every call back where the tenant refused this one for now, even
// if this one gives up. It reports whether this one has the patience to wait.
func (c *Client) heed(ctx context.Context, fault *Error, attempt int, patience time.Duration) bool {
	if !fault.busy() || fault.unsent {
		return true
	}
	// Without a time named the pause is longer than for a broken connection,
	// since the tenant counts over ten seconds.
	return c.pace.hold(ctx, fault, 4*backoff(attempt), patience)
}
