// Package slackbot is Slack's front end: what people type, press and fill in becomes
// calls of tools, and what the tools answer becomes messages. It holds no rules of its
// own about what may be changed; those are the gate's.
//
// [Bot] routes each delivery to the handler of its kind: commands, block actions, view
// submissions, block suggestions. A handler makes an interaction, which holds what the
// work needs: who acts and from where, the way to answer, and the services that all
// share. Handlers stand above it, and nothing calls back up.
//
// Beneath it, each without network of its own but for transport:
//
//	command    the text of a slash command → a command → a call's arguments
//	card       messages, buttons and modals: what they look like and mean
//	typeahead  groups and people by part of a name, from memory
//	transport  Socket Mode and signed HTTP
package slackbot
