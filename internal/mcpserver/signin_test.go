// Callers who signed in: who they are to the tools, and what is theirs alone.

package mcpserver_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/signin"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
	"govgroup/internal/tools/directory"
	"govgroup/internal/tools/groups"
)

// badges lets in by the tokens "ann" and "bob", each as the person of that name, and
// by those of a team, whose e-mails it vouches for.
type badges struct{}

func (badges) Authenticate(_ context.Context, bearer string) (tools.Caller, error) {
	switch bearer {
	case "avery.stone", "morgan.hale", "stranger":
		return tools.Caller{Subject: bearer, Email: bearer + "@corp.example"}, nil
	case "ann", "bob":
	default:
		return tools.Caller{}, &signin.AuthError{Status: http.StatusUnauthorized, Code: "invalid_token", Sentence: "No. Nothing was done."}
	}
	return tools.Caller{Subject: bearer + "@corp.example"}, nil
}

func guarded() mcpserver.HTTPOptions {
	return mcpserver.HTTPOptions{SignIn: signin.NewGuard(signin.Options{Authenticator: badges{}, Issuer: "https://login.example"})}
}

// as adds a token to the headers.
func as(token string, headers ...map[string]string) map[string]string {
	all := map[string]string{"Authorization": "Bearer " + token}
	for _, h := range headers {
		for name, value := range h {
			all[name] = value
		}
	}
	return all
}

// openSessionAs opens a session of Streamable HTTP with a token.
func openSessionAs(t *testing.T, url, token string) string {
	t.Helper()
	answer := request{http.MethodPost, url + "/mcp", initialize, as(token)}.do(t)
	require.Equal(t, http.StatusOK, answer.StatusCode)
	id := answer.Header.Get("Mcp-Session-Id")
	require.NotEmpty(t, id)
	return id
}

// openStreamAs opens a stream of HTTP+SSE with a token.
func openStreamAs(t *testing.T, url, token string) (stream eventStream, post string) {
	t.Helper()
	answer := request{http.MethodGet, url + "/sse", "", as(token)}.do(t)
	require.Equal(t, http.StatusOK, answer.StatusCode)
	stream = eventsOf(answer)
	return stream, url + stream.next()
}

func body(t *testing.T, answer *http.Response) string {
	t.Helper()
	raw, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(raw)
}

func TestTheCallerIsWhoeverSignedIn(t *testing.T) {
	t.Parallel()
	s := newServer(t, plainEcho())
	url, _ := serveHTTP(t, s, guarded())
	for _, version := range []string{"2024-11-05", "2025-11-25", "2026-07-28"} {
		for _, name := range []string{"ann", "bob"} {
			header := map[string]string{"Authorization": "Bearer " + name}
			http, err := transport.NewStreamableHTTP(url+"/mcp", transport.WithHTTPHeaders(header))
			require.NoError(t, err)
			sse, err := transport.NewSSE(url+"/sse", transport.WithHeaders(header))
			require.NoError(t, err)
			for surface, way := range map[string]transport.Interface{"http": http, "sse": sse} {
				said := textOf(t, callTool(t, handshake(t, way, version), "govgroup_who", map[string]any{}))
				assert.Equal(t, "said "+surface+" "+name+"@corp.example", said, version)
			}
		}
	}
}

// plainEcho says who calls. It needs no tenant: the callers have no e-mail.
func plainEcho() tools.Tool {
	return reading("who", func(_ context.Context, inv *tools.Invocation, _ words) (said, error) {
		return said{Words: inv.Caller.Surface + " " + inv.Caller.Subject}, nil
	})
}

// only lets a caller use the tools that end in the caller's name, and "who".
type only struct{}

func (only) Authorize(_ context.Context, inv *tools.Invocation, t tools.Tool) error {
	name, _, _ := strings.Cut(inv.Caller.Subject, "@")
	if strings.HasSuffix(t.Name, "_who") || strings.HasSuffix(t.Name, "_"+name) {
		return nil
	}
	return tools.Errorf(tools.NotAllowed, "That is not for %s. Nothing was changed.", name)
}

func (only) Explain(context.Context, *tools.Invocation) []string { return nil }

func forOne(name string) tools.Tool {
	return reading(name, func(context.Context, *tools.Invocation, words) (said, error) { return said{Words: name}, nil })
}

func TestAttackAToolThatIsNotListed(t *testing.T) {
	t.Parallel()
	catalogue, err := tools.NewCatalogue(nil, tools.Settings{}, plainEcho(), forOne("ann"), forOne("bob"))
	require.NoError(t, err)
	registry, err := tools.NewRegistry(catalogue, nil, only{})
	require.NoError(t, err)
	s, err := mcpserver.New(mcpserver.Config{Registry: registry, Actor: "bob"})
	require.NoError(t, err)
	url, _ := serveHTTP(t, s, guarded())
	for _, version := range []string{"2025-11-25", "2026-07-28"} {
		for name, other := range map[string]string{"ann": "bob", "bob": "ann"} {
			way, err := transport.NewStreamableHTTP(url+"/mcp", transport.WithHTTPHeaders(map[string]string{"Authorization": "Bearer " + name}))
			require.NoError(t, err)
			c := handshake(t, way, version)
			list, err := c.ListTools(t.Context(), mcp.ListToolsRequest{})
			require.NoError(t, err)
			names := []string{}
			for _, tool := range list.Tools {
				names = append(names, tool.Name)
			}
			assert.ElementsMatch(t, []string{"govgroup_who", "govgroup_" + name}, names)
			assert.False(t, callTool(t, c, "govgroup_"+name, nil).IsError)
			hidden := callTool(t, c, "govgroup_"+other, nil)
			assert.True(t, hidden.IsError)
			assert.Contains(t, textOf(t, hidden), "not_allowed: That is not for "+name)
		}
	}
}

func TestAttackAnotherCallersSession(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, plainEcho()), guarded())
	anns := openSessionAs(t, url, "ann")
	answerToAQuestion := `{"jsonrpc":"2.0","id":1,"result":{"action":"accept","content":{"confirm":true}}}`
	for _, r := range []request{
		{http.MethodPost, url + "/mcp", callLine(2, "who"), as("bob", inSession(anns))},
		{http.MethodPost, url + "/mcp", answerToAQuestion, as("bob", inSession(anns))},
		{http.MethodPost, url + "/mcp", initialize, as("bob", inSession(anns))},
		{http.MethodPost, url + "/mcp", callLine(2, "who"), as("bob", inSession(anns), modern("tools/call", "govgroup_who"))},
		{http.MethodGet, url + "/mcp", "", as("bob", inSession(anns))},
		{http.MethodGet, url + "/mcp", "", as("bob", inSession(anns), modern("", ""))},
		{http.MethodDelete, url + "/mcp", "", as("bob", inSession(anns))},
		{http.MethodDelete, url + "/mcp", "", as("bob", inSession(anns), modern("", ""))},
	} {
		answer := r.do(t)
		assert.Equal(t, http.StatusNotFound, answer.StatusCode, r)
		assert.Equal(t, noSuchSession, sentence(t, answer), "as of an id that is nobody's")
	}
	assert.Equal(t, http.StatusUnauthorized, request{http.MethodPost, url + "/mcp", callLine(2, "who"), inSession(anns)}.do(t).StatusCode)
	still := request{http.MethodPost, url + "/mcp", callLine(2, "who"), as("ann", inSession(anns))}.do(t)
	assert.Contains(t, body(t, still), "http ann@corp.example", "the session is open, and ann's")
}

const noSuchSession = "The session is not open, or no longer. Send initialize to open a new one."

func TestAttackAnotherCallersStream(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, plainEcho()), guarded())
	stream, post := openStreamAs(t, url, "ann")
	stolen := request{http.MethodPost, post, callLine(2, "who"), as("bob")}.do(t)
	assert.Equal(t, http.StatusNotFound, stolen.StatusCode)
	assert.Equal(t, http.StatusUnauthorized, request{http.MethodPost, post, callLine(3, "who"), nil}.do(t).StatusCode)
	require.Equal(t, http.StatusAccepted, request{http.MethodPost, post, callLine(4, "who"), as("ann")}.do(t).StatusCode)
	var first struct{ ID int }
	require.NoError(t, json.Unmarshal([]byte(stream.next()), &first))
	assert.Equal(t, 4, first.ID, "nothing came of the others")
}

func TestAttackSessionFixation(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, plainEcho()), guarded())
	const chosen = "CHOSENBYTHEATTACKER00000"
	answer := request{http.MethodPost, url + "/mcp", initialize, as("ann", inSession(chosen))}.do(t)
	assert.NotEqual(t, chosen, answer.Header.Get("Mcp-Session-Id"))
	for _, token := range []string{"ann", "bob"} {
		later := request{http.MethodPost, url + "/mcp", callLine(2, "who"), as(token, inSession(chosen))}.do(t)
		assert.Equal(t, http.StatusNotFound, later.StatusCode)
	}
	one, other := openSessionAs(t, url, "ann"), openSessionAs(t, url, "ann")
	assert.NotEqual(t, one, other)
}

// Over stdio it is the operator's own machine: an e-mail given as the actor
// is believed, and leads to the identity.
func TestTheActorsEMailLeadsToTheIdentity(t *testing.T) {
	t.Parallel()
	w := newEnv(t)
	someone := w.People()[200]
	for actor, want := range map[string]string{
		someone.Email: someone.ID, "ann": "", "nobody@elsewhere.example": "", "Ann <" + someone.Email + ">": "",
	} {
		c := connect(t, w.serverFor(t, actor), "stdio", "2025-11-25")
		var is struct{ Caller tools.Caller }
		raw := rawText(t, callTool(t, c, "govgroup_whoami", map[string]any{}).StructuredContent)
		require.NoError(t, json.Unmarshal([]byte(raw), &is))
		assert.Equal(t, want, is.Caller.Identity, actor)
		assert.Equal(t, actor, is.Caller.Subject)
	}
}

// Rules may turn on who someone is: while the tenant cannot be asked, a caller
// with an e-mail gets no further. A tenant that lets govgroup look up nobody has
// said all that it will say.
func TestAnIdentityThatCannotBeLookedUp(t *testing.T) {
	testenv.Long(t, "the tenant is asked again and again before it counts as down")
	t.Parallel()
	for want, answers := range map[string]bool{"You are ann@corp.example": true, "unavailable: ": false} {
		tenant, err := sandbox.Start("", sandbox.Options{})
		require.NoError(t, err)
		tenant.AddClient(sandbox.Client{ID: "machine", Secret: "s", NoUser: true})
		if !answers {
			require.NoError(t, tenant.Close())
		}
		api, err := sailpoint.New(sailpoint.Config{BaseURL: tenant.URL, ClientID: "machine", ClientSecret: redact.New("s")})
		require.NoError(t, err)
		catalogue, err := tools.NewCatalogue(api, tools.Settings{}, groups.Tools()...)
		require.NoError(t, err)
		registry, err := tools.NewRegistry(catalogue, nil, nil)
		require.NoError(t, err)
		s, err := mcpserver.New(mcpserver.Config{Registry: registry, Identify: directory.New(api).Identify, Actor: "ann@corp.example"})
		require.NoError(t, err)
		result := callTool(t, connect(t, s, "stdio", "2025-11-25"), "govgroup_whoami", map[string]any{})
		assert.Contains(t, textOf(t, result), want)
		_ = tenant.Close()
	}
}
