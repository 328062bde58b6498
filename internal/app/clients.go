// The configurations of MCP clients, ready to paste.

package app

import (
	"encoding/json"
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
}

// client is what is particular about one client's configuration.
type client struct {
	place  string                       // where people put it
	root   string                       // the object that holds the servers
	typed  bool                         // entries say their transport
	reach  func(s *server, url string)  // sets an address; nil if the client takes none
	expand func(variable string) string // how a variable is written; nil if it cannot be
	write  func(entry) ([]byte, error)  // nil means JSON
	extra  map[string]any               // beside the servers
}

// entry is one server in a client's configuration.
type entry struct {
	client  client
	command string
	args    []string
	url     string
	env     []string // names of variables that the server needs
}

// variables are what the server needs from the environment; the last is a secret.
func variables() []string { return []string{"SAIL_BASE_URL", "SAIL_CLIENT_ID", "SAIL_CLIENT_SECRET"} }

func clients() map[string]client {
	url := func(s *server, url string) { s.URL = url }
	shell := func(v string) string { return "${" + v + "}" }
	env := func(v string) string { return "${env:" + v + "}" }
	input := func(v string) string { return "${input:" + v + "}" }
	return map[string]client{
		"claude-code":    {place: ".mcp.json in the project", root: "mcpServers", typed: true, reach: url, expand: shell},
		"claude-desktop": {place: "claude_desktop_config.json (Settings, Developer, Edit Config)", root: "mcpServers"},
		"codex":          {place: "~/.codex/config.toml", write: codexTOML},
		"cursor":         {place: "~/.cursor/mcp.json", root: "mcpServers", reach: url, expand: env},
		"gemini-cli":     {place: "~/.gemini/settings.json", root: "mcpServers", reach: func(s *server, url string) { s.HTTPURL = url }, expand: shell},
		"inspector":      {place: "a terminal", write: inspectorLine},
		"vscode":         {place: ".vscode/mcp.json in the project", root: "servers", typed: true, reach: url, expand: input, extra: inputs()},
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
	if s.URL == "" && !s.Sandbox && c.expand == nil {
		fmt.Fprintln(hint, "The tenant is taken from ~/.sailpoint/config.yaml, or from the SAIL_ variables of the environment the client runs in.")
	}
	_, err = w.Write(text)
	return err
}

func newEntry(c client, s ClientSettings) (entry, error) {
	if s.URL != "" {
		return entry{client: c, url: s.URL}, nil
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

// server is one server in the form that most clients share.
type server struct {
	Type      string            `json:"type,omitempty"`
	Command   string            `json:"command,omitempty"`
	Args      []string          `json:"args,omitempty"`
	Env       map[string]string `json:"env,omitempty"`
	URL       string            `json:"url,omitempty"`
	HTTPURL   string            `json:"httpUrl,omitempty"`
	ServerURL string            `json:"serverUrl,omitempty"`
}

// mcpJSON is the form most clients have, each with words of its own.
func mcpJSON(e entry) ([]byte, error) {
	s := server{Command: e.command, Args: e.args}
	switch {
	case e.url == "":
	case e.client.reach == nil: // a bridge stands between
		s.Command, s.Args = "npx", []string{"-y", "mcp-remote", e.url}
	default:
		e.client.reach(&s, e.url)
	}
	if e.client.typed {
		s.Type = "stdio"
		if e.url != "" {
			s.Type = "http"
		}
	}
	if e.client.expand != nil && len(e.env) > 0 {
		s.Env = map[string]string{}
		for _, v := range e.env {
			s.Env[v] = e.client.expand(v)
		}
	}
	all := map[string]any{e.client.root: map[string]server{"govgroup": s}}
	if len(e.env) > 0 {
		maps.Copy(all, e.client.extra)
	}
	return indented(all)
}

// indented is JSON for people, with its characters as they are.
func indented(v any) ([]byte, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(v)
	return []byte(b.String()), err
}

// inputs makes VS Code ask for the tenant and keep the secret itself.
func inputs() map[string]any {
	var asked []map[string]any
	for _, v := range variables() {
		asked = append(asked, map[string]any{
			"type": "promptString", "id": v, "description": v, "password": v == "SAIL_CLIENT_SECRET",
		})
	}
	return map[string]any{"inputs": asked}
}

// codexTOML passes the variables on by name.
func codexTOML(e entry) ([]byte, error) {
	if e.url != "" {
		return fmt.Appendf(nil, "[mcp_servers.govgroup]\nurl = %q\n", e.url), nil
	}
	text := fmt.Appendf(nil, "[mcp_servers.govgroup]\ncommand = %q\nargs = %s\n", e.command, list(e.args))
	if len(e.env) > 0 {
		text = fmt.Appendf(text, "env_vars = %s\n", list(e.env))
	}
	return text, nil
}

func list(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = fmt.Sprintf("%q", v)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// inspectorLine starts the official inspector.
func inspectorLine(e entry) ([]byte, error) {
	if e.url != "" {
		return fmt.Appendf(nil, "npx @modelcontextprotocol/inspector --transport http --server-url %q\n", e.url), nil
	}
	line := append([]string{"npx", "@modelcontextprotocol/inspector", fmt.Sprintf("%q", e.command)}, e.args...)
	return []byte(strings.Join(line, " ") + "\n"), nil
}
