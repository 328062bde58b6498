// Spans of a program: from the client's own, over the call, to the tenant.

package app_test

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"govgroup/internal/app"
)

// otlp is a collector.
type otlp struct {
	mu    sync.Mutex
	spans []*tracepb.Span
}

func (c *otlp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var sent tracepb.TracesData
	if err != nil || proto.Unmarshal(body, &sent) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, resource := range sent.ResourceSpans {
		for _, scope := range resource.ScopeSpans {
			c.spans = append(c.spans, scope.Spans...)
		}
	}
}

// traced is an MCP client over stdio whose calls are part of traces of its own.
type traced struct {
	t   *testing.T
	in  io.WriteCloser
	out *bufio.Scanner
	id  int
}

// call calls a tool as a part of the trace, and gives what came back. more is JSON that
// goes beside the arguments.
func (c *traced) call(trace, tool, arguments, more string) (state string) {
	c.t.Helper()
	c.id++
	_, err := fmt.Fprintf(c.in, `{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":%q,"arguments":%s%s,"_meta":{"traceparent":"00-%s-00f067aa0ba902b7-01",`+
		`"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}}}`+"\n",
		c.id, tool, arguments, more, trace)
	require.NoError(c.t, err)
	require.True(c.t, c.out.Scan())
	var answer struct{ Result struct{ RequestState string } }
	require.NoError(c.t, json.Unmarshal(c.out.Bytes(), &answer))
	return answer.Result.RequestState
}

func TestSpansLeadFromTheClientToTheTenantAndFromADecisionToItsRequest(t *testing.T) {
	t.Parallel()
	collector := &otlp{}
	server := httptest.NewServer(collector)
	defer server.Close()
	tenant, variables := startTenant(t)
	variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = server.URL
	s := newSystem(t, "", variables)
	in, inW := io.Pipe()
	out, outW := io.Pipe()
	s.Stdin, s.Stdout = in, outW
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(t.Context(), settings(t), s.Host) }()
	c := &traced{t: t, in: inW, out: bufio.NewScanner(out)}
	const asks, answers, misses = "4bf92f3577b34da6a3ce929d0e0e4736", "5bf92f3577b34da6a3ce929d0e0e4736", "6bf92f3577b34da6a3ce929d0e0e4736"
	group := tenant.Groups()[0]
	arguments := fmt.Sprintf(`{"group":%q}`, group.ID)
	state := c.call(asks, "govgroup_delete", arguments, "")
	require.NotEmpty(t, state)
	c.call(answers, "govgroup_delete", arguments, fmt.Sprintf(`,"requestState":%q,"inputResponses":{"confirm":{"action":"decline"}}`, state))
	c.call(misses, "govgroup_get", `{"group":"no such group"}`, "")
	require.NoError(t, inW.Close())
	require.NoError(t, <-ended, "the last spans are sent before the program ends")

	asked, answered := collector.of(asks, "tools/call govgroup_delete"), collector.of(answers, "tools/call govgroup_delete")
	require.NotNil(t, asked)
	require.NotNil(t, answered)
	assert.Equal(t, "00f067aa0ba902b7", hex.EncodeToString(asked.ParentSpanId))
	assert.Equal(t, tracepb.Span_SPAN_KIND_SERVER, asked.Kind)
	said := attributesOf(asked)
	for name, value := range map[string]string{
		"mcp.method.name": "tools/call", "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "govgroup_delete",
		"mcp.protocol.version": "2026-07-28", "jsonrpc.request.id": "1", "network.transport": "pipe",
	} {
		assert.Contains(t, said[name], `"`+value+`"`, name)
	}
	require.Len(t, answered.Links, 1)
	assert.Equal(t, asked.SpanId, answered.Links[0].SpanId)
	assert.Equal(t, said["govgroup.request"], attributesOf(answered)["govgroup.request"])
	assert.Contains(t, s.log.String(), "trace_id="+asks)

	read := collector.of(asks, "GET /workgroups/v1/{id}")
	require.NotNil(t, read)
	assert.Equal(t, asked.SpanId, read.ParentSpanId)
	assert.Contains(t, attributesOf(read)["http.response.status_code"], "200")
	assert.NotEmpty(t, attributesOf(read)["govgroup.tenant.tracking_id"])
	assert.Contains(t, attributesOf(collector.of(misses, "tools/call govgroup_get"))["error.type"], `"tool_error"`)
	for _, span := range collector.spans {
		assert.NotContains(t, span.String(), group.ID, "which group it was about is in no span")
	}
}

// of finds a span of a trace by its name; nil: there is none.
func (c *otlp) of(trace, name string) *tracepb.Span {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.spans {
		if hex.EncodeToString(s.TraceId) == trace && s.Name == name {
			return s
		}
	}
	return nil
}

// attributesOf gives a span's attributes as the library prints them.
func attributesOf(s *tracepb.Span) map[string]string {
	all := map[string]string{}
	for _, a := range s.GetAttributes() {
		all[a.Key] = a.Value.String()
	}
	return all
}

func TestVariablesThatAskForWhatThereIsNotKeepNothingFromWorking(t *testing.T) {
	t.Parallel()
	s := newSystem(t, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"govgroup_whoami","arguments":{}}}`+"\n",
		map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"})
	require.NoError(t, app.Serve(t.Context(), settings(t, sandboxed), s.Host))
	assert.Contains(t, s.log.String(), "no spans are sent")
	assert.Equal(t, 1, strings.Count(s.out.String(), "structuredContent"))
}
