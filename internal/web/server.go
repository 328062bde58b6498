// Server: limits, and an end in good order, for every HTTP listener.

// Package web is what every HTTP listener of ours shares: limits on what strangers
// send, probes, panics that end one request and nothing else, draining, and names
// that mean this machine.
package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Limits on what a client may take its time for. There is none on a whole request
// or answer, since some are streams; handlers bound their own bodies.
const (
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	headerSize = 64 << 10
	endTime    = 5 * time.Second // for requests in progress, once the program stops
)

// NewServer makes a server for a handler. A panic of the handler ends its request
// alone. What the server itself has to say goes to the log at level debug: most of
// it is about clients that hang up.
func NewServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: Contain(handler, log), ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, MaxHeaderBytes: headerSize,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// Serve serves at the listener until ctx is done. Then drain is called (nil:
// nothing) to end what would not end by itself, and requests in progress get five
// seconds after that. It closes the listener.
func Serve(ctx context.Context, listener net.Listener, server *http.Server, drain func()) error {
	unused := unusedOf(server)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving HTTP: %w", err)
	case <-ctx.Done():
	}
	if drain != nil {
		drain()
	}
	unused.close()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return errors.Join(fmt.Errorf("stopping: %w", err), server.Close())
	}
	return nil
}
