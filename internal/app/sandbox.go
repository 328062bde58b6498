// Sandbox: the embedded tenant alone, for several programs to share.

package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"govgroup/internal/sailpoint/sandbox"
)

// SandboxSettings say how the embedded tenant is made.
type SandboxSettings struct {
	Addr           string // a loopback address
	Fill           string // a file of groups and people; empty means that they are invented
	Journal        string // a file that every call is appended to; empty means none
	Switches       []string
	Seed           uint64
	Groups, People int
	Latency        time.Duration // added to every answer
	RateLimit      int           // requests per 10 seconds; negative means none
}

// Sandbox serves the embedded tenant until ctx is done. The three lines that
// make other programs use it, a secret among them, go to standard output.
func Sandbox(ctx context.Context, s SandboxSettings, h Host) (err error) {
	options, err := s.options()
	if err != nil {
		return err
	}
	if s.Journal != "" {
		file, err := os.OpenFile(s.Journal, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("--journal: %w", err)
		}
		defer file.Close()
		options.Journal = journal(file, h.Log)
	}
	t, err := sandbox.Start(s.Addr, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	if _, err := fmt.Fprintf(h.Stdout, "SAIL_BASE_URL=%s\nSAIL_CLIENT_ID=%s\nSAIL_CLIENT_SECRET=%s\n",
		t.URL, t.ClientID, t.ClientSecret); err != nil {
		return err
	}
	h.Log.Info("serving the embedded tenant; open the address to watch it, end it with Ctrl-C", "address", t.URL)
	<-ctx.Done()
	return nil
}

// options reads what the settings name.
func (s SandboxSettings) options() (sandbox.Options, error) {
	o := sandbox.Options{Seed: s.Seed, Groups: s.Groups, People: s.People, RateLimit: s.RateLimit, Latency: s.Latency}
	for _, text := range s.Switches {
		if err := o.Switches.Set(text); err != nil {
			return o, fmt.Errorf("--switch: %w", err)
		}
	}
	if s.Fill == "" {
		return o, nil
	}
	file, err := os.Open(s.Fill)
	if err != nil {
		return o, fmt.Errorf("--fill: %w", err)
	}
	defer file.Close()
	content, err := sandbox.ReadContent(s.Fill, file)
	if err != nil {
		return o, fmt.Errorf("--fill: %w", err)
	}
	o.Content = &content
	return o, nil
}

// journal writes each call as a line. What cannot be written is said once: the
// tenant goes on, since it is there to be tried.
func journal(file *os.File, log *slog.Logger) func(sandbox.Exchange) {
	lines := json.NewEncoder(file)
	var once sync.Once
	return func(e sandbox.Exchange) {
		if err := lines.Encode(e); err != nil {
			once.Do(func() { log.Error("the journal cannot be written; calls go on unwritten", "error", err) })
		}
	}
}
