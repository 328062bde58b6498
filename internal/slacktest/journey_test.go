// Whole journeys over both transports: command, card, click, form, type-ahead.

package slacktest_test

import (
	"testing"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/slacktest"
)

// card is a message with a button.
func card(text string) slack.MsgOption {
	return slack.MsgOptionBlocks(
		slack.NewSectionBlock(marked(text), nil, nil),
		slack.NewActionBlock("choice",
			slack.NewButtonBlockElement("yes", "id-1", plain("Confirm")),
			slack.NewButtonBlockElement("no", "id-1", plain("Cancel"))),
	)
}

// form is a modal with a text input and a type-ahead.
func form() slack.ModalViewRequest {
	ahead := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plain("Owner"), "owner")
	least := 1
	ahead.MinQueryLength = &least
	name := slack.NewInputBlock("name", plain("Name"), nil, slack.NewPlainTextInputBlockElement(plain("a name"), "name"))
	owner := slack.NewInputBlock("owner", plain("Owner"), nil, ahead)
	owner.Optional = true
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plain("Create"), Submit: plain("Save"), Close: plain("Leave"),
		Blocks:          slack.Blocks{BlockSet: []slack.Block{name, owner}},
		PrivateMetadata: "secret", CallbackID: "create",
	}
}

func TestCommandIsAnsweredWithItsAcknowledgement(t *testing.T) {
	for name, connect := range transports() {
		t.Run(name, func(t *testing.T) {
			s := start(t, slacktest.Options{})
			var got slack.SlashCommand
			connect(app{command: func(c slack.SlashCommand) any {
				got = c
				return slack.WebhookMessage{Text: "hello *you*"}
			}}, t, s)

			inv, err := s.Command(jane, room, "/govgroup get x @bob bob@corp.example <&")
			require.NoError(t, err)

			assert.True(t, inv.Acked)
			assert.Empty(t, inv.Failure)
			assert.Equal(t, 1, inv.Deliveries)
			assert.Equal(t, "/govgroup", got.Command)
			assert.Equal(t, "get x <@U0BOB|bob> <mailto:bob@corp.example|bob@corp.example> &lt;&amp;", got.Text)
			assert.Equal(t, []string{jane, "jane", room, "room", s.TeamID},
				[]string{got.UserID, got.UserName, got.ChannelID, got.ChannelName, got.TeamID})
			seen(t, s, jane, "hello you")
			assert.Empty(t, s.Messages(room, bob), "an answer is ephemeral unless it says otherwise")
		})
	}
}

func TestCardIsClickedAndReplaced(t *testing.T) {
	for name, connect := range transports() {
		t.Run(name, func(t *testing.T) {
			s := start(t, slacktest.Options{})
			api := client(s)
			connect(app{interact: func(i slack.InteractionCallback) any {
				a := i.ActionCallback.BlockActions[0]
				_, _, _, err := api.UpdateMessage(i.Channel.ID, i.Message.Timestamp,
					slack.MsgOptionText("done "+a.ActionID+" "+a.Value+" by "+i.User.ID, false), slack.MsgOptionBlocks())
				assert.NoError(t, err)
				return nil
			}}, t, s)
			_, _, err := api.PostMessage(room, slack.MsgOptionText("fallback", false), card("Delete *it*?"))
			require.NoError(t, err)

			m := seen(t, s, bob, "Delete it?\n[Confirm] [Cancel]")
			inv, err := s.Press(bob, m, "yes")
			require.NoError(t, err)

			assert.True(t, inv.Acked)
			require.NoError(t, s.Wait(patience, func() bool { return s.Messages(room, jane)[0].Edited }))
			assert.Equal(t, "done yes id-1 by U0BOB", s.Messages(room, jane)[0].Text)
		})
	}
}

func TestFormIsOpenedFilledRefusedAndClosed(t *testing.T) {
	for name, connect := range transports() {
		t.Run(name, func(t *testing.T) {
			s := start(t, slacktest.Options{})
			connect(formApp(t, s), t, s)
			_, err := s.Command(jane, room, "/govgroup create")
			require.NoError(t, err)
			v, err := s.WaitView(jane, patience, func(v slacktest.View) bool { return v.Title == "Create" })
			require.NoError(t, err)

			_, err = s.Submit(jane, v, nil)
			var incomplete *slacktest.FormError
			require.ErrorAs(t, err, &incomplete)
			assert.Contains(t, incomplete.Fields, "name")

			_, err = s.Submit(jane, v, slacktest.Values{"name": {"taken"}})
			require.NoError(t, err)
			assert.Equal(t, map[string]string{"name": "taken already"}, s.Views(jane)[0].Errors)

			offer, err := s.Suggest(jane, v, "owner", "ja")
			require.NoError(t, err)
			require.Len(t, offer.Options, 1)
			assert.Equal(t, "Jane for ja", offer.Options[0].Text)

			inv, err := s.Submit(jane, v, slacktest.Values{"name": {"new"}, "owner": {"id-jane"}})
			require.NoError(t, err)
			assert.Empty(t, inv.Failure)
			assert.Empty(t, s.Views(jane))
			seen(t, s, jane, "created new for id-jane, secret kept")
		})
	}
}

// formApp opens a form, offers one owner, and refuses one name.
func formApp(t *testing.T, s *slacktest.Slack) app {
	api := client(s)
	return app{
		command: func(c slack.SlashCommand) any {
			_, err := api.OpenView(c.TriggerID, form())
			assert.NoError(t, err)
			return nil
		},
		interact: func(i slack.InteractionCallback) any {
			if i.Type == slack.InteractionTypeBlockSuggestion {
				return slack.OptionsResponse{Options: []*slack.OptionBlockObject{
					slack.NewOptionBlockObject("id-jane", plain("Jane for "+i.Value), nil),
				}}
			}
			values := i.View.State.Values
			if values["name"]["name"].Value == "taken" {
				return slack.NewErrorsViewSubmissionResponse(map[string]string{"name": "taken already"})
			}
			_, err := api.PostEphemeral(room, i.User.ID, slack.MsgOptionText("created "+values["name"]["name"].Value+
				" for "+values["owner"]["owner"].SelectedOption.Value+", "+i.View.PrivateMetadata+" kept", false))
			assert.NoError(t, err)
			return nil
		},
	}
}
