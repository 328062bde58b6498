// Groups: which governance group is meant. An id or a name becomes one group, or
// an error that helps. Never a guess, never the first of several.

package directory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"govgroup/internal/sailpoint"
	"govgroup/internal/tools"
)

// The expression of a filter travels in the URL, whose length servers bound: so many
// names go into one, and so many ids, which are short.
const (
	lookupBatch = 40
	idBatch     = 100
)

// FindGroup finds the one group that is meant by an id or a name. Blanks
// around it count only where a group's name really has them.
func FindGroup(ctx context.Context, inv *tools.Invocation, ref string) (sailpoint.Group, error) {
	if g, known := cacheOf(inv).groups[ref]; known {
		return g, nil
	}
	ref = tools.Unrevealed(ref)
	bare := strings.TrimSpace(ref)
	if bare == "" {
		return sailpoint.Group{}, tools.Errorf(tools.InvalidInput, "A group is missing: give its id or its name.")
	}
	var g sailpoint.Group
	var err error
	if IsGroupID(bare) { // an id is only an id, and never somebody's name for another group
		g, err = groupByID(ctx, inv, bare)
	} else {
		g, err = groupByName(ctx, inv, ref)
	}
	if err == nil {
		cacheOf(inv).groups[ref], cacheOf(inv).groups[g.ID] = g, g
	}
	return g, err
}

// groupByID says how to search where there is no such group.
func groupByID(ctx context.Context, inv *tools.Invocation, id string) (sailpoint.Group, error) {
	g, err := inv.Client.Group(ctx, id)
	if isNotFound(err) {
		return g, tools.Errorf(tools.NotFound, "No group has the id %s. Search with govgroup_list and query.", tools.Quoted(id))
	}
	return g, err
}

// groupByName takes the name as written first, because blanks around it may belong to
// it, then without them, and then as people write names from memory.
func groupByName(ctx context.Context, inv *tools.Invocation, name string) (sailpoint.Group, error) {
	near, err := inv.Client.Groups(ctx, sailpoint.Query{Filter: sailpoint.In("name", refsFor("name", []string{name})...)})
	if err != nil {
		return sailpoint.Group{}, err
	}
	found := exactMatches(name, near)
	if len(found) == 0 {
		found, name = exactMatches(strings.TrimSpace(name), near), strings.TrimSpace(name)
	}
	if len(found) == 0 {
		if found, err = foldedMatches(ctx, inv, name); err != nil {
			return sailpoint.Group{}, err
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return sailpoint.Group{}, noSuchGroup(ctx, inv, name)
	}
	failure := tools.Errorf(tools.Ambiguous, "%d groups are called %s: %s. Say which by its id.", len(found), tools.Quoted(name), Candidates(found))
	failure.Groups = refsTo(found)
	return sailpoint.Group{}, failure
}

// refsTo names groups for whoever has to choose one.
func refsTo(groups []sailpoint.Group) []tools.Ref {
	refs := make([]tools.Ref, len(groups))
	for i, g := range groups {
		refs[i] = tools.Ref{ID: g.ID, Name: tools.Clean(g.Name)}
	}
	return refs
}

// foldedMatches gives the groups whose names differ from the given one only in what
// people do not write as it stands.
func foldedMatches(ctx context.Context, inv *tools.Invocation, name string) ([]sailpoint.Group, error) {
	folded := tools.Folded(name)
	if folded == "" {
		return nil, nil
	}
	return GroupsWhose(ctx, inv, func(g sailpoint.Group) bool { return tools.Folded(g.Name) == folded })
}

// exactMatches gives the groups of exactly this name.
func exactMatches(name string, groups []sailpoint.Group) []sailpoint.Group {
	return slices.DeleteFunc(slices.Clone(groups), func(g sailpoint.Group) bool { return !EqualNames(g.Name, name) })
}

// noSuchGroup helps with what looks most like the name: one that is a few letters
// away, or begins the same.
func noSuchGroup(ctx context.Context, inv *tools.Invocation, name string) error {
	folded := tools.Folded(name)
	apart := map[string]int{}
	near, err := GroupsWhose(ctx, inv, func(g sailpoint.Group) bool {
		other := tools.Folded(g.Name)
		letters, is := tools.Distance(folded, other)
		apart[g.ID] = letters
		return is || strings.HasPrefix(other, firstRunes(folded, 4))
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(near, func(a, b sailpoint.Group) int { return cmp.Compare(apart[a.ID], apart[b.ID]) })
	near = near[:min(len(near), 5)]
	help := "Search with govgroup_list and query."
	if len(near) > 0 {
		help = "Similar: " + Candidates(near) + "."
	}
	failure := tools.Errorf(tools.NotFound, "No group has the id or name %s. %s", tools.Quoted(name), help)
	failure.Groups = refsTo(near)
	return failure
}

// FindGroups finds many groups with few requests. A reference that fits
// nothing is missing from the map; one that fits several is an error.
func FindGroups(ctx context.Context, inv *tools.Invocation, refs []string) (map[string]sailpoint.Group, error) {
	byID, err := groupsIn(ctx, inv, "id", refsFor("id", refs), idBatch)
	if err != nil {
		return nil, err
	}
	named, err := groupsIn(ctx, inv, "name", refsFor("name", refs), lookupBatch)
	if err != nil {
		return nil, err
	}
	ids, byName := map[string]sailpoint.Group{}, map[string][]sailpoint.Group{}
	for _, g := range byID {
		ids[strings.ToLower(g.ID)] = g
	}
	for _, g := range named {
		name := norm.NFC.String(g.Name)
		byName[name] = append(byName[name], g)
	}
	if err := byFoldedName(ctx, inv, refsFor("name", refs), byName); err != nil {
		return nil, err
	}
	found, err := pick(refs, ids, byName)
	for _, g := range found {
		cacheOf(inv).groups[g.ID] = g
	}
	return found, err
}

// byFoldedName adds the groups of names that nothing has exactly.
func byFoldedName(ctx context.Context, inv *tools.Invocation, names []string, byName map[string][]sailpoint.Group) error {
	for _, name := range names {
		if exact := norm.NFC.String(name); len(byName[exact]) == 0 {
			found, err := foldedMatches(ctx, inv, tools.Unrevealed(name))
			if err != nil {
				return err
			}
			byName[exact] = found
		}
	}
	return nil
}

// GroupsByID finds groups by their ids and by nothing else. A group that is no
// more is missing from the map.
func GroupsByID(ctx context.Context, inv *tools.Invocation, ids []string) (map[string]sailpoint.Group, error) {
	found, err := groupsIn(ctx, inv, "id", refsFor("id", ids), idBatch)
	if err != nil {
		return nil, err
	}
	byID := map[string]sailpoint.Group{}
	for _, id := range ids {
		for _, g := range found {
			if strings.EqualFold(g.ID, id) {
				byID[id] = g
			}
		}
	}
	return byID, nil
}

// groupsIn lists the groups whose field has one of the values, of which so many are asked
// for at once.
func groupsIn(ctx context.Context, inv *tools.Invocation, field string, values []string, many int) ([]sailpoint.Group, error) {
	var all []sailpoint.Group
	for batch := range slices.Chunk(values, many) {
		found, err := inv.Client.Groups(ctx, sailpoint.Query{Filter: sailpoint.In(field, batch...)})
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// pick decides which group each reference means. A name that fits several is an
// error for the whole call: half a plan would hide it.
func pick(refs []string, byID map[string]sailpoint.Group, byName map[string][]sailpoint.Group) (map[string]sailpoint.Group, error) {
	chosen := map[string]sailpoint.Group{}
	var unclear []string
	for _, ref := range refs {
		bare := strings.TrimSpace(ref)
		named := byName[norm.NFC.String(ref)]
		if len(named) == 0 {
			named = byName[norm.NFC.String(bare)]
		}
		if g, ok := byID[strings.ToLower(bare)]; ok {
			chosen[ref] = g
		} else if len(named) == 1 {
			chosen[ref] = named[0]
		} else if len(named) > 1 {
			unclear = append(unclear, fmt.Sprintf("%s is the name of %s", tools.Quoted(ref), Candidates(named)))
		}
	}
	if len(unclear) > 0 {
		return nil, tools.Errorf(tools.Ambiguous, "Some names fit several groups: %s. Say which by id.", strings.Join(unclear, "; "))
	}
	return chosen, nil
}

// refsFor gives the references that may be meant as the field, each once:
// what has the form of an id is one, everything else a name, with its blanks and
// without.
func refsFor(field string, refs []string) []string {
	bare := Distinct(refs)
	if field == "id" {
		return slices.DeleteFunc(bare, func(ref string) bool {
			return !IsGroupID(ref)
		})
	}
	bare = slices.DeleteFunc(bare, IsGroupID)
	for _, ref := range slices.Clone(refs) {
		if ref != strings.TrimSpace(ref) && !IsGroupID(strings.TrimSpace(ref)) {
			bare = append(bare, ref)
		}
	}
	// The tenant compares characters, and both ways to compose them are in use.
	for _, ref := range slices.Clone(bare) {
		for _, other := range []string{norm.NFC.String(ref), norm.NFD.String(ref)} {
			if !slices.Contains(bare, other) {
				bare = append(bare, other)
			}
		}
	}
	return bare
}

// Candidates lists groups so that a person can tell them apart.
func Candidates(groups []sailpoint.Group) string {
	lines := make([]string, 0, tools.Shown+1)
	for i, g := range groups {
		if i == tools.Shown {
			lines = append(lines, fmt.Sprintf("and %d more", len(groups)-tools.Shown))
			break
		}
		lines = append(lines, fmt.Sprintf("%s (id %s, owner %s, %s)", tools.Revealed(g.Name), g.ID, tools.Clean(OwnerName(g)), tools.Plural(g.MemberCount, "member")))
	}
	return strings.Join(lines, ", ")
}

// OwnerName is the owner's name as people know it.
func OwnerName(g sailpoint.Group) string {
	if g.Owner.DisplayName != "" {
		return g.Owner.DisplayName
	}
	return g.Owner.Name
}

// EqualNames compares what people mean by the same text: the same characters,
// however they are composed. Capitals matter.
func EqualNames(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }

func firstRunes(s string, n int) string {
	runes := []rune(s)
	return string(runes[:min(n, len(runes))])
}

// isNotFound tells a thing that is not there from a tenant that does not answer.
func isNotFound(err error) bool {
	var api *sailpoint.Error
	return errors.As(err, &api) && api.NotFound()
}
