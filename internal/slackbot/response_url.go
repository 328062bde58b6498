// Response URLs: the way back that Slack gives with whatever a person does.

package slackbot

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
	errNoResponseURL = errors.New("there is no response URL, or it is used up")
	errForeignURL    = errors.New("the response URL is none of Slack's")
	errNotTaken      = errors.New("what was posted to the response URL was not taken")
	errContent       = errors.New("this content is not accepted by Slack")
)

// responseURL is one response URL. Whoever has it can post in the app's name, so it is
// in no error.
type responseURL struct {
	client  *http.Client
	address string
	since   time.Time
	now     func() time.Time

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

// checkResponseURL refuses addresses that are not Slack's. testHost, such as
// 127.0.0.1:8081, is allowed as well, without encryption; empty allows none.
func checkResponseURL(address, testHost string) error {
	parsed, err := url.Parse(address)
	switch {
	case err != nil || parsed.User != nil:
		return errForeignURL
	case parsed.Scheme == "https" && strings.EqualFold(parsed.Host, slackHost):
		return nil
	case testHost != "" && parsed.Scheme == "http" && parsed.Host == testHost:
		return nil
	}
	return errForeignURL
}

// left is how many more times the URL can be used.
func (u *responseURL) left() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.address == "" || u.now().Sub(u.since) > maxAge {
		return 0
	}
	return max(0, maxUses-u.used)
}

// post uses the URL once.
func (u *responseURL) post(ctx context.Context, message *slack.WebhookMessage) error {
	if u.left() == 0 {
		return errNoResponseURL
	}
	u.mu.Lock()
	u.used++
	u.mu.Unlock()
	raw, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("writing a message: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, u.address, bytes.NewReader(raw))
	if err != nil {
		return errForeignURL
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := u.client.Do(request)
	if err != nil {
		return fmt.Errorf("%w: %w", errNotTaken, withoutAddress(err))
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(response.Body, 4<<10)) // only looked at for a hint
	if response.StatusCode == http.StatusOK {
		return nil
	}
	if response.StatusCode == http.StatusBadRequest && strings.Contains(string(text), "block") {
		return errContent
	}
	return fmt.Errorf("%w: status %d", errNotTaken, response.StatusCode)
}
