// Browser: opening the browser of the person at this machine.

package approvals

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// leads is a page that takes the browser on. The link is for browsers that do
// not go by themselves.
var leads = template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={{.}}"><title>govgroup</title>
<p><a href="{{.}}">Open the request</a></p></html>
`))

// writeRedirect writes a file that leads a browser to an address with a key. Other
// users of the machine see what programs are started with, but not what is in
// this file. Its name does not begin with a dot, because browsers in a sandbox
// may not read hidden files; it exists until the browser has come.
func writeRedirect(folder, address string) (string, error) {
	file, err := os.CreateTemp(folder, "govgroup-request-*.html") // mode 0600
	if err != nil {
		return "", fmt.Errorf("preparing the browser: %w", err)
	}
	err = leads.Execute(file, address)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(file.Name())
		return "", fmt.Errorf("preparing the browser: %w", err)
	}
	return file.Name(), nil
}

// started is how long a program may take to hand a file to the browser. Some
// stay as long as the browser does.
const started = 3 * time.Second

// OpenBrowser shows a file in the browser that the person has chosen for such
// files. An error means that none was started.
func OpenBrowser(ctx context.Context, file string) error {
	if !HasScreen() {
		return errors.New("opening a browser: there is no screen")
	}
	name, arguments := opener(runtime.GOOS, file)
	path, err := exec.LookPath(name)
	if err != nil {
		return fmt.Errorf("opening a browser: %w", err)
	}
	// The browser goes on after the call, so the call's end must not end it.
	command := exec.CommandContext(context.WithoutCancel(ctx), path, arguments...)
	if err := command.Start(); err != nil {
		return fmt.Errorf("opening a browser: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("opening a browser: %s: %w", name, err)
		}
	case <-time.After(started):
	}
	return nil
}

// HasScreen reports whether somebody would see a browser that [OpenBrowser] opens.
func HasScreen() bool { return !headless(runtime.GOOS, os.Getenv) }

// headless reports whether nobody would see a browser. Without a screen xdg-open
// may start one for terminals, which shows itself to nobody and does not fail.
func headless(system string, getenv func(string) string) bool {
	return system != "windows" && system != "darwin" && getenv("DISPLAY") == "" && getenv("WAYLAND_DISPLAY") == ""
}

// opener is the program of an operating system that opens files.
func opener(system, file string) (name string, arguments []string) {
	switch system {
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler", file}
	case "darwin":
		return "open", []string{file}
	}
	return "xdg-open", []string{file}
}
