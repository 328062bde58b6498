// Response URLs: the way back that Slack gives with whatever a person does.

package reply

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// What Slack allows with one response URL. Some time is left for the way there.
const (
	maxUses = 5
	maxAge  = 30*time.Minute - 10*time.Second
)

// slackHost is the only host that response URLs may have.
const slackHost = "hooks.slack.com"

var (
	errNoHook   = errors.New("there is no response URL, or it is used up")
	errBadHook  = errors.New("the response URL is none of Slack's")
	errHookGone = errors.New("what was posted to the response URL was not taken")
	errContent  = errors.New("this content is not accepted by Slack")
)

// hook is one response URL. Whoever has it can post in the app's name, so it is
// in no error.
type hook struct {
	client *http.Client
	url    string
	since  time.Time
	now    func() time.Time

	mu   sync.Mutex
	used int
}

// newHTTPClient gives a client that follows no redirects: they would take the
// answer to another host.
func newHTTPClient() *http.Client {
	return &http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// checkHook refuses addresses that are not Slack's. testHost, such as
// 127.0.0.1:8081, is allowed as well, without encryption; empty allows none.
func checkHook(address, testHost string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.User != nil:
		return errBadHook
	case u.Scheme == "https" && strings.EqualFold(u.Host, slackHost):
		return nil
	case testHost != "" && u.Scheme == "http" && u.Host == testHost:
		return nil
	}
	return errBadHook
}

// left is how many more times the URL can be used.
func (h *hook) left() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.url == "" || h.now().Sub(h.since) > maxAge {
		return 0
	}
	return max(0, maxUses-h.used)
}

// post uses the URL once.
func (h *hook) post(ctx context.Context, message *slack.WebhookMessage) error {
	if h.left() == 0 {
		return errNoHook
	}
	h.mu.Lock()
	h.used++
	h.mu.Unlock()
	raw, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("writing a message: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(raw))
	if err != nil {
		return errBadHook
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := h.client.Do(request)
	if err != nil {
		return errHookGone // the client's own error quotes the address
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(response.Body, 4<<10)) // only looked at for a hint
	if response.StatusCode == http.StatusOK {
		return nil
	}
	if response.StatusCode == http.StatusBadRequest && strings.Contains(string(text), "block") {
		return errContent
	}
	return fmt.Errorf("%w: status %d", errHookGone, response.StatusCode)
}
