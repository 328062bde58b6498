// HTTP server: serving until the end, and the probes.

package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Health adds the probes: /healthz answers as long as the process runs, /readyz
// as long as ready gives no error.
func Health(mux *http.ServeMux, log *slog.Logger, ready func(context.Context) error) {
	mux.HandleFunc("GET /healthz", func(out http.ResponseWriter, _ *http.Request) {
		writeStatus(out, http.StatusOK, "alive")
	})
	mux.HandleFunc("GET /readyz", func(out http.ResponseWriter, r *http.Request) {
		if err := ready(r.Context()); err != nil {
			log.Warn("not ready", "reason", err)
			writeStatus(out, http.StatusServiceUnavailable, "not ready; the log has the cause")
			return
		}
		writeStatus(out, http.StatusOK, "ready")
	})
}

// writeStatus answers a probe. The reason stays in the log: probes are open to everyone.
func writeStatus(out http.ResponseWriter, status int, text string) {
	out.Header().Set("Content-Type", "application/json; charset=utf-8")
	out.WriteHeader(status)
	fmt.Fprintf(out, "{\"status\":%q}\n", text)
}

// Serve serves at the listener until ctx is done, then lets requests in progress
// be answered. It closes the listener.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 20 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving HTTP: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return errors.Join(fmt.Errorf("stopping: %w", err), server.Close())
	}
	return nil
}
