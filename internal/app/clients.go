// Clients: the configurations of MCP clients, ready to paste.

package app

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// ClientSettings say how a client reaches the server.
type ClientSettings struct {
	Command string // the program that the client starts; empty means this one
	URL     string // of a server that runs already; empty means that the client starts one
	Sandbox bool   // with the embedded tenant
	Token   bool   // the server wants a bearer token, which is in the variable [tokenVariable]
}

// tokenVariable has the bearer token of whoever uses a client.
const tokenVariable = "GOVGROUP_TOKEN"

// client is what is particular about one client's configuration.
type client struct {
	place  string                       // where people put it
	root   string                       // the object that holds the servers
	typed  bool                         // entries say their transport
	reach  func(s *server, url string)  // sets an address; nil if the client takes none
	expand func(variable string) string // how a variable is written; nil if it cannot be
	write  func(entry) ([]byte, error)  // nil means JSON
	inputs bool                         // asks people for what a variable would have
	passes bool                         // passes variables on by their names
}

// entry is one server in a client's configuration.
type entry struct {
	client  client
	command string
	args    []string
	url     string
	env     []string // names of variables that the server needs
	token   bool     // the one in the variable is sent
}

// variables are what the server needs from the environment; the last is a secret.
func variables() []string { return []string{"SAIL_BASE_URL", "SAIL_CLIENT_ID", "SAIL_CLIENT_SECRET"} }

// clients knows the clients by name. Each has words of its own for the same few
// things, and its own way to refer to a variable, so that no secret is written
// into a file that people share.
func clients() map[string]client {
	url := func(s *server, url string) { s.URL = url }
	shell := func(v string) string { return "${" + v + "}" }
	env := func(v string) string { return "${env:" + v + "}" }
	input := func(v string) string { return "${input:" + v + "}" }
	return map[string]client{
		"claude-code":    {place: ".mcp.json in the project", root: "mcpServers", typed: true, reach: url, expand: shell},
		"claude-desktop": {place: "claude_desktop_config.json (Settings, Developer, Edit Config)", root: "mcpServers"},
		"codex":          {place: "~/.codex/config.toml", write: codexTOML, passes: true},
		"cursor":         {place: "~/.cursor/mcp.json", root: "mcpServers", reach: url, expand: env},
		"gemini-cli":     {place: "~/.gemini/settings.json", root: "mcpServers", reach: func(s *server, url string) { s.HTTPURL = url }, expand: shell},
		"inspector":      {place: "a terminal", write: inspectorLine},
		"vscode":         {place: ".vscode/mcp.json in the project", root: "servers", typed: true, reach: url, expand: input, inputs: true},
		"windsurf":       {place: "~/.codeium/windsurf/mcp_config.json", root: "mcpServers", reach: func(s *server, url string) { s.ServerURL = url }, expand: env},
	}
}

// ClientNames lists the clients that [ClientConfig] knows.
func ClientNames() []string { return slices.Sorted(maps.Keys(clients())) }

// ClientConfig writes the configuration of the named client to w, and where to
// put it to hint. It never writes a secret: the clients that can refer to an
// environment variable do; for the others the tenant comes from SailPoint's file.
func ClientConfig(w, hint io.Writer, name string, s ClientSettings) error {
	c, ok := clients()[name]
	if !ok {
		return fmt.Errorf("the client %q is not known; it is one of %s", name, strings.Join(ClientNames(), ", "))
	}
	e, err := newEntry(c, s)
	if err != nil {
		return err
	}
	write := c.write
	if write == nil {
		write = mcpJSON
	}
	text, err := write(e)
	if err != nil {
		return err
	}
	fmt.Fprintf(hint, "For %s:\n", c.place)
	switch {
	case s.URL != "":
		fmt.Fprintln(hint, c.tokenHint(s.Token))
	case !s.Sandbox:
		fmt.Fprintln(hint, c.tenantHint())
	}
	_, err = w.Write(text)
	return err
}

// tenantHint says where the server that the client starts finds its tenant.
func (c client) tenantHint() string {
	switch {
	case c.inputs:
		return "The client asks for the tenant and keeps the secret. With ~/.sailpoint/config.yaml instead, leave out inputs and env."
	case c.expand != nil:
		return "Set the three SAIL_ variables where the client runs. With ~/.sailpoint/config.yaml instead, leave out env."
	case c.passes:
		return "Set the three SAIL_ variables where the client runs, or let the tenant be found in ~/.sailpoint/config.yaml."
	}
	return "This client passes on HOME, LOGNAME, PATH, SHELL, TERM and USER, and no SAIL_ variables: the tenant is taken from ~/.sailpoint/config.yaml, which SailPoint's “sail environment” writes."
}

// tokenHint says where the token comes from that is sent to a server.
func (c client) tokenHint(sent bool) string {
	switch {
	case !sent:
		return "If the server lets in only who shows a token (--auth token), add --token here."
	case c.inputs:
		return "The client asks for the token, which “mcp-server token new” prints, and keeps it."
	case c.expand == nil && !c.passes && c.write != nil:
		return "Type the token, which “mcp-server token new” prints, into the page that opens, under Authentication: on the line it would show in lists of processes."
	case c.expand == nil && !c.passes:
		return "This client cannot refer to a variable: put " + tokenVariable + " into an env of this entry, and keep the file to yourself."
	}
	return "Set " + tokenVariable + " to the token, which “mcp-server token new” prints, where the client runs."
}

// newEntry says how the client reaches the server. A program that the client
// starts is named by its whole path: clients do not run in the user's shell.
func newEntry(c client, s ClientSettings) (entry, error) {
	if s.URL != "" {
		return entry{client: c, url: s.URL, token: s.Token}, nil
	}
	e := entry{client: c, command: s.Command}
	if e.command == "" {
		self, err := os.Executable()
		if err != nil {
			return entry{}, fmt.Errorf("finding this program: %w", err)
		}
		e.command = self
	}
	if s.Sandbox {
		e.args = []string{"--sandbox"}
	} else {
		e.env = variables()
	}
	return e, nil
}
