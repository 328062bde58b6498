// Watch: reading the policy's file, and reading it again when it changes.

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
	look            = 2 * time.Second
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
	p := &Policy{Options: o, path: path}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the policy cannot be read: %w", err)
	}
	c, err := compile(text, o.Tools)
	if err != nil {
		return nil, fmt.Errorf("the policy %s cannot be used:\n%w", path, err)
	}
	p.current.Store(c)
	return p, nil
}

// Watch takes over every new version of the file until ctx is done. A broken or
// missing file is logged as an error, again and again, and the last good policy
// stays in force. The built-in rules have no file: then it returns at once.
func (p *Policy) Watch(ctx context.Context) {
	if p.path == "" {
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
			p.look(&w)
		}
	}
}

// Check reads the file and tells what is wrong with it: while something is, the last
// good policy is in force and not what the operator wrote.
func (p *Policy) Check(context.Context) error {
	if p.path == "" {
		return nil
	}
	text, err := os.ReadFile(p.path)
	if err == nil {
		_, err = compile(text, p.Tools)
	}
	return err
}

// watched is what was last seen of the file.
type watched struct {
	text   []byte
	logged time.Time
}

// look takes over what stands in the file if it stood there at the last look,
// too: a file that is being written may read as a shorter policy.
func (p *Policy) look(w *watched) {
	text, err := os.ReadFile(p.path)
	if err != nil {
		w.text = nil
		p.logInvalid(w, err)
		return
	}
	settled := w.text != nil && bytes.Equal(text, w.text)
	w.text = text
	if !settled {
		return
	}
	c, err := compile(text, p.Tools)
	if err != nil {
		p.logInvalid(w, err)
		return
	}
	w.logged = time.Time{} // the next mistake is a new one
	if old := p.current.Load(); old.version != c.version {
		p.current.Store(c)
		p.Log.Info("the policy was reloaded", "file", p.path, "version", c.version, "before", old.version)
	}
}

// logInvalid says what is wrong, but not at every look.
func (p *Policy) logInvalid(w *watched, err error) {
	if time.Since(w.logged) < logInvalidEvery {
		return
	}
	w.logged = time.Now()
	p.Log.Error("the policy file cannot be used; the last good policy stays in force",
		"file", p.path, "version", p.current.Load().version, "error", err.Error())
}
