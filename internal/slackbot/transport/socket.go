// Socket Mode: we connect to Slack, and it sends through the socket. The
// library's client is not used: it neither waits between attempts when sockets
// die young, nor bounds what runs, nor lets answers out before it ends.

package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

// Opener is what asks Slack for the address of a new socket.
type Opener interface {
	StartSocketModeContext(ctx context.Context) (*slack.SocketModeConnection, string, error)
}

// Socket takes deliveries over Socket Mode. Make one with [NewSocket].
type Socket struct {
	open  Opener
	next  Handler
	log   *slog.Logger
	quiet time.Duration
	live  atomic.Int32 // sockets over which Slack has said hello
}

// NewSocket makes the Socket Mode transport. A socket over which nothing, not
// even a ping, came for quiet is given up; 0 means 30 seconds.
func NewSocket(open Opener, next Handler, log *slog.Logger, quiet time.Duration) *Socket {
	if quiet == 0 {
		quiet = 30 * time.Second
	}
	return &Socket{open: open, next: recovering{next, log}, log: log, quiet: quiet}
}

// Ready gives an error while there is no live socket.
func (s *Socket) Ready(context.Context) error {
	if s.live.Load() == 0 {
		return errors.New("there is no live socket to Slack")
	}
	return nil
}

// Run keeps a socket open until ctx is done; then what has arrived is still
// acknowledged. It returns an error only if Slack refuses the token before
// there was any socket: later on a refusal may pass, and is logged.
func (s *Socket) Run(ctx context.Context) error {
	var connections sync.WaitGroup
	defer connections.Wait()
	var pause backoff
	for served := false; ctx.Err() == nil; {
		c, err := s.connect(ctx)
		if err != nil && !served && final(err) {
			return fmt.Errorf("connecting to Slack: %w", err)
		}
		var lived time.Duration
		if err != nil && ctx.Err() == nil {
			s.log.Warn("no socket to Slack", "error", withoutURL(err))
		} else if err == nil {
			served = true
			connections.Go(func() { c.serve(ctx) })
			lived = c.wait(ctx)
		}
		sleep(ctx, max(pause.after(lived), retryAfter(err)))
	}
	return nil
}

// connect opens a socket; its hello has not come yet.
func (s *Socket) connect(ctx context.Context) (*connection, error) {
	ctx, cancel := context.WithTimeout(ctx, s.quiet)
	defer cancel()
	_, address, err := s.open.StartSocketModeContext(ctx)
	if err != nil {
		return nil, err
	}
	dialer := websocket.Dialer{
		Proxy: http.ProxyFromEnvironment, HandshakeTimeout: s.quiet,
		WriteBufferSize: 2 * maxAnswer, // Slack reassembles no fragments
	}
	conn, _, err := dialer.DialContext(ctx, address, nil) //nolint:bodyclose // the library says that it needs no closing
	if err != nil {
		return nil, err
	}
	return newConnection(s, conn), nil
}

// final tells whether trying again with the same token is useless.
func final(err error) bool {
	var refused slack.SlackErrorResponse
	return errors.As(err, &refused) && slices.Contains([]string{
		"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
		"not_allowed_token_type", "missing_scope", "no_permission",
	}, refused.Err)
}

// retryAfter is how long Slack wants us to wait.
func retryAfter(err error) time.Duration {
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		return limited.RetryAfter
	}
	return 0
}

// withoutURL leaves the address out of an error: it holds the socket's ticket.
func withoutURL(err error) error {
	var inner *url.Error
	if errors.As(err, &inner) {
		return fmt.Errorf("%s: %w", inner.Op, inner.Err)
	}
	return err
}

// sleep waits, or returns at once when ctx is done.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
