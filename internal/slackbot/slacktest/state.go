// What people have entered so far, per input.

package slacktest

// state holds state.values: block_id, then action_id.
type state map[string]map[string]object
