// Package slacktest is a Slack to try an app against without Slack: a workspace
// with people, channels and messages, served over real HTTP and WebSocket on
// the loopback interface.
//
// An app talks to it as to slack.com: Web API, Socket Mode or signed HTTP, and
// response URLs. A test or a terminal plays the people: they type commands,
// press buttons, fill in forms and look at what is on their screen.
//
//	s, err := slacktest.Start(slacktest.Options{})
//	defer s.Close()
//	jane := s.AddUser(slacktest.User{Name: "jane", Email: "jane@corp.example"})
//	room := s.AddChannel(slacktest.Channel{Name: "helpdesk"})
//	// … start the app with s.URL, s.BotToken and s.AppToken …
//	s.WaitSockets(1, time.Minute)
//	s.Command(jane.ID, room.ID, "/govgroup list")
//	m, err := s.WaitMessage(room.ID, jane.ID, time.Minute, asExpected)
//	s.Press(jane.ID, m, "confirm")
//
// # Faithfulness
//
// It refuses what Slack refuses, with Slack's error strings: missing scopes,
// wrong kinds of token, blocks beyond their limits, used-up triggers and
// response URLs. It is checked with Slack's own client library, see
// scripts/slack. It shares no code with the library that the bot uses, so that
// a mistake there cannot hide here.
//
// Where Slack is not documented, the comment next to the rule says what was
// assumed, and the assumption is the stricter one. The ones to know:
//
//   - Texts of all blocks of a chat method together: 13,200 characters.
//   - A response URL that is gone answers 404; only successful uses count.
//   - Opening a form while others are open closes those.
//   - An answer to a command that is no message shows as
//     dispatch_unknown_error; the name of that word is a guess.
//   - Identifiers that an app leaves out are new ones after every edit.
//
// # What it leaves out
//
// Kinds of blocks and elements that Block Kit has and this does not know are
// refused as unsupported. There are no threads but their ts, no home tab, no
// events, no files, no reactions, no history methods, no message shortcuts, no
// OAuth, no rate limits but those asked for, and of Enterprise Grid only what an app
// for a whole organisation is sent.
// Confirmation dialogs are answered with yes, and every name between colons is
// taken for an emoji's.
package slacktest
