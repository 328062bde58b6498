// Log: every line that is written on behalf of a call names it.

package observe

import (
	"context"
	"log/slog"
	"strings"
)

// Handler returns a handler that adds to each record the id of the call that the
// record's context belongs to, as "call", and that of the trace if there is one, as
// "trace_id", and passes it on.
func Handler(next slog.Handler) slog.Handler { return handler{next} }

type handler struct{ slog.Handler }

// Handle implements [slog.Handler].
func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if id := Call(ctx); id != "" {
		r.AddAttrs(slog.String("call", id))
	}
	// 00-TRACE-SPAN-FLAGS
	if parts := strings.Split(Current(ctx).Traceparent(), "-"); len(parts) == 4 {
		r.AddAttrs(slog.String("trace_id", parts[1]))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements [slog.Handler].
func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements [slog.Handler].
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }
