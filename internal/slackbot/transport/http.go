// HTTP: Slack posts to us, signed.

package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"

	"github.com/slack-go/slack"
)

// Where Slack posts to; the app's settings have the same.
const (
	CommandPath     = "/slack/command"
	InteractionPath = "/slack/interaction" // clicks, forms and type-ahead
	EventPath       = "/slack/event"
)

// maxBody bounds a request. A click brings the message along that it was made
// on, and that can have some hundred kilobytes.
const maxBody = 2 << 20

// Web takes deliveries over HTTP. Make one with [NewWeb].
type Web struct {
	next     Handler
	verifier *verifier
	log      *slog.Logger
}

// NewWeb makes the HTTP transport. The secret is the app's signing secret; it is
// required and appears nowhere else. A nil seen leaves replays at other processes to
// them.
func NewWeb(secret string, seen Seen, next Handler, log *slog.Logger) (*Web, error) {
	if secret == "" {
		return nil, errors.New("over HTTP the app's signing secret is needed: set SLACK_SIGNING_SECRET")
	}
	return &Web{next: recovering{next, log}, verifier: newVerifier(secret, seen), log: log}, nil
}

// Routes adds the addresses that Slack posts to.
func (w *Web) Routes(mux *http.ServeMux) {
	mux.Handle("POST "+CommandPath, w.receive(w.form(readCommand)))
	mux.Handle("POST "+InteractionPath, w.receive(w.form(readInteractionForm)))
	mux.Handle("POST "+EventPath, w.receive(w.event))
}

// receive checks a request, raw, before anything of it is understood.
func (w *Web) receive(handle func(http.ResponseWriter, *http.Request, []byte)) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(out, r.Body, maxBody))
		if err != nil {
			w.refuse(out, r, http.StatusRequestEntityTooLarge, errors.New("the request is too large or broke off"))
			return
		}
		if isProbe(body) {
			return // 200, and nothing is done
		}
		if err := w.verifier.check(r.Header, body); err != nil {
			w.refuse(out, r, http.StatusUnauthorized, err)
			return
		}
		handle(out, r, body)
	})
}

// form takes what comes as a form.
func (w *Web) form(read func(url.Values) (Delivery, error)) func(http.ResponseWriter, *http.Request, []byte) {
	return func(out http.ResponseWriter, r *http.Request, body []byte) {
		form, err := readForm(r.Header.Get("Content-Type"), body)
		if err != nil {
			w.refuse(out, r, http.StatusBadRequest, errUnreadable)
			return
		}
		d, err := read(form)
		w.take(out, r, d, err)
	}
}

// event takes an event, or gives Slack its challenge back.
func (w *Web) event(out http.ResponseWriter, r *http.Request, body []byte) {
	if !isJSON(r.Header.Get("Content-Type")) {
		w.refuse(out, r, http.StatusBadRequest, errUnreadable)
		return
	}
	d, challenge, err := readEvent(body)
	if challenge != "" {
		out.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(out, challenge) // if Slack has hung up there is nobody to tell
		return
	}
	w.take(out, r, d, err)
}

// take passes on what was read, if it is new.
func (w *Web) take(out http.ResponseWriter, r *http.Request, d Delivery, unread error) {
	if unread != nil {
		w.refuse(out, r, http.StatusBadRequest, errUnreadable)
		return
	}
	if err := w.once(r, d); err != nil {
		w.refuse(out, r, statusOf(err), err)
		return
	}
	w.answer(out, r, d)
}

// isProbe knows the request by which Slack tries whether the address has a certificate
// that it trusts. It is not signed.
func isProbe(body []byte) bool {
	form, err := url.ParseQuery(string(body))
	return err == nil && form.Get("ssl_check") == "1" && form.Get("command") == "" && form.Get("payload") == ""
}

// once refuses what came before. Type-ahead may come again: it is answered at every
// letter, and answering it does nothing.
func (w *Web) once(r *http.Request, d Delivery) error {
	if d.Interaction != nil && d.Interaction.Type == slack.InteractionTypeBlockSuggestion {
		return nil
	}
	return w.verifier.checkNew(r.Context(), r.Header)
}

// statusOf has Slack tell the person where it is not our verdict but our records
// that are missing.
func statusOf(err error) int {
	if errors.Is(err, errNotKnown) {
		return http.StatusServiceUnavailable
	}
	return http.StatusUnauthorized
}

// answer gives the delivery to the handler and its answer to Slack.
func (w *Web) answer(out http.ResponseWriter, r *http.Request, d Delivery) {
	answer, err := w.next.Handle(r.Context(), d)
	if err != nil {
		w.refuse(out, r, http.StatusServiceUnavailable, err)
		return
	}
	if answer == nil {
		out.WriteHeader(http.StatusOK)
		return
	}
	var raw bytes.Buffer
	if err := json.NewEncoder(&raw).Encode(answer); err != nil {
		w.refuse(out, r, http.StatusInternalServerError, err)
		return
	}
	out.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = out.Write(raw.Bytes()) // if Slack has hung up there is nobody to tell
}

// refuse logs why; whoever sent the request learns nothing but the status.
func (w *Web) refuse(out http.ResponseWriter, r *http.Request, status int, why error) {
	w.log.Warn("a request was refused", "path", r.URL.Path, "status", status, "reason", why)
	http.Error(out, http.StatusText(status), status)
}

// errUnreadable stands for errors that may quote the request, which has secrets.
var errUnreadable = errors.New("the request is signed and cannot be understood")

// readForm parses by the declared type only: a body of another type may mean another
// thing to whoever signed it.
func readForm(contentType string, body []byte) (url.Values, error) {
	if kind, _, err := mime.ParseMediaType(contentType); err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, errUnreadable
	}
	return url.ParseQuery(string(body))
}

// readCommand reads a slash command's form.
func readCommand(form url.Values) (Delivery, error) {
	c, err := slack.SlashCommandParse(&http.Request{Method: http.MethodPost, PostForm: form, Form: form})
	if err != nil || c.Command == "" {
		return Delivery{}, errUnreadable
	}
	return Delivery{Command: &c}, nil
}

// readInteractionForm reads the JSON that comes in one field of a form.
func readInteractionForm(form url.Values) (Delivery, error) {
	return readInteraction([]byte(form.Get("payload")))
}

func readInteraction(payload []byte) (Delivery, error) {
	var i slack.InteractionCallback
	if err := json.Unmarshal(payload, &i); err != nil {
		return Delivery{}, errUnreadable
	}
	return Delivery{Interaction: &i}, nil
}
