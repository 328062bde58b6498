// Signatures of requests from Slack. The library's own check is not used: its
// error carries the signature that would have been right.

package transport

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"time"
)

// tolerance is how far a request's time may be off, in either direction.
const tolerance = 5 * time.Minute

// The ways in which a request can fail to be Slack's. None says what would have
// been right.
var (
	errUnsigned = errors.New("the request is not signed")
	errClock    = errors.New("the request's time is more than five minutes off; is the clock of this machine right?")
	errForged   = errors.New("the signature does not fit the request; is SLACK_SIGNING_SECRET this app's?")
	errReplayed = errors.New("a request with this signature came before")
)

// verifier checks signatures, and that none comes twice.
type verifier struct {
	secret []byte
	now    func() time.Time
	seen   *memory[struct{}]
}

func newVerifier(secret string, now func() time.Time) *verifier {
	return &verifier{secret: []byte(secret), now: now, seen: newMemory[struct{}](now)}
}

// check tells whether a request with these headers and this body, byte by byte
// as it came, is from Slack and new.
func (v *verifier) check(h http.Header, body []byte) error {
	stamp, claimed := h.Get("X-Slack-Request-Timestamp"), h.Get("X-Slack-Signature")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || claimed == "" {
		return errUnsigned
	}
	if v.now().Sub(time.Unix(seconds, 0)).Abs() > tolerance {
		return errClock
	}
	if !hmac.Equal([]byte(claimed), []byte(v.sign(stamp, body))) {
		return errForged
	}
	if _, again := v.seen.keep(claimed, struct{}{}); again {
		return errReplayed
	}
	return nil
}

// sign is version 0 of Slack's signatures.
func (v *verifier) sign(stamp string, body []byte) string {
	mac := hmac.New(sha256.New, v.secret)
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}
