// Forms: filled in, submitted in a Slack, and read back.

package card_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/slackbot/card"
	"govgroup/internal/slacktest"
	"govgroup/internal/tools"
)

func (e *env) tool(t *testing.T, name string) tools.Tool {
	t.Helper()
	for _, tool := range e.Registry.Tools() {
		if tool.Name == name {
			return tool
		}
	}
	require.Fail(t, "no such tool", name)
	return tools.Tool{}
}

// openForm opens a tool's form as a command does: a skeleton at once, then the
// form with what was typed.
func (e *env) openForm(t *testing.T, name string, typed map[string]any) slacktest.View {
	t.Helper()
	tool := e.tool(t, name)
	raw, err := json.Marshal(typed)
	require.NoError(t, err)
	opened, err := e.api.OpenViewContext(t.Context(), e.triggered(t), e.forms.Skeleton(tool, card.Metadata{Channel: room}))
	require.NoError(t, err)
	view, err := e.forms.Fill(t.Context(), someone, tool, raw, card.Metadata{Channel: room, ResponseURL: "https://hooks.slack.com/x"})
	require.NoError(t, err)
	require.NoError(t, card.CheckModal(view))
	_, err = e.api.UpdateViewContext(t.Context(), view, "", "", opened.ID)
	require.NoError(t, err)
	return e.front(t)
}

// triggered types a command and gives its trigger.
func (e *env) triggered(t *testing.T) string {
	t.Helper()
	_, err := e.slack.Command(jane, room, "/govgroup")
	require.NoError(t, err)
	return <-e.trigger
}

func (e *env) front(t *testing.T) slacktest.View {
	t.Helper()
	open := e.slack.Views(jane)
	require.NotEmpty(t, open)
	return open[len(open)-1]
}

// submit fills in fields and submits; it gives what the app makes of it.
func (e *env) submit(t *testing.T, view slacktest.View, values slacktest.Values) (tools.Call, map[string]string) {
	t.Helper()
	_, err := e.slack.Submit(jane, view, values)
	require.NoError(t, err)
	i := <-e.sent
	require.Equal(t, card.FormModal, i.View.CallbackID)
	call, wrong, err := e.forms.Read(i.View)
	require.NoError(t, err)
	return call, wrong
}

func TestFormsLookLikeThis(t *testing.T) {
	e := newEnv(t)
	for name, c := range map[string]struct {
		tool  string
		typed map[string]any
	}{
		"form_create":      {tools.NameCreate, nil},
		"form_update":      {tools.NameUpdate, map[string]any{"group": e.DBAccess.Name}},
		"form_update_any":  {tools.NameUpdate, nil},
		"form_members_add": {tools.NameMembersAdd, map[string]any{"group": e.DBAccess.ID, "members": []string{"bob@corp.example"}}},
		"form_find":        {tools.NamePeopleFind, nil},
	} {
		t.Run(name, func(t *testing.T) { looks(t, name, e.openForm(t, c.tool, c.typed).Render(nil)) })
	}
}

func TestEveryToolHasAForm(t *testing.T) {
	e := newEnv(t)
	for _, tool := range e.Registry.Tools() {
		view, err := e.forms.Fill(t.Context(), someone, tool, nil, card.Metadata{})
		require.NoError(t, err)
		assert.NoError(t, card.CheckModal(view), tool.Name)
		assert.NoError(t, card.CheckModal(e.forms.Skeleton(tool, card.Metadata{})), tool.Name)
	}
}

func TestASubmittedFormIsACall(t *testing.T) {
	e := newEnv(t)
	for name, c := range map[string]struct {
		tool   string
		typed  map[string]any
		values slacktest.Values
		want   string
		wrong  map[string]string
	}{
		"all that is touched": {
			tool: tools.NameUpdate, typed: map[string]any{"group": e.DBAccess.ID}, values: slacktest.Values{"name": {"DB Access 2"}},
			want: `{"group":"` + e.DBAccess.ID + `","name":"DB Access 2"}`,
		},
		"a description taken away": {
			tool: tools.NameUpdate, typed: map[string]any{"group": e.DBAccess.ID}, values: slacktest.Values{"description": {""}},
			want: `{"group":"` + e.DBAccess.ID + `","description":""}`,
		},
		"nothing touched": {
			tool: tools.NameUpdate, typed: map[string]any{"group": e.DBAccess.ID},
			wrong: map[string]string{"name": "Nothing is changed yet: change at least one field."},
		},
		"what was typed before": {
			tool: tools.NameUpdate, typed: map[string]any{"group": e.DBAccess.ID, "name": "Typed"},
			want: `{"group":"` + e.DBAccess.ID + `","name":"Typed"}`,
		},
		"several people": {
			tool: tools.NameMembersAdd, typed: map[string]any{"group": e.DBAccess.ID, "members": []string{"a@corp.example", "b@corp.example"}},
			want: `{"group":"` + e.DBAccess.ID + `","members":["a@corp.example","b@corp.example"]}`,
		},
		"text and a number": {
			tool: tools.NamePeopleFind, values: slacktest.Values{"query": {"jane"}, "limit": {"5"}},
			want: `{"query":"jane","limit":5}`,
		},
		"only what is required": {
			tool: tools.NamePeopleFind, values: slacktest.Values{"query": {"jane"}}, want: `{"query":"jane"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			view := e.openForm(t, c.tool, c.typed)
			call, wrong := e.submit(t, view, c.values)
			assert.Equal(t, c.wrong, wrong)
			if c.want != "" {
				assert.Equal(t, c.tool, call.Tool)
				assert.JSONEq(t, c.want, string(call.Arguments))
			}
		})
	}
}

func TestWhatAnswersShortenedIsNotWrittenBackShortened(t *testing.T) {
	e := newEnv(t)
	long := strings.Repeat("long ", 300)
	_, _ = e.call(t, tools.NameUpdate, map[string]any{"group": e.DBAccess.ID, "description": long})
	view := e.openForm(t, tools.NameUpdate, map[string]any{"group": e.DBAccess.ID})
	call, wrong := e.submit(t, view, slacktest.Values{"name": {"Renamed"}})
	assert.Empty(t, wrong)
	assert.JSONEq(t, `{"group":"`+e.DBAccess.ID+`","name":"Renamed"}`, string(call.Arguments))
}

func TestAFormOfAnUnknownGroupIsRefused(t *testing.T) {
	e := newEnv(t)
	_, err := e.forms.Fill(t.Context(), someone, e.tool(t, tools.NameUpdate), json.RawMessage(`{"group":"no such group"}`), card.Metadata{})
	var fault *tools.Error
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, tools.NotFound, fault.Code)
}

func TestMoreThanAFormTakesCanStillBeTyped(t *testing.T) {
	e := newEnv(t)
	long := strings.Repeat("x", 3001)
	raw, err := json.Marshal(map[string]any{"name": long, "owner": long, "members": []string{long}})
	require.NoError(t, err)
	view, err := e.forms.Fill(t.Context(), someone, e.tool(t, tools.NameCreate), raw, card.Metadata{})
	require.NoError(t, err)
	_, err = e.api.OpenViewContext(t.Context(), e.triggered(t), view)
	require.NoError(t, err)
}

func TestFormsThatAreNoneOfOursAreRefused(t *testing.T) {
	e := newEnv(t)
	for _, view := range []slack.View{{PrivateMetadata: "x"}, {PrivateMetadata: `{"tool":"rm"}`}, {PrivateMetadata: `{"tool":"govgroup_get"}`}} {
		_, _, err := e.forms.Read(view)
		assert.ErrorContains(t, err, "This form is not known")
	}
}

func TestTheNameIsTypedIntoAModal(t *testing.T) {
	e := newEnv(t)
	_, result := e.call(t, tools.NameDelete, map[string]any{"group": e.DBAccess.ID})
	q := e.request(t, result.Data.(tools.Outcome).Change)
	view := e.render.ReviewModal(q, 0, card.Metadata{Channel: room})
	require.NoError(t, card.CheckModal(view))
	_, err := e.api.OpenViewContext(t.Context(), e.triggered(t), view)
	require.NoError(t, err)
	looks(t, "name", e.front(t).Render(nil))

	_, err = e.slack.Submit(jane, e.front(t), slacktest.Values{"name": {"DB Access"}})
	require.NoError(t, err)
	i := <-e.sent
	from, err := card.ReadMetadata(i.View.PrivateMetadata)
	require.NoError(t, err)
	assert.Equal(t, q.ID, from.Request)
	assert.Equal(t, "DB Access", card.Typed(i.View.State))
	_, err = e.Gate.Decide(t.Context(), from.Request, confirm.Answer{Verdict: confirm.Yes, Typed: card.Typed(i.View.State), By: someone})
	require.NoError(t, err)
	assert.Empty(t, card.Typed(nil))
	assert.Equal(t, map[string]string{"name": "No."}, card.NameError(&tools.Error{Message: "No."}).Errors)
}

func TestSelectsOfferWhatFitsIntoSlack(t *testing.T) {
	offered := card.Options([]card.Option{
		{ID: "1", Name: "DB Access", Detail: "Jane Doe"}, {Name: "without an id"}, {ID: strings.Repeat("x", 151), Name: "too long an id"},
		{ID: "2", Name: strings.Repeat("long ", 30)},
	})
	require.Len(t, offered, 2)
	assert.Equal(t, "1", offered[0].Value)
	assert.Equal(t, "DB Access", offered[0].Text.Text)
	assert.Equal(t, "Jane Doe", offered[0].Description.Text)
	assert.NotNil(t, card.Options(nil), "Slack wants a list")
}
