// Home: what somebody sees who opens the app.

package slackbot

import (
	"context"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/slackbot/transport"
	"govgroup/internal/tools"
)

// handleEvent has an event worked on. Those of kinds that the app has not asked for are
// taken and left.
func handleEvent(s *services, e transport.Event) error {
	if e.Kind != transport.HomeOpened {
		return nil
	}
	i := s.interaction("home", origin{Team: e.Team, User: e.User, OrgWide: e.OrgWide}, s.sender.at(e.User, "", "", "", 0), "")
	return i.startHome(e.Empty)
}

// startHome shows the Home tab. One that is empty says at once that it is worked on.
func (i *interaction) startHome(empty bool) error {
	i.instead = i.publish
	return i.startUnchecked(i.work, func(ctx context.Context, i *interaction) error {
		if empty {
			i.publish(ctx, i.renderer.Progress(tools.Progress{Text: working}))
		}
		return i.showHome(ctx)
	})
}

// showHome makes the tab for who opened it. Who may not use the app reads why, and
// nothing else.
func (i *interaction) showHome(ctx context.Context) (err error) {
	if i.caller, err = i.directory.caller(ctx, i.origin); err != nil {
		i.logCause(tools.AsError(err))
		i.publish(ctx, i.renderer.Whoami(i.directory.checks(ctx, i.origin), tools.Result{}))
		return nil
	}
	h := card.Home{Allowed: i.registry.ToolsFor(ctx, i.caller)}
	if h.Requests, err = i.requests.waiting(ctx, i.caller); err != nil {
		return err
	}
	owned, read := i.index.OwnedBy(i.caller.Identity)
	h.Reading = !read
	for _, g := range owned {
		h.Owned = append(h.Owned, tools.Ref{ID: g.ID, Name: g.Name})
	}
	i.publishView(ctx, i.renderer.Home(h))
	return nil
}

// publish shows a message in the tab.
func (i *interaction) publish(ctx context.Context, m card.Message) sentMessage {
	i.publishView(ctx, card.HomeOf(m))
	return sentMessage{}
}

func (i *interaction) publishView(ctx context.Context, view slack.HomeTabViewRequest) {
	_, err := i.api.PublishViewContext(lasting(ctx), slack.PublishViewContextRequest{UserID: i.origin.User, View: view})
	switch {
	case slackCode(err) == "not_enabled":
		i.log.Info("the app has no Home tab: switch it on in the app's settings, or install it again from slack/manifest.yaml")
	case err != nil:
		i.log.Error("the Home tab could not be shown", "call", i.id, "error", err)
	}
}
