// Cures: what an operator does about what is wrong with the installation.

package slackbot

import (
	"errors"
	"fmt"

	"github.com/slack-go/slack"
)

const (
	botTokenCure = "Set SLACK_BOT_TOKEN to the Bot User OAuth Token (xoxb-…) that the app's settings show under Install App."
	appTokenHelp = "Set SLACK_APP_TOKEN to an app-level token (xapp-…) with the scope connections:write; the app's settings make one under Basic Information."
	networkCure  = "Check the network and HTTPS_PROXY, and whether Slack is in trouble: https://slack-status.com."
)

// inWords is Slack's own word, or what else went wrong. No address is in it.
func inWords(err error) string {
	if code := slackCode(err); code != "" {
		return code + inBrackets(neededScope(err))
	}
	return withoutAddress(err).Error()
}

// tokenCure is what helps where the bot's token does not do.
func tokenCure(err error) string {
	var limited *slack.RateLimitedError
	switch code := slackCode(err); {
	case errors.As(err, &limited):
		return "Wait a minute: Slack limits how often it is asked."
	case code == "missing_scope":
		return "Under OAuth & Permissions add the scope" + inFront(neededScope(err)) + " and install the app again."
	case code == "account_inactive" || code == "token_revoked" || code == "token_expired":
		return "Install the app again. " + botTokenCure
	case shutOut(code) || code == "not_allowed_token_type":
		return botTokenCure
	case code == "":
		return networkCure
	}
	return "Look the word up at https://docs.slack.dev, and try again."
}

// appTokenCure is what helps where the app token does not do.
func appTokenCure(err error) string {
	if slackCode(err) == "" {
		return networkCure
	}
	return appTokenHelp
}

// channelFault says what is wrong with a channel that Slack does not show.
func channelFault(err error) string {
	if slackCode(err) == "channel_not_found" {
		return "there is no such channel, or it is private and the app is not in it"
	}
	return "Slack does not show it: " + inWords(err)
}

func channelCure(err error, flag string) string {
	if slackCode(err) == "channel_not_found" {
		return "Correct " + flag + ", which takes an id such as C0123456789, or invite the app there."
	}
	return tokenCure(err)
}

// inFront puts a blank before a word.
func inFront(word string) string {
	if word == "" {
		return ""
	}
	return " " + word
}

// withCure adds what helps to an error that ends the program.
func withCure(err error, cure func(error) string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w. %s", err, cure(err))
}
