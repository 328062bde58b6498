// This file keeps secrets out of everything that is printed.

package sailpoint

import (
	"fmt"
	"io"
	"log/slog"
)

// redacted is all that is ever shown of a secret.
const redacted = "[redacted]"

// Secret is a text that no formatting, logging or encoding shows: each of them
// gives "[redacted]". Only the conversion string(s) yields the value.
type Secret string

// String gives "[redacted]".
func (Secret) String() string { return redacted }

// GoString gives "[redacted]", so that %#v of a struct is safe too.
func (Secret) GoString() string { return redacted }

// Format gives "[redacted]" for every verb: %x and %q would bypass String.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue gives "[redacted]" to slog.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText gives "[redacted]" to JSON, YAML and every other text encoding.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalJSON gives "[redacted]".
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// sealed holds a secret in a closure. Printing a struct skips the methods of
// unexported fields and would show a Secret there; of a function it shows no
// more than the address.
type sealed func() string

func seal(text string) sealed { return func() string { return text } }
