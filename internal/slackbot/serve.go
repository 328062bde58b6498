// Serve: receiving, and ending in good order.

package slackbot

import (
	"context"
	"net"
	"net/http"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"govgroup/internal/slackbot/transport"
	"govgroup/internal/web"
)

// Serving says where a bot receives.
type Serving struct {
	// Listener serves the probes and, without an app token, Slack's requests. With
	// an app token it may be nil: then there are no probes. Serve closes it.
	Listener net.Listener
	// Ready is what the bot needs beside Slack.
	Ready []web.Part
	// Metrics answers at /metrics, beside the probes; nil: nothing does.
	Metrics http.Handler
}

// Serve receives over Socket Mode where there is an app token, else over HTTP,
// until ctx is done. Then nothing more is taken, what was taken is acknowledged
// and worked on for the grace, and Serve returns. It can be called once.
func (b *Bot) Serve(ctx context.Context, s Serving) error {
	behind, end := context.WithCancel(context.WithoutCancel(ctx))
	var background sync.WaitGroup
	background.Go(func() { b.services.cards.watch(behind, b.LookEvery) })
	background.Go(func() { b.services.index.Run(behind) })
	background.Go(func() { b.tellInstallation(behind) })
	background.Go(func() { b.notices().run(behind, b.LookEvery) })
	err := b.receive(ctx, s)
	b.services.quick.close(b.Grace)
	b.services.work.close(b.Grace)
	end()
	background.Wait()
	return err
}

// notices are for the channel and the surface of this bot.
func (b *Bot) notices() *notices {
	s := b.services
	return &notices{
		surface: b.Surface, approvers: b.Approvers, gate: s.gate, requests: s.requests,
		renderer: s.renderer, sender: s.sender, cards: s.cards, once: s.once, log: s.log,
	}
}

// receive runs the transport that there is a secret for, and the probes beside it.
// The first that fails ends the others: half a bot looks alive and is not.
func (b *Bot) receive(ctx context.Context, s Serving) error {
	mux := http.NewServeMux()
	running, ctx := errgroup.WithContext(ctx)
	ready := append(slices.Clone(s.Ready), web.Part{Name: "slack", Check: b.letIn})
	handler := transport.Observed(transport.Dedupe(b), b.Acknowledged)
	if !b.AppToken.Empty() {
		socket := transport.NewSocket(b.services.api, handler, b.Log, 0)
		ready = append(ready, web.Part{Name: "slack socket", Check: socket.Ready})
		running.Go(func() error { return withCure(socket.Run(ctx), appTokenCure) })
	} else {
		posts, err := transport.NewWeb(b.SigningSecret.Reveal(), b.Seen, handler, b.Log)
		if err != nil {
			return err
		}
		posts.Routes(mux)
	}
	if s.Listener != nil {
		mux.HandleFunc("GET /healthz", web.Alive)
		mux.Handle("GET /readyz", web.NewReadiness(ready, b.Log))
		if s.Metrics != nil {
			mux.Handle("GET /metrics", s.Metrics)
		}
		running.Go(func() error { return web.Serve(ctx, s.Listener, web.NewServer(mux, b.Log), nil) })
	}
	return running.Wait()
}
