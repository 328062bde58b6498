// Problem: every answer that is not a success. The API has several shapes for them,
// and callers must read them all.

package sandbox

import (
	"fmt"
	"net/http"
)

// The detail codes that the API uses.
const (
	codeSyntax    = "400.0 Bad request syntax"
	codeContent   = "400.1 Bad Request Content"
	codeRequired  = "400.1.0 Required Data Missing Or Empty"
	codeIllegal   = "400.1.3 Illegal value"
	codeLimit     = "400.1.4 Limit violation"
	codeReference = "400.1.404 Referenced object not found"
	codeConflict  = "400.1.409 Reference conflict"
	codeInUse     = "400.2.1.0 Object in use by another"
	codeForbidden = "403 Forbidden"
	codeNotFound  = "404 Not found"
	codeMethod    = "405 Method not allowed"
	codeTooLarge  = "413 Request entity too large"
	codeMediaType = "415 Unsupported media type"
	codeInternal  = "500.0 Internal Fault"
)

// problem is a refusal. It is an error so that a handler can just return it.
type problem struct {
	status     int
	detailCode string
	text       string
	cause      string            // further detail, sent under "causes"
	plain      map[string]string // sent instead of the usual shape, where the API does
	header     http.Header
}

func (p *problem) Error() string { return fmt.Sprintf("%d %s: %s", p.status, p.detailCode, p.text) }

// bad is the usual 400.
func bad(code, format string, args ...any) *problem {
	return &problem{status: http.StatusBadRequest, detailCode: code, text: fmt.Sprintf(format, args...)}
}

// badSyntax is the 400 for a body that could not be read; err goes under "causes".
func badSyntax(err error) *problem {
	p := bad(codeSyntax, "The request could not be parsed.")
	p.cause = err.Error()
	return p
}

func required(field string) *problem {
	return bad(codeRequired, "Required field %q was missing or empty.", field)
}

// notFound is for a group that does not exist, with the text that tenants send.
func notFound() *problem {
	return &problem{status: http.StatusNotFound, detailCode: codeNotFound,
		text: "The server did not find a current representation for the target resource."}
}

// unknownRoute has neither detail code nor tracking id, as seen on tenants.
func unknownRoute() *problem {
	return &problem{status: http.StatusNotFound, plain: map[string]string{"error": "No message available"}}
}

func forbidden() *problem {
	return &problem{status: http.StatusForbidden, detailCode: codeForbidden,
		text: "The server understood the request but refuses to authorize it."}
}

// unauthorized comes from the gateway, which has its own shape.
func unauthorized(reason string) *problem {
	return &problem{status: http.StatusUnauthorized, plain: map[string]string{"error": "JWT validation failed: " + reason}}
}

// problemJSON is the usual shape.
type problemJSON struct {
	DetailCode string        `json:"detailCode"`
	TrackingID string        `json:"trackingId"`
	Messages   []messageJSON `json:"messages"`
	Causes     []messageJSON `json:"causes"`
}

type messageJSON struct {
	Locale       string `json:"locale"`
	LocaleOrigin string `json:"localeOrigin"`
	Text         string `json:"text"`
}

func message(text string) messageJSON {
	return messageJSON{Locale: "en-US", LocaleOrigin: "DEFAULT", Text: text}
}

// body is what is sent for the problem under the given tracking id.
func (p *problem) body(trackingID string) any {
	if p.plain != nil {
		return p.plain
	}
	out := problemJSON{p.detailCode, trackingID, []messageJSON{message(p.text)}, []messageJSON{}}
	if p.cause != "" {
		out.Causes = append(out.Causes, message(p.cause))
	}
	return out
}
