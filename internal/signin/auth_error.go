// Auth error: why a request is not let in, in the form that RFC 6750 has for it.

package signin

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"govgroup/internal/web"
)

// The codes of RFC 6750 that clients act on.
const (
	invalidRequest = "invalid_request" // the request is wrong, whatever the token
	invalidToken   = "invalid_token"   // another token may help
)

// AuthError is why a request is not let in. All of it is shown to the sender.
type AuthError struct {
	Status   int
	Code     string        // of RFC 6750; empty where no token was shown
	Sentence string        // for people; holds nothing that the sender wrote
	Wait     time.Duration // after which to try again; 0: trying again does not help
}

// Error is the sentence.
func (r *AuthError) Error() string { return r.Sentence }

// refused says that a token lets nobody in.
func refused(sentence string) *AuthError {
	return &AuthError{Status: http.StatusUnauthorized, Code: invalidToken, Sentence: sentence + " Nothing was done."}
}

// tooMany refuses whoever showed too many wrong tokens. It has no code, so that
// the log does not grow with every further attempt.
func tooMany(wait time.Duration) *AuthError {
	return &AuthError{Status: http.StatusTooManyRequests, Wait: wait,
		Sentence: "Too many wrong tokens came from this address. Wait before the next one. Nothing was done."}
}

// write answers the request. The metadata's address tells a client where it can
// get a token; it may be empty.
func (r *AuthError) write(w http.ResponseWriter, metadata string) {
	h := w.Header()
	if r.Status == http.StatusUnauthorized || r.Status == http.StatusBadRequest {
		h.Set("WWW-Authenticate", r.challenge(metadata))
	}
	if r.Wait > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(r.Wait.Seconds()))))
	}
	h.Set("Cache-Control", "no-store")
	web.WriteJSON(w, r.Status, struct {
		Code     string `json:"error,omitempty"`
		Sentence string `json:"error_description"`
	}{r.Code, r.Sentence})
}

// challenge is the value of WWW-Authenticate. Sentences of ours hold no quotes.
func (r *AuthError) challenge(metadata string) string {
	parts := []string{`Bearer realm="govgroup"`}
	if r.Code != "" {
		parts = append(parts, fmt.Sprintf(`error="%s", error_description="%s"`, r.Code, r.Sentence))
	}
	if metadata != "" {
		parts = append(parts, fmt.Sprintf(`resource_metadata="%s"`, metadata))
	}
	return strings.Join(parts, ", ")
}
