// Configuration file: the tenant and its credentials, where SailPoint's own tools
// keep them.

package sailpoint

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"govgroup/internal/redact"

	"github.com/goccy/go-yaml"
	"github.com/zalando/go-keyring"
)

// The names under which SailPoint's command line keeps a personal access
// token in the operating system's keyring; the account is the environment.
const (
	keyringClientID     = "environments.pat.clientid"
	keyringClientSecret = "environments.pat.clientsecret"
)

// sailFile is the part of ~/.sailpoint/config.yaml that matters here.
type sailFile struct {
	AuthType          string                     `yaml:"authtype"`
	ActiveEnvironment string                     `yaml:"activeenvironment"`
	Environments      map[string]sailEnvironment `yaml:"environments"`
}

// sailEnvironment is one tenant in that file. The command line keeps id and
// secret in the keyring nowadays; older versions wrote them here.
type sailEnvironment struct {
	BaseURL string `yaml:"baseurl"`
	PAT     struct {
		ClientID     string        `yaml:"clientid"`
		ClientSecret redact.Secret `yaml:"clientsecret"`
	} `yaml:"pat"`
}

// LoadConfig takes the tenant and its credentials from SAIL_BASE_URL,
// SAIL_CLIENT_ID and SAIL_CLIENT_SECRET, or, where none of them is set, from
// .sailpoint/config.yaml under home and the operating system's keyring.
// SAIL_API_VERSION is optional. The error names everything that is missing.
func LoadConfig(getenv func(string) string, home string) (Config, error) {
	// Secrets kept in files arrive with a line's end, which no tenant takes.
	trimmed := func(name string) string { return strings.TrimSpace(getenv(name)) }
	cfg := Config{
		BaseURL:      trimmed("SAIL_BASE_URL"),
		ClientID:     trimmed("SAIL_CLIENT_ID"),
		ClientSecret: redact.New(trimmed("SAIL_CLIENT_SECRET")),
		APIVersion:   trimmed("SAIL_API_VERSION"),
	}
	// The two sources are not mixed: one tenant's secret must not travel to
	// another tenant's address because a single variable was set.
	if cfg.BaseURL != "" || cfg.ClientID != "" || !cfg.ClientSecret.Empty() {
		return cfg, errors.Join(missingVariables(cfg), unfilledVariables(cfg))
	}
	env, name, path, err := readSailFile(home)
	if err != nil {
		return Config{}, err
	}
	cfg.BaseURL, cfg.ClientID, cfg.ClientSecret = env.BaseURL, env.PAT.ClientID, env.PAT.ClientSecret
	if cfg.BaseURL == "" {
		return Config{}, fmt.Errorf("%s has no baseurl for the environment %q: set it there, or set SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET", path, name)
	}
	if err := fillFromKeyring(&cfg, name); err != nil {
		return Config{}, fmt.Errorf("%s names the tenant of the environment %q, but %w; set SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET instead", path, name, err)
	}
	return cfg, nil
}

// missingVariables names every variable that is missing, not only the first:
// people set them one by one otherwise.
func missingVariables(cfg Config) error {
	var missing []string
	for _, v := range []struct{ name, value string }{
		{"SAIL_BASE_URL", cfg.BaseURL},
		{"SAIL_CLIENT_ID", cfg.ClientID},
		{"SAIL_CLIENT_SECRET", cfg.ClientSecret.Reveal()},
	} {
		if v.value == "" {
			missing = append(missing, v.name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("%s not set: SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET are needed together", strings.Join(missing, " and "))
}

// reference is what a client passes on that does not fill variables in.
var reference = regexp.MustCompile(`^(\$\w+|\$?\{\{?[\w:]+\}?\}|%\w+%)$`)

// unfilledVariables names a variable that arrived as a reference, such as
// ${SAIL_BASE_URL}. What came for the secret is not shown, whatever it is.
func unfilledVariables(cfg Config) error {
	const cure = "the client that starts this program did not fill it in, because it is not set there: set it where the client runs, or write the value into its configuration"
	switch {
	case reference.MatchString(cfg.BaseURL):
		return fmt.Errorf("SAIL_BASE_URL is the text %s: %s", cfg.BaseURL, cure)
	case reference.MatchString(cfg.ClientID):
		return fmt.Errorf("SAIL_CLIENT_ID is the text %s: %s", cfg.ClientID, cure)
	case reference.MatchString(cfg.ClientSecret.Reveal()):
		return fmt.Errorf("SAIL_CLIENT_SECRET is a reference that was not filled in: %s", cure)
	}
	return nil
}

// readSailFile gives the active environment, its name, and the file's path.
func readSailFile(home string) (sailEnvironment, string, string, error) {
	var none sailEnvironment
	path := filepath.Join(home, ".sailpoint", "config.yaml")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return none, "", path, fmt.Errorf("no tenant is configured: set SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET, or configure SailPoint's command line (%s does not exist)", path)
	}
	if err != nil {
		return none, "", path, fmt.Errorf("the tenant's configuration cannot be read: %w", err)
	}
	var file sailFile
	if err := yaml.Unmarshal(text, &file); err != nil {
		// The parser's own message quotes the lines around the fault, and a
		// secret may be among them.
		return none, "", path, fmt.Errorf("%s is not the YAML that SailPoint's command line writes", path)
	}
	if file.AuthType != "" && !strings.EqualFold(file.AuthType, "pat") {
		return none, "", path, fmt.Errorf("%s signs in by %q: only a personal access token (authtype: pat) works for a server", path, file.AuthType)
	}
	// The command line writes names in lower case and compares without case.
	name := strings.ToLower(file.ActiveEnvironment)
	if name == "" {
		name = "default"
	}
	for n, env := range file.Environments {
		if strings.EqualFold(n, name) {
			return env, name, path, nil
		}
	}
	return none, "", path, fmt.Errorf("%s has no environment %q, which its activeenvironment names", path, name)
}

// fillFromKeyring looks up what the file leaves out.
func fillFromKeyring(cfg *Config, environment string) error {
	if cfg.ClientID == "" {
		id, err := keyring.Get(keyringClientID, environment)
		if err != nil {
			return fmt.Errorf("the client id is neither there nor in this system's keyring (%w)", err)
		}
		cfg.ClientID = id
	}
	if cfg.ClientSecret.Empty() {
		secret, err := keyring.Get(keyringClientSecret, environment)
		if err != nil {
			return fmt.Errorf("the client secret is neither there nor in this system's keyring (%w)", err)
		}
		cfg.ClientSecret = redact.New(secret)
	}
	return nil
}
