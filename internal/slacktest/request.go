// Reading an API request: the token and the arguments, in any of the forms
// that Slack takes.

package slacktest

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// bodyLimit is how much of a request is read; beyond it, arguments are cut off
// and do not parse.
const bodyLimit = 1 << 20

// request is one API call as it arrived.
type request struct {
	token string
	args  object
	// formed tells that arguments came as strings, in which objects are JSON.
	formed bool
}

// refusal is an answer with ok:false. It is an error so that methods can
// return it.
type refusal struct {
	code     string
	messages []string // what exactly is wrong, with JSON pointers
	extra    object
}

// Error is the code alone; the details go into the answer.
func (r *refusal) Error() string { return r.code }

// refuse makes the plain kind.
func refuse(code string) error { return &refusal{code: code} }

// readRequest takes the token from the Authorization header or, in forms, from
// the argument token, as Slack does.
func readRequest(r *http.Request) (request, error) {
	var q request
	q.token, _ = strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	body, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit))
	if err != nil {
		return q, refuse("request_timeout")
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/json" {
		q.args = object{}
		if len(body) == 0 {
			return q, nil // libraries call methods without arguments so
		}
		if err := json.Unmarshal(body, &q.args); err != nil {
			return q, refuse("invalid_json")
		}
		return q, nil
	}
	q.formed = true
	q.args, err = readForm(r.URL.RawQuery, string(body))
	if token := q.args.text("token"); q.token == "" {
		q.token = token
	}
	delete(q.args, "token")
	return q, err
}

// readForm reads arguments from the address and the body alike.
func readForm(query, body string) (object, error) {
	args := object{}
	for _, part := range []string{query, body} {
		values, err := url.ParseQuery(part)
		if err != nil {
			return args, refuse("invalid_form_data")
		}
		for key := range values {
			args[key] = values.Get(key)
		}
	}
	return args, nil
}

// structure gives an argument that is an array or object, which forms carry as
// a string of JSON. Absent: nil.
func (q request) structure(key string) (any, error) {
	v := q.args[key]
	s, isString := v.(string)
	if !isString {
		return v, nil
	}
	if s == "" {
		return nil, nil
	}
	var decoded any
	if err := json.Unmarshal([]byte(s), &decoded); err != nil {
		return nil, refuse("invalid_arguments")
	}
	return decoded, nil
}

// flag gives an argument that is true or false, in either form.
func (q request) flag(key string) bool {
	s := q.args.text(key)
	return q.args.flag(key) || s == "true" || s == "1"
}

// need refuses a call that lacks an argument, in Slack's words.
func (q request) need(keys ...string) error {
	var missing []string
	for _, key := range keys {
		if v, ok := q.args[key]; !ok || v == "" || v == nil {
			missing = append(missing, "[ERROR] missing required field: "+key)
		}
	}
	if missing == nil {
		return nil
	}
	return &refusal{code: "invalid_arguments", messages: missing}
}
