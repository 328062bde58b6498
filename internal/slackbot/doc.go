// Package slackbot is Slack's door: what people type, press and fill in becomes
// calls of tools, and what the tools answer becomes messages. It holds no rules
// of its own about what may be changed; those are the gate's.
//
// Beneath it, each without network of its own:
//
//	command    the text of a slash command → a command → a call's arguments
//	card       messages, buttons and modals: what they look like and mean
//	people     a Slack user → the caller of a tool, or why not
//	typeahead  groups and people by part of a name, from memory
package slackbot
