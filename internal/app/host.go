// Host: the system that a program runs on.

package app

import (
	"io"
	"log/slog"
	"os"
	"runtime/debug"
)

// NewHost gives the running program what the system has for it.
func NewHost(getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer, log *slog.Logger) Host {
	return Host{
		Getenv: getenv, Home: home(getenv), Version: version(),
		Stdin: stdin, Stdout: stdout, Stderr: stderr, Log: log,
	}
}

// home is the user's home directory, where SailPoint's tools keep the tenant. It
// may be unknown, as in some containers; then only the variables count.
func home(getenv func(string) string) string {
	if dir := getenv("HOME"); dir != "" {
		return dir
	}
	dir, _ := os.UserHomeDir()
	return dir
}

// version is the module's version, or what the build knows of the commit.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}
