// Which governance group is meant: an id or an exact name becomes one group, or
// an error that helps. Never a guess, never the first of several.

package tools

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"govgroup/internal/sailpoint"
)

// lookupBatch is how many values go into one filter: the expression travels in
// the URL, whose length servers bound.
const lookupBatch = 40

var (
	dashedID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	plainID  = regexp.MustCompile(`^[0-9a-fA-F]{32}$`)
)

// Group finds the one group that is meant by an id or an exact name. Blanks
// around it count only where a group's name really has them.
func (inv *Invocation) Group(ctx context.Context, ref string) (sailpoint.Group, error) {
	if g, known := inv.groups[ref]; known {
		return g, nil
	}
	bare := strings.TrimSpace(ref)
	if bare == "" {
		return sailpoint.Group{}, Errorf(InvalidInput, "A group is missing: give its id or its exact name.%s", nothingChanged)
	}
	g, err := inv.groupByID(ctx, bare)
	if isNotFound(err) {
		g, err = inv.groupByName(ctx, ref)
	}
	if err == nil {
		inv.groups[ref], inv.groups[g.ID] = g, g
	}
	return g, err
}

// groupByID answers "not found" for what does not look like an id, without
// asking the tenant.
func (inv *Invocation) groupByID(ctx context.Context, ref string) (sailpoint.Group, error) {
	if !dashedID.MatchString(ref) && !plainID.MatchString(ref) {
		return sailpoint.Group{}, &sailpoint.Error{Status: 404}
	}
	return inv.Client.Group(ctx, ref)
}

func (inv *Invocation) groupByName(ctx context.Context, name string) (sailpoint.Group, error) {
	bare := strings.TrimSpace(name)
	found, err := inv.Client.Groups(ctx, sailpoint.Query{Filter: sailpoint.In("name", refsFor("name", []string{name})...)})
	if err != nil {
		return sailpoint.Group{}, err
	}
	exact := exactMatches(name, found)
	if len(exact) == 0 {
		exact, name = exactMatches(bare, found), bare
	}
	switch len(exact) {
	case 1:
		return exact[0], nil
	case 0:
		return sailpoint.Group{}, inv.noSuchGroup(ctx, name, found)
	}
	return sailpoint.Group{}, Errorf(Ambiguous, "%d groups are called %s: %s. Say which by its id.%s",
		len(exact), quoted(name), candidates(exact), nothingChanged)
}

// exactMatches gives the groups of exactly this name.
func exactMatches(name string, groups []sailpoint.Group) []sailpoint.Group {
	return slices.DeleteFunc(slices.Clone(groups), func(g sailpoint.Group) bool { return !equalNames(g.Name, name) })
}

// noSuchGroup helps with what looks most like the name: another spelling in
// capitals, or names that begin the same.
func (inv *Invocation) noSuchGroup(ctx context.Context, name string, near []sailpoint.Group) error {
	if len(near) == 0 {
		page, err := inv.Client.GroupsPage(ctx, sailpoint.Query{Filter: sailpoint.StartsWith("name", firstRunes(name, 4)), Limit: 5})
		if err != nil {
			return err
		}
		near = page.Items
	}
	help := "Search with govgroup_list and query."
	if len(near) > 0 {
		help = "Similar: " + candidates(near) + "."
	}
	return Errorf(NotFound, "No group has the id or exact name %s. %s%s", quoted(name), help, nothingChanged)
}

// groupsByRef finds many groups with few requests. A reference that fits
// nothing is missing from the map; one that fits several is an error.
func (inv *Invocation) groupsByRef(ctx context.Context, refs []string) (map[string]sailpoint.Group, error) {
	byID, byName := map[string]sailpoint.Group{}, map[string][]sailpoint.Group{}
	for _, field := range []string{"id", "name"} {
		for batch := range slices.Chunk(refsFor(field, refs), lookupBatch) {
			found, err := inv.Client.Groups(ctx, sailpoint.Query{Filter: sailpoint.In(field, batch...)})
			if err != nil {
				return nil, err
			}
			for _, g := range found {
				byID[strings.ToLower(g.ID)] = g
				if field == "name" {
					name := norm.NFC.String(g.Name)
					byName[name] = append(byName[name], g)
				}
			}
		}
	}
	return pick(refs, byID, byName)
}

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
			unclear = append(unclear, fmt.Sprintf("%s is the name of %s", quoted(ref), candidates(named)))
		}
	}
	if len(unclear) > 0 {
		return nil, Errorf(Ambiguous, "Some names fit several groups: %s. Say which by id.%s", strings.Join(unclear, "; "), nothingChanged)
	}
	return chosen, nil
}

// refsFor gives the references that may be meant as the field, each once:
// everything may be a name, with its blanks and without, only some can be an id.
func refsFor(field string, refs []string) []string {
	bare := trimmed(refs)
	if field == "id" {
		return slices.DeleteFunc(bare, func(ref string) bool {
			return !dashedID.MatchString(ref) && !plainID.MatchString(ref)
		})
	}
	for _, ref := range refs {
		if ref != strings.TrimSpace(ref) {
			bare = append(bare, ref)
		}
	}
	return bare
}

// candidates lists groups so that a person can tell them apart.
func candidates(groups []sailpoint.Group) string {
	lines := make([]string, 0, shown+1)
	for i, g := range groups {
		if i == shown {
			lines = append(lines, fmt.Sprintf("and %d more", len(groups)-shown))
			break
		}
		lines = append(lines, fmt.Sprintf("%s (id %s, owner %s, %s)", quoted(g.Name), g.ID, Clean(ownerName(g)), plural(g.MemberCount, "member")))
	}
	return strings.Join(lines, ", ")
}

func ownerName(g sailpoint.Group) string {
	if g.Owner.DisplayName != "" {
		return g.Owner.DisplayName
	}
	return g.Owner.Name
}

// equalNames compares what people mean by the same text: the same characters,
// however they are composed. Capitals matter.
func equalNames(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }

func firstRunes(s string, n int) string {
	runes := []rune(s)
	return string(runes[:min(n, len(runes))])
}

func isNotFound(err error) bool {
	var api *sailpoint.Error
	return errors.As(err, &api) && api.NotFound()
}
