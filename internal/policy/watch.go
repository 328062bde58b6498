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
	complain = time.Minute
)

// Load reads a policy file. One that is broken, or not there, is an error that
// names every mistake with its line; nothing is to be served then.
func Load(path string, o Options) (*Judge, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	j := &Judge{Options: o, path: path}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the policy cannot be read: %w", err)
	}
	b, err := newBook(text, o.Tools)
	if err != nil {
		return nil, fmt.Errorf("the policy %s cannot be used:\n%w", path, err)
	}
	j.book.Store(b)
	return j, nil
}

// Watch takes over every new version of the file until ctx is done. A broken or
// missing file is logged as an error, again and again, and the last good policy
// stays in force. The built-in rules have no file: then it returns at once.
func (j *Judge) Watch(ctx context.Context) {
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
	complained time.Time
}

// look takes over what stands in the file if it stood there at the last look,
// too: a file that is being written may read as a shorter policy.
func (j *Judge) look(w *watched) {
	text, err := os.ReadFile(j.path)
	if err != nil {
		w.text = nil
		j.complain(w, err)
		return
	}
	settled := w.text != nil && bytes.Equal(text, w.text)
	w.text = text
	if !settled {
		return
	}
	b, err := newBook(text, j.Tools)
	if err != nil {
		j.complain(w, err)
		return
	}
	w.complained = time.Time{} // the next mistake is a new one
	if old := j.book.Load(); old.version != b.version {
		j.book.Store(b)
		j.Log.Info("the policy was reloaded", "file", j.path, "version", b.version, "before", old.version)
	}
}

// complain says what is wrong, but not at every look.
func (j *Judge) complain(w *watched, err error) {
	if time.Since(w.complained) < complain {
		return
	}
	w.complained = time.Now()
	j.Log.Error("the policy file cannot be used; the last good policy stays in force",
		"file", j.path, "version", j.book.Load().version, "error", err.Error())
}
