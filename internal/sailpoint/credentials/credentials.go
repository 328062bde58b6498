// Credentials: the tenant and its credentials, where SailPoint's own tools keep them.

// Package credentials finds what a client of a tenant needs to know in variables of
// the environment, or where SailPoint's command line has put it.
package credentials

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/zalando/go-keyring"

	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
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

// Load takes the tenant and its credentials from SAIL_BASE_URL,
// SAIL_CLIENT_ID and SAIL_CLIENT_SECRET, or, where none of them is set, from
// .sailpoint/config.yaml under home and the operating system's keyring.
// SAIL_API_VERSION is optional. The error names everything that is missing.
func Load(getenv func(string) string, home string) (sailpoint.Config, error) {
	// Secrets kept in files arrive with a line's end, which no tenant takes.
	trimmed := func(name string) string { return strings.TrimSpace(getenv(name)) }
	found := credentials{
		url: trimmed("SAIL_BASE_URL"), id: trimmed("SAIL_CLIENT_ID"), secret: redact.New(trimmed("SAIL_CLIENT_SECRET")),
	}
	// The two sources are not mixed: one tenant's secret must not travel to
	// another tenant's address because a single variable was set.
	var err error
	if found != (credentials{}) {
		err = errors.Join(found.missing(), found.unfilled())
	} else {
		found, err = ofCommandLine(home)
	}
	if err != nil {
		return sailpoint.Config{}, err
	}
	return sailpoint.Config{BaseURL: found.url, ClientID: found.id, ClientSecret: found.secret, APIVersion: trimmed("SAIL_API_VERSION")}, nil
}

// credentials are where a tenant is and how it is entered.
type credentials struct {
	url, id string
	secret  redact.Secret
}

// ofCommandLine reads what SailPoint's command line has put into its file and the
// keyring.
func ofCommandLine(home string) (credentials, error) {
	env, name, path, err := readSailFile(home)
	if err != nil {
		return credentials{}, err
	}
	found := credentials{url: env.BaseURL, id: env.PAT.ClientID, secret: env.PAT.ClientSecret}
	if found.url == "" {
		return credentials{}, fmt.Errorf("%s has no baseurl for the environment %q: set it there, or set SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET", path, name)
	}
	if err := found.fillFromKeyring(name); err != nil {
		return credentials{}, fmt.Errorf("%s names the tenant of the environment %q, but %w; set SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET instead", path, name, err)
	}
	return found, nil
}

// missing names every variable that is missing, not only the first: people set them
// one by one otherwise.
func (c credentials) missing() error {
	var missing []string
	for _, v := range []struct{ name, value string }{
		{"SAIL_BASE_URL", c.url},
		{"SAIL_CLIENT_ID", c.id},
		{"SAIL_CLIENT_SECRET", c.secret.Reveal()},
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

// unfilled names a variable that arrived as a reference, such as
// ${SAIL_BASE_URL}. What came for the secret is not shown, whatever it is.
func (c credentials) unfilled() error {
	const cure = "the client that starts this program did not fill it in, because it is not set there: set it where the client runs, or write the value into its configuration"
	switch {
	case reference.MatchString(c.url):
		return fmt.Errorf("SAIL_BASE_URL is the text %s: %s", c.url, cure)
	case reference.MatchString(c.id):
		return fmt.Errorf("SAIL_CLIENT_ID is the text %s: %s", c.id, cure)
	case reference.MatchString(c.secret.Reveal()):
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
func (c *credentials) fillFromKeyring(environment string) error {
	if c.id == "" {
		id, err := keyring.Get(keyringClientID, environment)
		if err != nil {
			return fmt.Errorf("the client id is neither there nor in this system's keyring (%w)", err)
		}
		c.id = id
	}
	if c.secret.Empty() {
		secret, err := keyring.Get(keyringClientSecret, environment)
		if err != nil {
			return fmt.Errorf("the client secret is neither there nor in this system's keyring (%w)", err)
		}
		c.secret = redact.New(secret)
	}
	return nil
}
