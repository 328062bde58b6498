// Matches: who each reference fits, and who it could be where several do.

package directory

import (
	"fmt"
	"slices"
	"strings"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// matches are the people that each reference fits.
type matches map[string][]sailpoint.Person

// add notes everyone in people whom one of the references fits, by the given
// comparison.
func (m matches) add(refs []string, people []sailpoint.Person, fits func(sailpoint.Person, string) bool) {
	for _, ref := range refs {
		for _, p := range people {
			known := slices.ContainsFunc(m[ref], func(q sailpoint.Person) bool { return q.ID == p.ID })
			if !known && fits(p, ref) {
				m[ref] = append(m[ref], p)
			}
		}
	}
}

// open are the references that fit nobody yet.
func (m matches) open(refs []string) []string {
	_, open := split(refs, func(ref string) bool { return len(m[ref]) > 0 })
	return open
}

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

// describePeople lists people so that a reader can tell them apart.
func describePeople(people []sailpoint.Person) string {
	lines := make([]string, 0, tools.Shown+1)
	for i, p := range people {
		if i == tools.Shown {
			lines = append(lines, fmt.Sprintf("and %d more", len(people)-tools.Shown))
			break
		}
		lines = append(lines, fmt.Sprintf("%s (id %s, account %s, e-mail %s)", tools.Clean(p.Name), p.ID, tools.Clean(p.Alias), tools.Clean(p.Email)))
	}
	return strings.Join(lines, ", ")
}

func split(refs []string, is func(string) bool) (fit, rest []string) {
	for _, ref := range refs {
		if is(ref) {
			fit = append(fit, ref)
		} else {
			rest = append(rest, ref)
		}
	}
	return fit, rest
}
