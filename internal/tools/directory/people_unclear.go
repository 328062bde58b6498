// Unclear people: who it could be where several fit.

package directory

import (
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// unclear names the candidates of every reference that fits several people.
func (m matches) unclear() error {
	var lines []string
	failure := &tools.Error{Code: tools.Ambiguous}
	for ref, people := range m {
		if len(people) > 1 {
			failure.Said, failure.People = ref, handles(people)
			lines = append(lines, fmt.Sprintf("%s fits %s", tools.Quoted(ref), describePeople(people)))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	if len(lines) > 1 { // there is no choosing between people for several names at once
		failure.Said, failure.People = "", nil
	}
	slices.Sort(lines)
	failure.Message = fmt.Sprintf("More than one person fits: %s. Say who by identity id.", strings.Join(lines, "; "))
	return failure
}

// handles are what to say for each of several people instead of what fits all of them.
func handles(people []sailpoint.Person) []tools.Ref {
	count := map[string]int{}
	for _, p := range people {
		count[strings.ToLower(p.Email)]++
		count[strings.ToLower(p.Alias)]++
	}
	refs := make([]tools.Ref, len(people))
	for i, p := range people {
		refs[i] = tools.Ref{ID: p.ID, Name: tools.Clean(p.Name)}
		for _, handle := range []string{p.Alias, p.Email} {
			if handle != "" && count[strings.ToLower(handle)] == 1 {
				refs[i] = tools.Ref{ID: handle, Name: fmt.Sprintf("%s (%s)", tools.Clean(p.Name), tools.Clean(handle))}
			}
		}
	}
	return refs
}
