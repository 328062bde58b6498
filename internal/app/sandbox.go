// The embedded tenant alone, for several programs to share.

package app

import (
	"context"
	"fmt"
	"time"

	"govgroup/internal/sailpoint/sandbox"
)

// SandboxSettings say how the embedded tenant is made.
type SandboxSettings struct {
	Addr           string // a loopback address
	Seed           uint64
	Groups, People int
	Latency        time.Duration // added to every answer
	RateLimit      int           // requests per 10 seconds; negative means none
}

// Sandbox serves the embedded tenant until ctx is done. The three lines that
// make other programs use it, a secret among them, go to standard output.
func Sandbox(ctx context.Context, s SandboxSettings, h Host) error {
	t, err := sandbox.Start(s.Addr, sandbox.Options{
		Seed: s.Seed, Groups: s.Groups, People: s.People, RateLimit: s.RateLimit, Latency: s.Latency,
	})
	if err != nil {
		return err
	}
	defer t.Close()
	if _, err := fmt.Fprintf(h.Stdout, "SAIL_BASE_URL=%s\nSAIL_CLIENT_ID=%s\nSAIL_CLIENT_SECRET=%s\n",
		t.URL, t.ClientID, t.ClientSecret); err != nil {
		return err
	}
	h.Log.Info("serving the sandbox tenant; end it with Ctrl-C", "address", t.URL)
	<-ctx.Done()
	return nil
}
