// Secret: no secret can be printed, logged or encoded, wherever it is held.

package redact_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/redact"
)

const text = "correct-horse-battery"

// holder is what programs keep secrets in.
type holder struct {
	Exported redact.Secret
	hidden   redact.Secret
}

func values() []any {
	secret := redact.New(text)
	held := holder{secret, secret}
	return []any{secret, &secret, held, &held, []redact.Secret{secret}, map[string]redact.Secret{"k": secret}, struct{ h *holder }{&held}}
}

func TestPrintingShowsNoSecret(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10s", "%t", "%c", "%U", "%p"} {
		for _, value := range values() {
			shown := fmt.Sprintf(verb, value)
			for _, form := range []string{text, fmt.Sprintf("%x", text), fmt.Sprintf("%X", text), fmt.Sprintf("%d", []byte(text))} {
				assert.NotContains(t, shown, form, "%s of %T", verb, value)
			}
		}
	}
	assert.Equal(t, "[redacted] [redacted]", fmt.Sprintf("%d %s", redact.New(text), redact.New(text)))
}

func TestEncodingAndLoggingShowNoSecret(t *testing.T) {
	t.Parallel()
	secret := redact.New(text)
	asJSON, err := json.Marshal(map[redact.Secret]any{secret: secret})
	require.NoError(t, err)
	asYAML, err := yaml.Marshal(map[string]any{"a": secret, "b": &secret})
	require.NoError(t, err)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "a", secret, "b", holder{Exported: secret}, "c", &secret)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "a", secret, "b", holder{Exported: secret}, "c", &secret)
	for _, shown := range []string{string(asJSON), string(asYAML), log.String()} {
		assert.NotContains(t, shown, text)
		assert.Contains(t, shown, "[redacted]")
	}
}

func TestTheValueIsThereForWhoeverUsesIt(t *testing.T) {
	t.Parallel()
	assert.Equal(t, text, redact.New(text).Reveal())
	assert.True(t, redact.New("").Empty())
	assert.Empty(t, redact.Secret{}.Reveal())
	var read struct{ A redact.Secret }
	require.NoError(t, yaml.Unmarshal([]byte("a: "+text), &read))
	assert.Equal(t, text, read.A.Reveal())
}
