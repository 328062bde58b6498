// Spans: where the time of a call goes, for whoever collects that. What keeps spans is
// behind an interface; where nothing does, all of this does nothing.

package observe

import (
	"context"
	"log/slog"
	"time"
)

// Tracer keeps spans. It is safe for concurrent use.
type Tracer interface {
	// Begin starts a span, and gives a context in which those that begin next are its
	// children.
	Begin(ctx context.Context, s Start) (context.Context, Span)
}

// Kind is where a span stands between programs. The zero value is within one.
type Kind int

// The kinds.
const (
	Internal Kind = iota
	Serving       // somebody else's request
	Asking        // a request to somebody else
)

// Start is how a span begins.
type Start struct {
	Name       string
	Kind       Kind
	At         time.Time // zero: now
	Attributes []slog.Attr

	// Parent is the span of another program that this one belongs to, in the form of
	// the W3C's traceparent, and State its tracestate. They come from strangers: what
	// cannot be read counts as none. Empty: the context's.
	Parent, State string
}

// Span is one span. Its methods do nothing once it has ended.
type Span interface {
	Set(attributes ...slog.Attr)
	Fail(kind string)        // it did not do what was wanted, for a reason of this kind
	Link(traceparent string) // it has to do with another span; one that cannot be read is left out
	Traceparent() string     // names the span for others
	End()
}

type (
	tracerKey struct{}
	spanKey   struct{}
)

// WithTracer returns a context whose spans the tracer keeps. Nil: nobody does.
func WithTracer(ctx context.Context, t Tracer) context.Context {
	if t == nil {
		return ctx
	}
	return context.WithValue(ctx, tracerKey{}, t)
}

// Begin starts a span with the context's tracer. The caller ends it.
func Begin(ctx context.Context, s Start) (context.Context, Span) {
	t, _ := ctx.Value(tracerKey{}).(Tracer)
	if t == nil {
		return ctx, none{}
	}
	ctx, span := t.Begin(ctx, s)
	if id := Call(ctx); id != "" {
		span.Set(slog.String("govgroup.call", id))
	}
	return context.WithValue(ctx, spanKey{}, span), span
}

// Current is the span that the context is in.
func Current(ctx context.Context) Span {
	if s, ok := ctx.Value(spanKey{}).(Span); ok {
		return s
	}
	return none{}
}

// none is the span where nobody keeps any.
type none struct{}

func (none) Set(...slog.Attr)    {}
func (none) Fail(string)         {}
func (none) Link(string)         {}
func (none) Traceparent() string { return "" }
func (none) End()                {}
