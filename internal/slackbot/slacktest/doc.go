// Package slacktest is a Slack to try an app against without Slack: a workspace
// with people, channels and messages, served over real HTTP and WebSocket on
// the loopback interface.
//
// An app talks to it as to slack.com: Web API, Socket Mode or signed HTTP, and
// response URLs. A test or a terminal plays the people: they type commands,
// press buttons, fill in forms and look at what is on their screen.
//
// It refuses what Slack refuses, with Slack's error strings: missing scopes,
// wrong kinds of token, blocks beyond their limits, used-up triggers and
// response URLs. Where Slack is undocumented, the comment next to the rule
// says what was assumed. It shares no code with the library that the bot
// uses, so that a mistake there cannot hide here.
package slacktest
