// Who is let in: Host and Origin, on every route and by every method.

package mcpserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/mcpserver"
)

// visitor is who comes: by which Host, from which Origin, and whether it is let in.
type visitor struct {
	name, host, origin string
	let                bool
}

// visitors come to the server at the url, which also answers to govgroup.example
// and to the pages of https://chat.example.
func visitors(url string) []visitor {
	host := strings.TrimPrefix(url, "http://")
	port := host[strings.LastIndex(host, ":")+1:]
	return []visitor{
		{"a program", host, "", true},
		{"by name", "localhost:" + port, "", true},
		{"by a name with a dot", "localhost.:" + port, "", true},
		{"by IPv6", "[::1]:" + port, "", true},
		{"by another port, as through a tunnel", "127.0.0.1:9", "", true},
		{"by a name that was given", "govgroup.example", "", true},
		{"our own page", host, url, true},
		{"an origin that was given", host, "https://chat.example", true},
		{"a rebound name", "evil.example:" + port, "", false},
		{"a rebound name and its page", "evil.example:" + port, "http://evil.example:" + port, false},
		{"a name that begins like ours", "localhost.evil.example", "", false},
		{"a name that ends like ours", "evil-govgroup.example", "", false},
		{"an address that is not ours", "192.168.0.1", "", false},
		{"another page", host, "https://evil.example", false},
		{"another page of this machine", host, "http://localhost:6274", false},
		{"a file or a sandboxed page", host, "null", false},
		{"an origin that begins like ours", host, url + ".evil.example", false},
		{"our host by another scheme", host, "ftp://" + host, false},
		{"not an origin", host, "::::", false},
	}
}

func TestHostAndOriginAreCheckedEverywhere(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{
		Hosts: []string{"Govgroup.Example"}, Origins: []string{"https://Chat.example/"},
	})
	routes := []request{
		{http.MethodPost, url + "/mcp", initialize, nil},
		{http.MethodGet, url + "/mcp", "", nil},
		{http.MethodDelete, url + "/mcp", "", nil},
		{http.MethodOptions, url + "/mcp", "", nil},
		{http.MethodGet, url + "/sse", "", nil},
		{http.MethodPost, url + "/message?sessionId=x", initialize, nil},
		{http.MethodGet, url + "/healthz", "", nil},
		{http.MethodGet, url + "/readyz", "", nil},
		{http.MethodGet, url + "/metrics", "", nil},
		{http.MethodGet, url + "/nothing", "", nil},
	}
	for _, c := range visitors(url) {
		t.Run(c.name, func(t *testing.T) {
			for _, r := range routes {
				r.header = map[string]string{"Host": c.host}
				if c.origin != "" {
					r.header["Origin"] = c.origin
				}
				answer := r.do(t)
				if c.let {
					assert.NotEqual(t, http.StatusForbidden, answer.StatusCode, r)
					assert.Equal(t, c.origin, answer.Header.Get("Access-Control-Allow-Origin"))
					continue
				}
				require.Equal(t, http.StatusForbidden, answer.StatusCode, r)
				assert.Empty(t, answer.Header.Get("Access-Control-Allow-Origin"))
				assert.Contains(t, sentence(t, answer), "Nothing was done.")
			}
		})
	}
}

func TestPagesOfAnAllowedOriginMayAskFirst(t *testing.T) {
	t.Parallel()
	url, _ := serveHTTP(t, newServer(t, echo()), mcpserver.HTTPOptions{Origins: []string{"http://localhost:6274"}})
	for _, path := range []string{"/mcp", "/sse", "/message"} {
		answer := request{http.MethodOptions, url + path, "", map[string]string{
			"Origin": "http://localhost:6274", "Access-Control-Request-Method": "POST"}}.do(t)
		assert.Equal(t, http.StatusNoContent, answer.StatusCode)
		assert.Equal(t, "http://localhost:6274", answer.Header.Get("Access-Control-Allow-Origin"))
		assert.Contains(t, answer.Header.Get("Access-Control-Allow-Headers"), "Mcp-Session-Id")
		assert.Contains(t, answer.Header.Get("Access-Control-Expose-Headers"), "WWW-Authenticate", "how to sign in")
		assert.Equal(t, "Origin", answer.Header.Get("Vary"))
	}
}

func TestAddressesBeyondLoopbackNeedAuthentication(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0"} {
		_, err := mcpserver.Listen(address, false)
		require.ErrorContains(t, err, "can be reached from other machines", address)
	}
	for _, address := range []string{"127.0.0.1:0", "localhost:0", "127.0.0.5:0"} {
		listener, err := mcpserver.Listen(address, false)
		require.NoError(t, err, address)
		require.NoError(t, listener.Close())
	}
	listener, err := mcpserver.Listen("0.0.0.0:0", true)
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	for _, address := range []string{"nonsense", "127.0.0.1:99999", "no.such.host.invalid:1"} {
		_, err := mcpserver.Listen(address, false)
		require.ErrorContains(t, err, address)
	}
}

func TestATakenAddressIsAClearError(t *testing.T) {
	t.Parallel()
	first, err := mcpserver.Listen("127.0.0.1:0", false)
	require.NoError(t, err)
	defer first.Close()
	_, err = mcpserver.Listen(first.Addr().String(), false)
	require.ErrorContains(t, err, "cannot listen at "+first.Addr().String())
}
