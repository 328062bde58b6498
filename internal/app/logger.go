// The log: one line an event, on standard error.

package app

import (
	"fmt"
	"io"
	"log/slog"

	"govgroup/internal/observe"
)

// NewLogger makes a log of the given level (debug, info, warn, error) and format
// (text, json). Lines about a call name it.
func NewLogger(w io.Writer, level, format string) (*slog.Logger, error) {
	var least slog.Level
	if err := least.UnmarshalText([]byte(level)); err != nil {
		return nil, fmt.Errorf("the log level %q is not known; it is debug, info, warn or error", level)
	}
	options := &slog.HandlerOptions{Level: least}
	switch format {
	case "text":
		return slog.New(observe.Handler(slog.NewTextHandler(w, options))), nil
	case "json":
		return slog.New(observe.Handler(slog.NewJSONHandler(w, options))), nil
	}
	return nil, fmt.Errorf("the log format %q is not known; it is text or json", format)
}
