// Package tracing sends spans to a collector by OTLP over HTTP, where OpenTelemetry's
// standard variables name one. OpenTelemetry's libraries appear here and nowhere else.
package tracing

import (
	"context"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"govgroup/internal/observe"
)

// Program is whose spans they are.
type Program struct {
	Name, Version string
	Log           *slog.Logger
}

// Tracer is an [observe.Tracer] that sends spans to a collector.
type Tracer struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

// Start begins to send spans if the variables name a collector. Otherwise, and where
// they ask for what there is not, which is an error, it starts nothing and gives nil.
// How many spans are kept, sampled and sent together is for the standard variables to
// say, which the library reads from the process.
func Start(ctx context.Context, getenv func(string) string, p Program) (*Tracer, error) {
	at, err := collectorOf(getenv)
	if at == nil || err != nil {
		return nil, err
	}
	exporter, err := otlptrace.New(ctx, at)
	if err != nil {
		return nil, err
	}
	// The library tells of spans that could not be sent in one place for the process.
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { p.Log.Warn("spans were not sent", "error", err) }))
	provider := sdk.NewTracerProvider(sdk.WithBatcher(exporter), sdk.WithResource(resourceOf(ctx, p)))
	return &Tracer{provider, provider.Tracer("govgroup", trace.WithInstrumentationVersion(p.Version))}, nil
}

// resourceOf names the program; OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the
// last word. What cannot be found out is left out.
func resourceOf(ctx context.Context, p Program) *resource.Resource {
	r, _ := resource.New(ctx,
		resource.WithTelemetrySDK(), resource.WithHost(),
		resource.WithAttributes(attribute.String("service.name", p.Name), attribute.String("service.version", p.Version)),
		resource.WithFromEnv(),
	)
	return r
}

// Close sends what was not sent yet, until ctx is done.
func (t *Tracer) Close(ctx context.Context) error { return t.provider.Shutdown(ctx) }

// Begin implements [observe.Tracer].
func (t *Tracer) Begin(ctx context.Context, s observe.Start) (context.Context, observe.Span) {
	if s.Parent != "" {
		ctx = remote(ctx, s.Parent, s.State)
	}
	options := []trace.SpanStartOption{trace.WithSpanKind(kinds[s.Kind]), trace.WithAttributes(attributes(s.Attributes)...)}
	if !s.At.IsZero() {
		options = append(options, trace.WithTimestamp(s.At))
	}
	ctx, begun := t.tracer.Start(ctx, s.Name, options...)
	return ctx, span{begun}
}

var kinds = map[observe.Kind]trace.SpanKind{
	observe.Internal: trace.SpanKindInternal, observe.Serving: trace.SpanKindServer, observe.Asking: trace.SpanKindClient,
}

// remote puts the span of another program into the context.
func remote(ctx context.Context, parent, state string) context.Context {
	return propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{"traceparent": parent, "tracestate": state})
}

// span implements [observe.Span].
type span struct{ span trace.Span }

func (s span) Set(a ...slog.Attr) { s.span.SetAttributes(attributes(a)...) }

func (s span) Fail(kind string) {
	s.span.SetStatus(codes.Error, "")
	s.span.SetAttributes(attribute.String("error.type", kind))
}

func (s span) Link(traceparent string) {
	if other := trace.SpanContextFromContext(remote(context.Background(), traceparent, "")); other.IsValid() {
		s.span.AddLink(trace.Link{SpanContext: other})
	}
}

func (s span) Traceparent() string {
	named := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(trace.ContextWithSpan(context.Background(), s.span), named)
	return named["traceparent"]
}

func (s span) End() { s.span.End() }

// attributes translates; a duration is a number of seconds.
func attributes(given []slog.Attr) []attribute.KeyValue {
	var all []attribute.KeyValue
	for _, a := range given {
		switch v := a.Value.Resolve(); v.Kind() {
		case slog.KindInt64:
			all = append(all, attribute.Int64(a.Key, v.Int64()))
		case slog.KindBool:
			all = append(all, attribute.Bool(a.Key, v.Bool()))
		case slog.KindFloat64:
			all = append(all, attribute.Float64(a.Key, v.Float64()))
		case slog.KindDuration:
			all = append(all, attribute.Float64(a.Key, time.Duration.Seconds(v.Duration())))
		default:
			all = append(all, attribute.String(a.Key, v.String()))
		}
	}
	return all
}
