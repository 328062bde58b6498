// Only: which tools can be called, of those that there are.

package tools

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// keeps reports whether a tool can be called.
func (s Settings) keeps(t Tool) bool {
	return (!s.ReadOnly || t.ReadOnly()) && (len(s.Only) == 0 || slices.ContainsFunc(s.Only, t.fits))
}

// fits compares a tool's name with a pattern; the prefix may be left out.
func (t Tool) fits(pattern string) bool {
	whole, _ := path.Match(pattern, t.Name)
	short, _ := path.Match(pattern, strings.TrimPrefix(t.Name, Prefix))
	return whole || short
}

// checkOnly names a pattern that no tool fits.
func (s Settings) checkOnly(all toolset) error {
	for _, pattern := range s.Only {
		if !slices.ContainsFunc(all, func(t Tool) bool { return t.fits(pattern) }) {
			names := make([]string, len(all))
			for i, t := range all {
				names[i] = strings.TrimPrefix(t.Name, Prefix)
			}
			return fmt.Errorf("--tool %q is no tool and fits none; there are %s", pattern, strings.Join(names, ", "))
		}
	}
	return nil
}
