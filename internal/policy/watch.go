// Reading the policy's file, and reading it again when it changes.

package policy

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"
)

// How often the file is looked at, and how often a broken one is complained of.
const (
	look     = 2 * time.Second
	logInvalidEvery = time.Minute
)

// Load reads a policy file. One that is broken, or not there, is an error that
// names every mistake with its line; nothing is to be served then.
func Load(path string, o Options) (*Policy, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	j := &Policy{Options: o, path: path}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the policy cannot be read: %w", err)
	}
	b, err := compile(text, o.Tools)
	if err != nil {
		return nil, fmt.Errorf("the policy %s cannot be used:\n%w", path, err)
	}
	j.current.Store(b)
	return j, nil
}

// Watch takes over every new version of the file until ctx is done. A broken or
// missing file is logged as an error, again and again, and the last good policy
// stays in force. The built-in rules have no file: then it returns at once.
func (j *Policy) Watch(ctx context.Context) {
	if j.path == "" {
		return
	}
	ticks := time.NewTicker(look)
	defer ticks.Stop()
	var w watched
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
			j.look(&w)
		}
	}
}

// watched is what was last seen of the file.
type watched struct {
	text       []byte
	logged time.Time
}

// look takes over what stands in the file if it stood there at the last look,
// too: a file that is being written may read as a shorter policy.
func (j *Policy) look(w *watched) {
	text, err := os.ReadFile(j.path)
	if err != nil {
		w.text = nil
		j.logInvalid(w, err)
		return
	}
	settled := w.text != nil && bytes.Equal(text, w.text)
	w.text = text
	if !settled {
		return
	}
	b, err := compile(text, j.Tools)
	if err != nil {
		j.logInvalid(w, err)
		return
	}
	w.logged = time.Time{} // the next mistake is a new one
	if old := j.current.Load(); old.version != b.version {
		j.current.Store(b)
		j.Log.Info("the policy was reloaded", "file", j.path, "version", b.version, "before", old.version)
	}
}

// logInvalid says what is wrong, but not at every look.
func (j *Policy) logInvalid(w *watched, err error) {
	if time.Since(w.logged) < logInvalidEvery {
		return
	}
	w.logged = time.Now()
	j.Log.Error("the policy file cannot be used; the last good policy stays in force",
		"file", j.path, "version", j.current.Load().version, "error", err.Error())
}
