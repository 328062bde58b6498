// The forms in which clients take a server: JSON, TOML, or a command line.

package app

import (
	"encoding/json"
	"fmt"
	"strings"
)

// server is one server in the form that most clients share.
type server struct {
	Type      string            `json:"type,omitempty"`
	Command   string            `json:"command,omitempty"`
	Args      []string          `json:"args,omitempty"`
	Env       map[string]string `json:"env,omitempty"`
	URL       string            `json:"url,omitempty"`
	HTTPURL   string            `json:"httpUrl,omitempty"`
	ServerURL string            `json:"serverUrl,omitempty"`
	Headers   map[string]string `json:"headers,omitempty"`
}

// bearer is the header with the token, as the client refers to the variable.
func (e entry) bearer() string {
	variable := "${" + tokenVariable + "}"
	if e.client.expand != nil {
		variable = e.client.expand(tokenVariable)
	}
	return "Bearer " + variable
}

// mcpJSON is the form most clients have, each with words of its own. A server that
// is not started here needs no variables: it has its tenant already.
func mcpJSON(e entry) ([]byte, error) {
	s := server{Command: e.command, Args: e.args}
	if e.url != "" {
		s = e.reached()
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
	if asked := e.asked(); e.client.inputs && len(asked) > 0 {
		all["inputs"] = inputs(asked)
	}
	return indented(all)
}

// reached is a server that runs already. Where the client takes no address a bridge
// stands between.
func (e entry) reached() (s server) {
	if e.client.reach == nil {
		s.Command, s.Args = "npx", []string{"-y", "mcp-remote", e.url}
		if e.token {
			s.Args = append(s.Args, "--header", "Authorization: "+e.bearer())
		}
		return s
	}
	e.client.reach(&s, e.url)
	if e.token {
		s.Headers = map[string]string{"Authorization": e.bearer()}
	}
	return s
}

// asked are the variables that an entry refers to.
func (e entry) asked() []string {
	if e.token {
		return append(e.env, tokenVariable)
	}
	return e.env
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

// inputs makes VS Code ask for variables and keep what is secret itself.
func inputs(variables []string) []map[string]any {
	asked := make([]map[string]any, len(variables))
	for i, v := range variables {
		asked[i] = map[string]any{
			"type": "promptString", "id": v, "description": v, "password": v == "SAIL_CLIENT_SECRET" || v == tokenVariable,
		}
	}
	return asked
}

// codexTOML passes the variables on by name; Codex hides the environment from
// servers otherwise.
func codexTOML(e entry) ([]byte, error) {
	if e.url != "" {
		text := fmt.Appendf(nil, "[mcp_servers.govgroup]\nurl = %q\n", e.url)
		if e.token {
			text = fmt.Appendf(text, "bearer_token_env_var = %q\n", tokenVariable)
		}
		return text, nil
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

// inspectorLine starts the official inspector. The path is quoted, since it may
// have spaces.
func inspectorLine(e entry) ([]byte, error) {
	if e.url != "" {
		return fmt.Appendf(nil, "npx @modelcontextprotocol/inspector --transport http --server-url %q\n", e.url), nil
	}
	line := append([]string{"npx", "@modelcontextprotocol/inspector", fmt.Sprintf("%q", e.command)}, e.args...)
	return []byte(strings.Join(line, " ") + "\n"), nil
}
