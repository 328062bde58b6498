// Secret: a text that is used and never shown.

// Package redact keeps secrets out of whatever is printed, logged or encoded.
package redact

import (
	"fmt"
	"io"
	"log/slog"
)

// Mark is all that is ever shown of a secret.
const Mark = "[redacted]"

// Secret is a text that no formatting, logging or encoding shows: each of them
// gives "[redacted]", or an address in memory where printing cannot call the
// methods of an unexported field. Only [Secret.Reveal] yields the text. The zero
// value is no secret.
type Secret struct {
	// Behind a pointer: printing follows none that is inside of a struct.
	text *string
}

// New hides a text. An empty one gives the zero value.
func New(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{&text}
}

// Reveal gives the text, to whoever sends it where it belongs.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Empty reports whether there is nothing to hide.
func (s Secret) Empty() bool { return s.text == nil }

// String gives "[redacted]".
func (Secret) String() string { return Mark }

// GoString gives "[redacted]", so that %#v of a struct is safe too.
func (Secret) GoString() string { return Mark }

// Format gives "[redacted]" for every verb: %x and %q would bypass String.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Mark) }

// LogValue gives "[redacted]" to slog.
func (Secret) LogValue() slog.Value { return slog.StringValue(Mark) }

// MarshalText gives "[redacted]" to JSON, YAML and every other text encoding.
func (Secret) MarshalText() ([]byte, error) { return []byte(Mark), nil }

// UnmarshalText takes the text of a configuration file.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = New(string(text))
	return nil
}
