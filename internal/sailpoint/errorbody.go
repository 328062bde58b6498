// Error body: the tenant's explanations, which come in several forms.

package sailpoint

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"unicode"
)

// maxText bounds, in runes, what is kept of an explanation.
const maxText = 500

// refused makes a fault of an answer outside 200 to 299.
func refused(k call, got *answer) *Error {
	fault := &Error{Status: got.status, Method: k.method, Path: k.path, TrackingID: trackingID(got), RetryAfter: retryAfter(got.header)}
	fault.DetailCode, fault.Text = explain(got)
	// Only a refusal proves that nothing was done. A gateway's 5xx and a
	// redirect prove nothing, and 408 may be a proxy that lost patience.
	clear := got.status >= 400 && got.status < 500 && got.status != http.StatusRequestTimeout
	fault.OutcomeUnknown = k.write && !clear && !fault.busy()
	return fault
}

// explain reads the detail code and, in this order, error (with its
// description), message, the first cause, the first message, the raw text.
func explain(got *answer) (detailCode, text string) {
	var body map[string]json.RawMessage
	if json.Unmarshal(got.body, &body) != nil {
		return "", withoutJSON(got)
	}
	detailCode = tidy(stringOf(body["detailCode"]))
	for _, text := range []string{
		join(stringOf(body["error"]), stringOf(body["error_description"])),
		stringOf(body["message"]),
		firstText(body["causes"]),
		firstText(body["messages"]),
	} {
		if text = tidy(text); text != "" {
			return detailCode, text
		}
	}
	return detailCode, withoutJSON(got)
}

// withoutJSON explains an answer that explains nothing itself.
func withoutJSON(got *answer) string {
	switch {
	case got.status >= 300 && got.status < 400:
		return "the address answers with a redirect, which is not followed; check the tenant's address"
	case looksLikeHTML(got):
		return strings.ToLower(http.StatusText(got.status)) + describeBody(got)
	}
	if text := tidy(string(got.body)); text != "" {
		return text
	}
	return strings.ToLower(http.StatusText(got.status)) + describeBody(got)
}

// describeBody says what came instead of JSON, without repeating a whole page.
func describeBody(got *answer) string {
	switch {
	case looksLikeHTML(got):
		return " (an HTML page came, probably from a proxy)"
	case len(bytes.TrimSpace(got.body)) == 0:
		return " (the answer is empty)"
	}
	return ""
}

func looksLikeHTML(got *answer) bool {
	return strings.HasPrefix(got.header.Get("Content-Type"), "text/html") || bytes.HasPrefix(bytes.TrimSpace(got.body), []byte("<"))
}

// trackingID prefers the header, which every answer has; only error bodies
// carry the id too.
func trackingID(got *answer) string {
	if id := got.header.Get("SLPT-Request-ID"); id != "" {
		return tidy(id)
	}
	var body struct {
		TrackingID string `json:"trackingId"`
	}
	if got.status >= 400 {
		_ = json.Unmarshal(got.body, &body) // a body in another form has no id
	}
	return tidy(body.TrackingID)
}

// stringOf gives "" for anything that is not a string.
func stringOf(raw json.RawMessage) (s string) {
	_ = json.Unmarshal(raw, &s) // "" is the answer to every other form
	return s
}

// firstText is the text of a list's first entry: SailPoint repeats the others
// in other languages.
func firstText(raw json.RawMessage) string {
	var list []struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(raw, &list) != nil || len(list) == 0 {
		return ""
	}
	return list[0].Text
}

func join(code, description string) string {
	if code == "" || description == "" {
		return code
	}
	return code + ": " + description
}

// tidy makes one bounded line of a stranger's text, without control or
// formatting characters that could forge a log line or hide in a message.
func tidy(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > maxText {
		return string(runes[:maxText]) + "…"
	}
	return text
}
