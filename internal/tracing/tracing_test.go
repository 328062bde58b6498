// What a collector gets, and what the variables say.

package tracing_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"govgroup/internal/observe"
	"govgroup/internal/tracing"
)

func getenv(variables map[string]string) func(string) string {
	return func(name string) string { return variables[name] }
}

// program is who sends; what it logs goes into the buffer.
func program(log *bytes.Buffer) tracing.Program {
	return tracing.Program{Name: "mcp-server", Version: "1.2.3", Log: slog.New(slog.NewTextHandler(log, nil))}
}

func TestACollectorGetsTheSpans(t *testing.T) {
	var got tracepb.TracesData
	var headers http.Header
	var path string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		headers, path = r.Header, r.URL.Path
		unzipped, err := gzip.NewReader(r.Body)
		assert.NoError(t, err)
		body, err := io.ReadAll(unzipped)
		assert.NoError(t, err)
		assert.NoError(t, proto.Unmarshal(body, &got))
	}))
	defer server.Close()
	var log bytes.Buffer
	tracer, err := tracing.Start(t.Context(), getenv(map[string]string{
		"OTEL_EXPORTER_OTLP_ENDPOINT": server.URL + "/", "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20hunter2, x-tenant=acme",
		"OTEL_EXPORTER_OTLP_TRACES_COMPRESSION": "gzip",
	}), program(&log))
	require.NoError(t, err)

	const parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	ctx := observe.WithTracer(t.Context(), tracer)
	outer, call := observe.Begin(observe.WithCall(ctx, "6f0c"), observe.Start{Name: "call", Kind: observe.Serving, Parent: parent, State: "rojo=1"})
	_, sent := observe.Begin(outer, observe.Start{Name: "sent", Kind: observe.Asking, At: time.Unix(100, 0), Attributes: []slog.Attr{
		slog.Int("status", 500), slog.Bool("again", true), slog.Duration("waited", 1500*time.Millisecond)}})
	sent.Fail("500")
	sent.End()
	call.Link("no traceparent")
	call.Link("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b8-01")
	call.End()
	_, alone := observe.Begin(ctx, observe.Start{Name: "alone", Parent: "00-junk"})
	alone.End()
	require.NoError(t, tracer.Close(t.Context()))

	assert.Equal(t, "/v1/traces", path)
	assert.Equal(t, "Bearer hunter2", headers.Get("Authorization"))
	assert.Equal(t, "acme", headers.Get("X-Tenant"))
	require.Len(t, got.ResourceSpans, 1)
	assert.Contains(t, got.ResourceSpans[0].Resource.String(), `key:"service.name"`)
	spans := got.ResourceSpans[0].ScopeSpans[0].Spans
	require.Len(t, spans, 3)
	inner, whole, own := spans[0], spans[1], spans[2]
	assert.Equal(t, tracepb.Span_SPAN_KIND_SERVER, whole.Kind)
	assert.Equal(t, "4bf92f3577b34da6a3ce929d0e0e4736", hexOf(whole.TraceId))
	assert.Equal(t, "00f067aa0ba902b7", hexOf(whole.ParentSpanId))
	assert.Equal(t, "rojo=1", whole.TraceState)
	require.Len(t, whole.Links, 1, "what names no span is left out")
	assert.Equal(t, "00f067aa0ba902b8", hexOf(whole.Links[0].SpanId))
	assert.Equal(t, whole.SpanId, inner.ParentSpanId)
	assert.Equal(t, uint64(100e9), inner.StartTimeUnixNano)
	assert.Equal(t, tracepb.Status_STATUS_CODE_ERROR, inner.Status.Code)
	said := map[string]string{}
	for _, a := range append(inner.Attributes, whole.Attributes...) {
		said[a.Key] = a.Value.String()
	}
	assert.Equal(t, map[string]string{
		"govgroup.call": `string_value:"6f0c"`, "status": "int_value:500", "again": "bool_value:true", "waited": "double_value:1.5", "error.type": `string_value:"500"`,
	}, said)
	assert.Empty(t, own.ParentSpanId, "a parent that cannot be read is none")
	assert.Empty(t, log.String())
}

func hexOf(id []byte) string {
	const digits = "0123456789abcdef"
	var text []byte
	for _, b := range id {
		text = append(text, digits[b>>4], digits[b&15])
	}
	return string(text)
}

func TestWithoutACollectorNothingIsStarted(t *testing.T) {
	for name, variables := range map[string]map[string]string{
		"no variables":     nil,
		"others alone":     {"OTEL_SERVICE_NAME": "x", "OTEL_EXPORTER_OTLP_HEADERS": "a=b"},
		"the SDK disabled": {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_SDK_DISABLED": "true"},
		"no traces":        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_TRACES_EXPORTER": "none"},
	} {
		tracer, err := tracing.Start(t.Context(), getenv(variables), program(&bytes.Buffer{}))
		require.NoError(t, err, name)
		assert.Nil(t, tracer, name)
	}
}

func TestWhatIsNotThereIsNamed(t *testing.T) {
	for says, variables := range map[string]map[string]string{
		"OTEL_TRACES_EXPORTER":                   {"OTEL_TRACES_EXPORTER": "zipkin"},
		"OTEL_EXPORTER_OTLP_PROTOCOL":            {"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "grpc"},
		"OTEL_EXPORTER_OTLP_COMPRESSION":         {"OTEL_EXPORTER_OTLP_COMPRESSION": "zstd"},
		"OTEL_EXPORTER_OTLP_TIMEOUT":             {"OTEL_EXPORTER_OTLP_TIMEOUT": "10s"},
		"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT":     {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "collector:4318"},
		"OTEL_EXPORTER_OTLP_HEADERS":             {"OTEL_EXPORTER_OTLP_HEADERS": "hunter2"},
		"OTEL_EXPORTER_OTLP_CERTIFICATE":         {"OTEL_EXPORTER_OTLP_CERTIFICATE": "/nowhere"},
		"OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE:": {"OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": "/nowhere"},
	} {
		all := map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "https://collector.example:4318"}
		for name, value := range variables {
			all[name] = value
		}
		tracer, err := tracing.Start(t.Context(), getenv(all), program(&bytes.Buffer{}))
		require.ErrorContains(t, err, says)
		assert.NotContains(t, err.Error(), "hunter2")
		assert.Nil(t, tracer)
	}
}

func TestACollectorThatRefusesIsInTheLogWithoutSecrets(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://elsewhere.example/hunter2", http.StatusTemporaryRedirect)
	}))
	defer server.Close()
	var log bytes.Buffer
	tracer, err := tracing.Start(t.Context(), getenv(map[string]string{
		"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": server.URL + "/hunter2", "OTEL_EXPORTER_OTLP_HEADERS": "authorization=hunter2",
	}), program(&log))
	require.NoError(t, err)
	_, span := observe.Begin(observe.WithTracer(context.Background(), tracer), observe.Start{Name: "call"})
	span.End()
	err = tracer.Close(t.Context())
	require.NoError(t, err)
	assert.Contains(t, log.String(), "spans were not sent")
	assert.Contains(t, log.String(), "307")
	assert.NotContains(t, log.String(), "hunter2")
}
