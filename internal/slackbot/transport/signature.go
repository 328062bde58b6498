// Signature: whether a request is from Slack, and new.

package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"govgroup/internal/cache"
)

// The ways in which a request can fail to be Slack's. None says what would have
// been right.
var (
	errUnsigned = errors.New("the request is not signed")
	errClock    = errors.New("the request's time is more than five minutes off; is the clock of this machine right?")
	errForged   = errors.New("the signature does not fit the request; is SLACK_SIGNING_SECRET this app's?")
	errReplayed = errors.New("a request with this signature came before")
	errNotKnown = errors.New("whether a request with this signature came before is not known")
)

// Seen remembers what counts once, for all processes on one state and across
// restarts. An error means that it is not known: what the key stands for must not be
// taken.
type Seen interface {
	FirstTime(ctx context.Context, key string, now, until time.Time) (bool, error)
}

// verifier checks signatures, which the library does, and that none comes twice,
// which it leaves to its users: a signature is good for five minutes, and whoever
// has seen a request could send it again.
//
// What this process saw it knows by itself; what another one or an earlier one saw,
// only the state can tell.
type verifier struct {
	secret string
	memory *cache.Cache[string, struct{}]
	state  Seen // nil: this process is the only one
}

func newVerifier(secret string, state Seen) *verifier {
	return &verifier{secret: secret, memory: newMemory[struct{}](), state: state}
}

// check tells whether a request with these headers and this body, byte by byte
// as it came, is from Slack.
func (v *verifier) check(h http.Header, body []byte) error {
	signed, err := slack.NewSecretsVerifier(h, v.secret)
	if err != nil {
		return unverifiable(err)
	}
	_, _ = signed.Write(body) // into a hash: never fails
	if err := signed.Ensure(); err != nil {
		return errForged
	}
	return nil
}

// checkNew tells whether a request that is from Slack did not come before. Only such
// are remembered, so that nobody else can fill the state.
func (v *verifier) checkNew(ctx context.Context, h http.Header) error {
	key := signatureKey(h)
	if _, again := v.memory.First(key, struct{}{}); again {
		return errReplayed
	}
	if v.state == nil {
		return nil
	}
	now := time.Now()
	first, err := v.state.FirstTime(ctx, "slack "+key, now, now.Add(memorySpan))
	switch {
	case err != nil:
		v.memory.Delete(key) // Slack may try again
		return fmt.Errorf("%w: %w", errNotKnown, err)
	case !first:
		return errReplayed
	}
	return nil
}

// signatureKey names a signature whichever way its digits are written: capitals
// decode to the same bytes and must not pass for another signature.
func signatureKey(h http.Header) string { return strings.ToLower(h.Get("X-Slack-Signature")) }

// unverifiable says what is wrong before anything was compared.
func unverifiable(err error) error {
	switch {
	case errors.Is(err, slack.ErrExpiredTimestamp):
		return errClock
	case errors.Is(err, slack.ErrMissingHeaders):
		return errUnsigned
	}
	return fmt.Errorf("%w: its headers are not Slack's", errUnsigned)
}
