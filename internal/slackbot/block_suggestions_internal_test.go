// Suggestions: which select offers groups and which people.

package slackbot

import (
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slackbot/typeahead"
	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

func TestSelectsOfferGroupsAndPeople(t *testing.T) {
	e := testenv.New(t, testenv.Options{})
	index := typeahead.New(typeahead.Tools{
		Registry: e.Registry, EachPerson: e.Directory.EachPerson, Caller: tools.Caller{Surface: "slack", Subject: "type-ahead"},
	}, slog.New(slog.DiscardHandler))
	done := make(chan struct{})
	go func() { defer close(done); index.Run(t.Context()) }()
	t.Cleanup(func() { <-done })
	require.Eventually(t, func() bool { return len(offers(index, "group", "DB Access")) > 0 }, 20*time.Second, 10*time.Millisecond)
	found := offers(index, "group", "db acc")
	assert.Equal(t, e.DBAccess.ID, found[0].ID)
	assert.Equal(t, "Jane Doe", found[0].Detail)
	assert.Equal(t, e.JaneDoe.ID, offers(index, "owner", "jane doe")[0].ID)
	require.Eventually(t, func() bool { return len(offers(index, "members", e.Approver.Name)) > 0 }, 20*time.Second, 10*time.Millisecond, "who owns nothing is looked for")
	assert.Empty(t, offers(index, "query", "x"))
}
