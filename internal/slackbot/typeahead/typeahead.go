// Package typeahead finds groups and people by part of a name while somebody
// types, from memory: Slack waits three seconds and the tenant may not be asked
// meanwhile.
package typeahead

import "context"

// Entry is one group or person that can be chosen.
type Entry struct {
	ID     string
	Name   string
	Detail string // the owner of a group, the e-mail of a person
}

// Source reads everything that can be chosen. It is asked in the background.
type Source interface {
	Groups(ctx context.Context) ([]Entry, error)
	People(ctx context.Context) ([]Entry, error)
}
