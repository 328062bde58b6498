// Services: what every interaction works with, made once and never changed.

package slackbot

import (
	"log/slog"

	"github.com/slack-go/slack"

	"govgroup/internal/confirm"
	"govgroup/internal/observe"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/slackbot/typeahead"
	"govgroup/internal/tools"
)

// How much happens at once. The tenant's client asks eight things at a time: with a
// few more workers it always has something to do, and what has begun does not
// wait long for its turn. What opens a modal has a pool of its own, because Slack
// allows it for three seconds only and everything else may take long.
const (
	workers      = 10
	queue        = 1000
	quickWorkers = 16
	quickQueue   = 200
)

// services are safe for concurrent use.
type services struct {
	api      *slack.Client
	registry *tools.Registry
	gate     *confirm.Gate
	log      *slog.Logger
	tracer   observe.Tracer

	grammar   *command.Grammar
	renderer  *card.Renderer
	forms     card.Forms
	index     *typeahead.Index
	directory *directory
	sender    *sender
	requests  requests
	cards     *openCards
	once      once
	approvers string // the channel by id where approvers are told; empty: none

	work  *pool
	quick *pool // for what asks nothing of the tenant
}

// newServices puts the parts of a bot together.
func newServices(c Config, api *slack.Client) (*services, error) {
	grammar := command.New(c.Command, c.Registry.Tools())
	renderer, err := card.New(card.Settings{Grammar: grammar, GroupURL: c.GroupURL})
	if err != nil {
		return nil, err
	}
	index := typeahead.New(typeahead.Tools{
		Registry: c.Registry, EachPerson: c.Directory.EachPerson, Caller: tools.Caller{Surface: c.Surface, Subject: "type-ahead"},
	}, c.Log)
	s := &services{
		api: api, registry: c.Registry, gate: c.Gate, log: c.Log, tracer: c.Tracer,
		grammar: grammar, renderer: renderer,
		forms:     card.Forms{Renderer: renderer, Registry: c.Registry},
		index:     index,
		directory: newDirectory(c.Surface, c.Rules, newLookups(api, c.Directory)),
		sender:    newSender(api, host(c.APIURL), c.Log),
		work:      newPool(workers, queue, c.Log),
		quick:     newPool(quickWorkers, quickQueue, c.Log),
		once:      newOnce(c.Seen), approvers: c.Approvers,
	}
	s.requests = requests{registry: s.registry, gate: s.gate}
	s.cards = &openCards{requests: s.requests, renderer: s.renderer, sender: s.sender, log: s.log}
	return s, nil
}
