// Trace: spans for a collector, where the standard variables name one.

package app

import (
	"context"
	"log/slog"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"govgroup/internal/observe"
	"govgroup/internal/sailpoint"
	"govgroup/internal/tracing"
)

// flushTime is how long a program that ends waits for its last spans to be taken.
const flushTime = 5 * time.Second

// tracing is the host of a program whose spans are sent to the collector that the
// variables name. Without one, or where they ask for what there is not, nothing is
// sent: variables that are set for all programs of a machine keep none from working.
// The caller calls done at the program's end.
func (h Host) tracing(ctx context.Context, program string) (own Host, done func()) {
	t, err := tracing.Start(ctx, h.Getenv, tracing.Program{Name: program, Version: h.Version, Log: h.Log})
	if err != nil {
		h.Log.Error("no spans are sent", "error", err)
	}
	if t == nil {
		return h, func() {}
	}
	h.tracer = t
	return h, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTime)
		defer cancel()
		if err := t.Close(ctx); err != nil {
			h.Log.Warn("the last spans were not sent", "error", err)
		}
	}
}

// ids are the parts of a path that name one thing.
var ids = regexp.MustCompile(`/[0-9a-fA-F-]{16,}`)

// traceExchange makes a span of a request to the tenant that has been answered. Which
// group or person it was about is left out.
func traceExchange(ctx context.Context, tenant string, x sailpoint.Exchange) {
	template := ids.ReplaceAllString(x.Path, "/{id}")
	a := []slog.Attr{
		slog.String("http.request.method", x.Method), slog.String("url.template", template),
		slog.Duration("govgroup.tenant.waited", x.Waited), slog.String("govgroup.tenant.tracking_id", x.TrackingID),
	}
	if u, err := url.Parse(tenant); err == nil {
		a = append(a, slog.String("server.address", u.Hostname()))
	}
	if x.Status != 0 {
		a = append(a, slog.Int("http.response.status_code", x.Status))
	}
	if x.Attempt > 1 {
		a = append(a, slog.Int("http.request.resend_count", x.Attempt-1))
	}
	_, span := observe.Begin(ctx, observe.Start{
		Name: x.Method + " " + template, Kind: observe.Asking, At: time.Now().Add(-x.Duration), Attributes: a,
	})
	switch {
	case x.Status == 0:
		span.Fail("no_answer")
	case x.Status >= 400:
		span.Fail(strconv.Itoa(x.Status))
	}
	span.End()
}
