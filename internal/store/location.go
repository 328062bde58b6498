// Where the state is kept.

package store

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// onServer reports whether a place is the address of a PostgreSQL database.
func onServer(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// Name is a place as it may be shown: without the password that an address may hold.
func Name(where string) string {
	if !onServer(where) {
		return where
	}
	address, err := url.Parse(where)
	if err != nil {
		return "postgres://…"
	}
	query := address.Query()
	query.Del("password")
	query.Del("sslpassword")
	address.RawQuery = query.Encode()
	return address.Redacted()
}

// location turns what an operator wrote into the absolute path of a file.
func location(where string) (string, error) {
	path, given := strings.CutPrefix(where, "sqlite:")
	switch {
	case where == "":
		return DefaultPath()
	case strings.Contains(path, "://"), strings.HasPrefix(path, "postgres:"), strings.HasPrefix(path, "postgresql:"), strings.HasPrefix(path, "host="):
		// It may hold a password, so it is not repeated.
		return "", errors.New("this is neither the path of a file nor an address of the form postgres://user@host/database")
	case path == "" && given, strings.ContainsRune(path, 0):
		return "", fmt.Errorf("state %q: the path of a file is missing", where)
	case path == ":memory:":
		return "", errors.New("state in memory would be lost with the process: give the path of a file")
	}
	return filepath.Abs(path)
}

// DefaultPath is govgroup/state.db in the user's state directory:
// $XDG_STATE_HOME or ~/.local/state, ~/Library/Application Support on macOS,
// %LocalAppData% on Windows.
func DefaultPath() (string, error) {
	folder, err := stateFolder()
	if err != nil {
		return "", fmt.Errorf("no folder for the state is known, give the path of a file: %w", err)
	}
	return filepath.Join(folder, "govgroup", "state.db"), nil
}

func stateFolder() (string, error) {
	switch runtime.GOOS {
	case "darwin", "ios":
		return os.UserConfigDir() // Application Support serves for both
	case "windows":
		return os.UserCacheDir() // %LocalAppData%: stays on this machine
	}
	// A relative path is to be ignored, says the XDG specification.
	if folder := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(folder) {
		return folder, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "state"), err
}
