// Identities: who a confirmed e-mail belongs to in the tenant.

package people

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/tools"
)

// found are the people that govgroup_people_find answers.
type found struct {
	Items []tools.Person `json:"items"`
}

// identity finds the one active identity with the e-mail: none and several are
// refused, never guessed between.
func (d *Directory) identity(ctx context.Context, f *facts) (string, *tools.Fault) {
	address := f.user.Profile.Email
	matches, err := remember(ctx, d, "identity "+address, func(ctx context.Context) ([]tools.Person, error) { return d.find(ctx, f) })
	if err != nil {
		return "", tools.AsFault(err)
	}
	switch {
	case len(matches) == 0:
		return "", refuse("Nobody in the tenant has the e-mail address %s.", tools.Clean(address))
	case len(matches) > 1:
		return "", refuse("More than one identity of the tenant has the e-mail address %s, so it does not say who you are.", tools.Clean(address))
	case matches[0].State != "" && matches[0].State != "ACTIVE":
		return "", refuse("Your identity in the tenant is inactive (%s).", matches[0].State)
	}
	f.identity = matches[0].ID
	return fmt.Sprintf("You are %s (id %s) in the tenant.", matches[0].Name, matches[0].ID), nil
}

// find asks through the tools, like anybody, and keeps exact matches only.
func (d *Directory) find(ctx context.Context, f *facts) ([]tools.Person, error) {
	query, err := json.Marshal(map[string]any{"query": f.user.Profile.Email, "limit": 250})
	if err != nil {
		return nil, err
	}
	result, err := d.Registry.Call(ctx, tools.Call{Tool: "govgroup_people_find", Arguments: query, Caller: f.caller()})
	if err != nil {
		return nil, err
	}
	var answer found
	raw, err := json.Marshal(result.Data)
	if err == nil {
		err = json.Unmarshal(raw, &answer)
	}
	return slices.DeleteFunc(answer.Items, func(p tools.Person) bool {
		return !strings.EqualFold(p.Email, f.user.Profile.Email) // the tool finds beginnings too
	}), err
}
