// Slack's faults: what an error of Slack's means for whoever waits for an answer, and
// what helps. That something could not be found out is never told as if it had been
// found not to be.

package slackbot

import (
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"govgroup/internal/slackbot/card"
	"govgroup/internal/tools"
)

// slackError makes an error of Slack's one of ours. What failed is the beginning of a
// sentence: “Slack did not say who you are”.
func slackError(err error, failed string) *tools.Error {
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		return &tools.Error{
			Code: tools.RateLimited, Message: "Slack is being asked too much at the moment; try again in a minute.", Cause: card.SlackFault{Err: err},
		}
	}
	says, lasting := cureOf(err)
	return &tools.Error{Code: tools.Unavailable, Message: failed + says, Cause: card.SlackFault{Err: err, Lasting: lasting}}
}

// cureOf ends the sentence with what helps, and tells whether that takes somebody else.
func cureOf(err error) (says string, lasting bool) {
	switch code := slackCode(err); {
	case code == "missing_scope":
		return ": the app lacks a permission in Slack" + inBrackets(neededScope(err)) + ". An operator must install it again with the scopes of its manifest.", true
	case shutOut(code):
		return ": it does not let the app in any more (" + code + "). An operator must install the app again and give the bot its new token.", true
	case code == "not_in_channel" || code == "channel_not_found":
		return ": the app is not in that channel. Invite it there, and try again.", false
	case code == "is_archived":
		return ": the channel is archived. Use another one.", false
	case code == "no_such_subteam":
		return ": it knows no such user group. An operator finds the cure with slackbot doctor.", true
	}
	return "; try again in a moment.", false
}

// shutOut reports whether Slack's word means that it does not take the bot's token.
func shutOut(code string) bool {
	return slices.Contains([]string{"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}, code)
}

// slackCode is Slack's word for an error; "" for any other.
func slackCode(err error) string {
	var answered slack.SlackErrorResponse
	if errors.As(err, &answered) {
		return answered.Err
	}
	return ""
}

// neededScope is the permission that Slack says is missing; "" if it does not.
func neededScope(err error) string {
	var answered slack.SlackErrorResponse
	errors.As(err, &answered)
	return tools.Clean(answered.Needed)
}

// inBrackets puts a remark behind a word.
func inBrackets(remark string) string {
	if remark == "" {
		return ""
	}
	return " (" + remark + ")"
}
