// Credentials: where they are looked for, and what is said where they are not found.

package credentials_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/credentials"
)

const clientSecret = "s3cret-VALUE-of-the-client"

const sailFile = `
authtype: pat
activeenvironment: Acme
debug: false
environments:
  other:
    baseurl: https://other.example
    pat: {clientid: other-id, clientsecret: other-secret}
  acme:
    tenanturl: https://acme.identitynow.com
    baseurl: https://acme.api.identitynow.com
    pat:
      clientid: file-id
      clientsecret: file-secret
`

// homeWith makes a home directory with this configuration file.
func homeWith(t *testing.T, text string) string {
	t.Helper()
	home := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(home, ".sailpoint"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(home, ".sailpoint", "config.yaml"), []byte(text), 0o600))
	return home
}

// variables is an environment.
func variables(pairs ...string) func(string) string {
	env := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		env[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return env[name] }
}

func TestVariablesComeFirst(t *testing.T) {
	cfg, err := credentials.Load(variables("SAIL_BASE_URL", "https://env.example", "SAIL_CLIENT_ID", "env-id",
		"SAIL_CLIENT_SECRET", "env-secret\n", "SAIL_API_VERSION", "v2025"), homeWith(t, sailFile))
	require.NoError(t, err)
	assert.Equal(t, sailpoint.Config{BaseURL: "https://env.example", ClientID: "env-id", ClientSecret: redact.New("env-secret"), APIVersion: "v2025"}, cfg)
}

// Some clients hand on the reference instead of what it refers to.
func TestVariablesThatArriveUnset(t *testing.T) {
	for _, text := range []string{"${SAIL_BASE_URL}", "$SAIL_BASE_URL", "%SAIL_BASE_URL%", "${env:SAIL_BASE_URL}", "{{SAIL_BASE_URL}}"} {
		_, err := credentials.Load(variables("SAIL_BASE_URL", text, "SAIL_CLIENT_ID", "id", "SAIL_CLIENT_SECRET", "s"), homeWith(t, sailFile))
		assert.ErrorContains(t, err, "SAIL_BASE_URL is the text "+text)
	}
	_, err := credentials.Load(variables("SAIL_BASE_URL", "https://env.example", "SAIL_CLIENT_ID", "${SAIL_CLIENT_ID}",
		"SAIL_CLIENT_SECRET", "${input:secret}"), homeWith(t, sailFile))
	assert.ErrorContains(t, err, "SAIL_CLIENT_ID is the text ${SAIL_CLIENT_ID}")
	_, err = credentials.Load(variables("SAIL_BASE_URL", "https://env.example", "SAIL_CLIENT_ID", "id",
		"SAIL_CLIENT_SECRET", "${input:secret}"), homeWith(t, sailFile))
	assert.ErrorContains(t, err, "SAIL_CLIENT_SECRET is a reference that was not filled in")
	_, err = credentials.Load(variables("SAIL_BASE_URL", "https://env.example", "SAIL_CLIENT_ID", "id",
		"SAIL_CLIENT_SECRET", "a$b{c}%d"), homeWith(t, sailFile))
	assert.NoError(t, err)
}

func TestThenTheFile(t *testing.T) {
	cfg, err := credentials.Load(variables(), homeWith(t, sailFile))
	require.NoError(t, err)
	assert.Equal(t, sailpoint.Config{BaseURL: "https://acme.api.identitynow.com", ClientID: "file-id", ClientSecret: redact.New("file-secret")}, cfg)
}

func TestSourcesAreNotMixed(t *testing.T) {
	for want, env := range map[string]func(string) string{
		"SAIL_CLIENT_ID and SAIL_CLIENT_SECRET not set": variables("SAIL_BASE_URL", "https://evil.example"),
		"SAIL_BASE_URL and SAIL_CLIENT_ID not set":      variables("SAIL_CLIENT_SECRET", clientSecret),
		"SAIL_CLIENT_SECRET not set":                    variables("SAIL_BASE_URL", "https://x.org", "SAIL_CLIENT_ID", "id"),
	} {
		_, err := credentials.Load(env, homeWith(t, sailFile))
		require.ErrorContains(t, err, want)
		assert.NotContains(t, err.Error(), clientSecret)
	}
}

func TestFilesThatDoNotDo(t *testing.T) {
	keyring.MockInit() // empty
	for want, text := range map[string]string{
		`has no environment "gone"`:           "activeenvironment: gone\nenvironments: {acme: {}}",
		`has no environment "default"`:        "{}",
		`no baseurl for the environment "a"`:  "activeenvironment: a\nenvironments: {a: {pat: {clientid: x}}}",
		`signs in by "OAUTH"`:                 "authtype: OAUTH\nactiveenvironment: a",
		"is not the YAML":                     "environments: [" + clientSecret,
		"client id is neither there nor":      "activeenvironment: a\nenvironments: {a: {baseurl: https://x.org}}",
		"the client secret is neither there":  "activeenvironment: a\nenvironments: {a: {baseurl: https://x.org, pat: {clientid: x}}}",
		"is not the YAML that SailPoint's co": "environments: {a: {pat: {clientsecret: {x: " + clientSecret + "}}}}",
	} {
		_, err := credentials.Load(variables(), homeWith(t, text))
		require.ErrorContains(t, err, want, text)
		assert.ErrorContains(t, err, "config.yaml")
		assert.NotContains(t, err.Error(), clientSecret)
	}
	_, err := credentials.Load(variables(), t.TempDir())
	assert.ErrorContains(t, err, "no tenant is configured: set SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET")
}

func TestUnreadableFile(t *testing.T) {
	home := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(home, ".sailpoint", "config.yaml"), 0o700)) // a directory
	_, err := credentials.Load(variables(), home)
	assert.ErrorContains(t, err, "cannot be read")
}

func TestKeyringFillsWhatTheFileLeavesOut(t *testing.T) {
	keyring.MockInit()
	t.Cleanup(keyring.MockInit)
	require.NoError(t, keyring.Set("environments.pat.clientid", "acme", "ring-id"))
	require.NoError(t, keyring.Set("environments.pat.clientsecret", "acme", "ring-secret"))
	cfg, err := credentials.Load(variables(), homeWith(t, "activeenvironment: ACME\nenvironments: {acme: {baseurl: https://x.org}}"))
	require.NoError(t, err)
	assert.Equal(t, sailpoint.Config{BaseURL: "https://x.org", ClientID: "ring-id", ClientSecret: redact.New("ring-secret")}, cfg)
}

func TestKeyringThatIsNotThere(t *testing.T) {
	keyring.MockInitWithError(errors.New("no keyring on this system"))
	t.Cleanup(keyring.MockInit)
	_, err := credentials.Load(variables(), homeWith(t, "environments: {default: {baseurl: https://x.org, pat: {clientid: i}}}"))
	assert.ErrorContains(t, err, "no keyring on this system")
	assert.ErrorContains(t, err, "set SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET instead")
}
