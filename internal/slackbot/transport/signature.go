// Signature: whether a request is from Slack, and new.

package transport

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// The ways in which a request can fail to be Slack's. None says what would have
// been right.
var (
	errUnsigned = errors.New("the request is not signed")
	errClock    = errors.New("the request's time is more than five minutes off; is the clock of this machine right?")
	errForged   = errors.New("the signature does not fit the request; is SLACK_SIGNING_SECRET this app's?")
	errReplayed = errors.New("a request with this signature came before")
)

// verifier checks signatures, which the library does, and that none comes twice,
// which it leaves to its users: a signature is good for five minutes, and whoever
// has seen a request could send it again.
type verifier struct {
	secret string
	seen   *memory[struct{}]
}

func newVerifier(secret string) *verifier {
	return &verifier{secret: secret, seen: newMemory[struct{}](time.Now)}
}

// check tells whether a request with these headers and this body, byte by byte
// as it came, is from Slack and new.
func (v *verifier) check(h http.Header, body []byte) error {
	signed, err := slack.NewSecretsVerifier(h, v.secret)
	if err != nil {
		return unverifiable(err)
	}
	_, _ = signed.Write(body) // into a hash: never fails
	if err := signed.Ensure(); err != nil {
		return errForged
	}
	if _, again := v.seen.keep(signatureKey(h), struct{}{}); again {
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
