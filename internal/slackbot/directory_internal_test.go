// Directory: who somebody in Slack is, and who is refused.

package slackbot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
	people "govgroup/internal/tools/directory"
)

// directoryEnv is a Slack and a tenant with one person, for a test to bend.
type directoryEnv struct {
	mu                        sync.Mutex
	user                      slack.User
	channel                   slack.Channel
	found                     []people.Person
	userErr, channelErr, fail error
	groups                    map[string][]string
	groupErr                  error
	asked                     int
	wait                      time.Duration
}

func newDirectoryEnv() *directoryEnv {
	w := &directoryEnv{found: []people.Person{{ID: "2c9180867624cbd7017642d8c8c81f67", Name: "Jane Doe", Email: "Jane@corp.example", State: "ACTIVE"}}}
	w.user = slack.User{ID: "U1", TeamID: "T1", IsEmailConfirmed: true}
	w.user.Profile.Email = "jane@corp.example"
	return w
}

// lookups answer with what the test has bent.
func (w *directoryEnv) lookups() lookups {
	return lookups{
		user:       w.lookUpUser,
		channel:    func(context.Context, string) (*slack.Channel, error) { return &w.channel, w.channelErr },
		userGroup:  func(_ context.Context, id string) ([]string, error) { return w.groups[id], w.groupErr },
		identities: w.lookUpIdentities,
	}
}

func (w *directoryEnv) lookUpUser(_ context.Context, user string) (*slack.User, error) {
	w.mu.Lock()
	w.asked++
	u := w.user
	w.mu.Unlock()
	time.Sleep(w.wait)
	u.ID = user
	return &u, w.userErr
}

func (w *directoryEnv) lookUpIdentities(_ context.Context, email string) ([]people.Person, error) {
	return slices.DeleteFunc(slices.Clone(w.found), func(p people.Person) bool { return !strings.EqualFold(p.Email, email) }), w.fail
}

func (w *directoryEnv) directory(r Rules) *directory {
	if r.Teams == nil {
		r.Teams = []string{"T1"}
	}
	return newDirectory("slack", r, w.lookups())
}

var here = origin{Team: "T1", User: "U1", Channel: "C1"}

func TestUserGroupsThatThePolicySpeaksOf(t *testing.T) {
	w := newDirectoryEnv()
	w.groups = map[string][]string{"S1": {"U1", "U2"}, "S2": {"U2"}}
	caller, err := w.directory(Rules{Groups: []string{"S1", "S2"}}).caller(t.Context(), here)
	require.NoError(t, err)
	assert.Equal(t, []string{"slack_group:S1"}, caller.Attributes)

	w.groupErr = errors.New("missing_scope")
	_, err = w.directory(Rules{Groups: []string{"S1"}}).caller(t.Context(), here)
	require.Error(t, err, "who cannot be told apart gets in as nobody")
	assert.Equal(t, tools.Unavailable, tools.AsError(err).Code)
}

func TestAPersonWhoPassesEveryCheck(t *testing.T) {
	d := newDirectoryEnv().directory(Rules{})
	caller, err := d.caller(t.Context(), here)
	require.NoError(t, err)
	assert.Equal(t, tools.Caller{
		Surface: "slack", Subject: "T1/U1", Email: "jane@corp.example", Identity: "2c9180867624cbd7017642d8c8c81f67",
	}, caller)
	var names []string
	for _, s := range d.checks(t.Context(), here) {
		assert.True(t, s.OK, s.Name)
		assert.NotEmpty(t, s.Note, s.Name)
		names = append(names, s.Name)
	}
	assert.Equal(t, []string{"Workspace", "Channel", "Account", "Home", "Kind", "E-mail", "Identity"}, names)
}

func TestEveryCheckRefuses(t *testing.T) {
	scope := slack.SlackErrorResponse{Err: "missing_scope", Needed: "users:read"}
	for name, c := range map[string]struct {
		bend  func(*directoryEnv)
		place origin
		rules Rules
		code  tools.Code
		at    string // the step that is not passed
		says  string
	}{
		"another workspace's command":    {place: origin{Team: "T2", User: "U1"}, at: "Workspace", says: "workspace T2 is not one"},
		"no workspace":                   {place: origin{User: "U1"}, at: "Workspace", says: "did not say which workspace"},
		"an app of a whole organisation": {place: origin{Team: "T1", User: "U1", OrgWide: true}, at: "Workspace", says: "Enterprise Grid"},
		"a deleted account":              {bend: func(w *directoryEnv) { w.user.Deleted = true }, at: "Account", says: "not active"},
		"an invited account":             {bend: func(w *directoryEnv) { w.user.IsInvitedUser = true }, at: "Account", says: "not active"},
		"an unknown account":             {bend: func(w *directoryEnv) { w.userErr = slack.SlackErrorResponse{Err: "user_not_found"} }, at: "Account", says: "does not know"},
		"a missing scope":                {bend: func(w *directoryEnv) { w.userErr = scope }, code: tools.Unavailable, at: "Account", says: "lacks a permission"},
		"a busy Slack":                   {bend: func(w *directoryEnv) { w.userErr = &slack.RateLimitedError{} }, code: tools.RateLimited, at: "Account", says: "asked too much"},
		"a broken Slack":                 {bend: func(w *directoryEnv) { w.userErr = errors.New("boom") }, code: tools.Unavailable, at: "Account", says: "did not say"},
		"a stranger":                     {bend: func(w *directoryEnv) { w.user.IsStranger = true }, at: "Home", says: "another workspace"},
		"another workspace's person":     {bend: func(w *directoryEnv) { w.user.TeamID = "T9" }, at: "Home", says: "another workspace (T9)"},
		"a bot":                          {bend: func(w *directoryEnv) { w.user.IsBot = true }, at: "Kind", says: "program's"},
		"a workflow":                     {bend: func(w *directoryEnv) { w.user.IsWorkflowBot = true }, at: "Kind", says: "program's"},
		"a guest":                        {bend: func(w *directoryEnv) { w.user.IsRestricted = true }, at: "Kind", says: "guest's"},
		"a single-channel guest":         {bend: func(w *directoryEnv) { w.user.IsUltraRestricted = true }, at: "Kind", says: "guest's"},
		"no e-mail":                      {bend: func(w *directoryEnv) { w.user.Profile.Email = "" }, at: "E-mail", says: "no e-mail"},
		"an unconfirmed e-mail":          {bend: func(w *directoryEnv) { w.user.IsEmailConfirmed = false }, at: "E-mail", says: "not been confirmed"},
		"nobody in the tenant":           {bend: func(w *directoryEnv) { w.found = nil }, at: "Identity", says: "Nobody in the tenant"},
		"only a longer e-mail":           {bend: func(w *directoryEnv) { w.found[0].Email += ".org" }, at: "Identity", says: "Nobody in the tenant"},
		"two identities":                 {bend: func(w *directoryEnv) { w.found = append(w.found, w.found[0]) }, at: "Identity", says: "More than one"},
		"an inactive identity":           {bend: func(w *directoryEnv) { w.found[0].State = "INACTIVE_LONG_TERM" }, at: "Identity", says: "inactive"},
		"a tenant that fails":            {bend: func(w *directoryEnv) { w.fail = tools.Errorf(tools.Unavailable, "No tenant.") }, code: tools.Unavailable, at: "Identity", says: "No tenant."},
		"a channel not named":            {rules: Rules{Channels: []string{"C2"}}, at: "Channel", says: "not one that this app may be used in"},
		"a shared channel":               {bend: func(w *directoryEnv) { w.channel.IsExtShared = true }, at: "Channel", says: "another organisation"},
		"a channel about to be":          {bend: func(w *directoryEnv) { w.channel.IsPendingExtShared = true }, at: "Channel", says: "another organisation"},
		"a named channel shared":         {bend: func(w *directoryEnv) { w.channel.IsExtShared = true }, rules: Rules{Channels: []string{"C1"}}, at: "Channel", says: "another organisation"},
		"a channel not seen":             {bend: func(w *directoryEnv) { w.channelErr = slack.SlackErrorResponse{Err: "channel_not_found"} }, at: "Channel", says: "Invite the app"},
		"a channel without scope":        {bend: func(w *directoryEnv) { w.channelErr = scope }, code: tools.Unavailable, at: "Channel", says: "lacks a permission"},
	} {
		t.Run(name, func(t *testing.T) {
			w, place := newDirectoryEnv(), here
			if c.bend != nil {
				c.bend(w)
			}
			if c.place != (origin{}) {
				place = c.place
			}
			if c.code == "" {
				c.code = tools.NotAllowed
			}
			d := w.directory(c.rules)
			_, err := d.caller(t.Context(), place)
			var fault *tools.Error
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, c.code, fault.Code)
			assert.Contains(t, fault.Message, c.says)
			steps := d.checks(t.Context(), place)
			last := steps[len(steps)-1]
			assert.Equal(t, c.at, last.Name)
			assert.False(t, last.OK)
		})
	}
}

func TestWhatAnOperatorMayAllow(t *testing.T) {
	notSeen := slack.SlackErrorResponse{Err: "channel_not_found"}
	for name, c := range map[string]struct {
		bend  func(*directoryEnv)
		place origin
		rules Rules
	}{
		"guests":                  {func(w *directoryEnv) { w.user.IsRestricted = true }, here, Rules{Guests: true}},
		"shared channels":         {func(w *directoryEnv) { w.channel.IsExtShared = true }, here, Rules{Shared: true}},
		"a named channel, unseen": {func(w *directoryEnv) { w.channelErr = notSeen }, here, Rules{Channels: []string{"C1"}}},
		"a second workspace":      {func(w *directoryEnv) { w.user.TeamID = "T2" }, origin{Team: "T2", User: "U1"}, Rules{Teams: []string{"T1", "T2"}}},
		"a grid's workspace": {func(w *directoryEnv) {
			w.user.TeamID = "E1"
			w.user.Enterprise.Teams = []string{"T1"}
		}, here, Rules{}},
		"a direct message": {func(w *directoryEnv) { w.channelErr = notSeen }, origin{Team: "T1", User: "U1", Channel: "D1"}, Rules{}},
		"a form":           {func(w *directoryEnv) { w.channelErr = notSeen }, origin{Team: "T1", User: "U1"}, Rules{}},
		"no state":         {func(w *directoryEnv) { w.found[0].State = "" }, here, Rules{}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newDirectoryEnv()
			c.bend(w)
			_, err := w.directory(c.rules).caller(t.Context(), c.place)
			require.NoError(t, err)
		})
	}
}

func TestMentionedPeopleAreCheckedToo(t *testing.T) {
	w := newDirectoryEnv()
	emails, err := w.directory(Rules{}).emails(t.Context(), here, []string{"U7"})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"U7": "jane@corp.example"}, emails)

	w.user.IsRestricted = true
	_, err = w.directory(Rules{}).emails(t.Context(), here, []string{"U7"})
	require.ErrorContains(t, err, "jane@corp.example cannot be taken for a person of the tenant: The account is a guest's")
}

func TestWhatIsKnownIsBelievedForAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newDirectoryEnv()
		d := w.directory(Rules{})
		_, err := d.caller(t.Context(), here)
		require.NoError(t, err)
		w.user.Deleted = true
		_, err = d.caller(t.Context(), here)
		require.NoError(t, err)
		time.Sleep(time.Minute)
		_, err = d.caller(t.Context(), here)
		require.ErrorContains(t, err, "not active")
	})
}

func TestAPanicWhileAskingIsAnError(t *testing.T) {
	d := newDirectoryEnv().directory(Rules{})
	d.ask.user = func(context.Context, string) (*slack.User, error) { panic("boom") }
	_, err := d.caller(t.Context(), here)
	require.Error(t, err)
	assert.ErrorContains(t, tools.AsError(err).Cause, "boom", "for the log")
}

func TestManyAtOnceAskSlackOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newDirectoryEnv()
		w.wait = time.Second
		d := w.directory(Rules{})
		var all sync.WaitGroup
		gone, leave := context.WithCancel(t.Context())
		for i := range 50 {
			all.Go(func() {
				if i%2 == 0 {
					_, _ = d.caller(gone, here)
					return
				}
				_, err := d.caller(t.Context(), here)
				assert.NoError(t, err)
			})
		}
		synctest.Wait()
		leave() // those who leave wait no longer, and take nobody's answer with them
		all.Wait()
		assert.Equal(t, 1, w.asked)
	})
}
