// Scopes: what the tenant has to let the program do, so that a tool is of use.

package tools

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"govgroup/internal/sailpoint"
)

// Needs are the scopes that a tool needs; of each list any one is enough. None: it asks
// the tenant nothing, or what every token may.
//
// https://developer.sailpoint.com/docs/api/authorization
type Needs [][]string

// What the operations on governance groups need.
var (
	ToRead    = Needs{{"idn:workgroup:read", scopeManage}}
	ToManage  = Needs{{scopeManage}}
	ToMembers = Needs{{"idn:workgroup:read", scopeManage}, {"idn:workgroup:write"}}
	ToAll     = Needs{{scopeManage}, {"idn:workgroup:write"}}
)

const (
	scopeManage = "idn:workgroup:manage"
	scopeAll    = "sp:scopes:all"
	ofGroups    = "idn:workgroup:" // how the scopes begin that are about governance groups
)

// lacking are the scopes that a token is without. A token that names no scope about
// governance groups is not judged: what it may do is not known by its scopes alone.
func (n Needs) lacking(granted []string) string {
	if slices.Contains(granted, scopeAll) || !slices.ContainsFunc(granted, func(s string) bool { return strings.HasPrefix(s, ofGroups) }) {
		return ""
	}
	var missing []string
	for _, any := range n {
		if !slices.ContainsFunc(any, func(s string) bool { return slices.Contains(granted, s) }) {
			missing = append(missing, strings.Join(any, " or "))
		}
	}
	return strings.Join(missing, " and ")
}

// How long is waited for the tenant to say what it grants, and when it is asked again
// where it did not.
const (
	grantTime  = time.Second
	grantPause = 30 * time.Second
)

// grants remembers what the tenant grants the program.
type grants struct {
	mu     sync.Mutex
	scopes []string
	known  bool
	again  time.Time
}

// of gives the scopes; none while they are not known.
func (g *grants) of(ctx context.Context, client *sailpoint.Client) []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.known || client == nil || time.Now().Before(g.again) {
		return g.scopes
	}
	ctx, cancel := context.WithTimeout(ctx, grantTime)
	defer cancel()
	scopes, err := client.Granted(ctx)
	if err != nil {
		g.again = time.Now().Add(grantPause)
		return nil
	}
	g.scopes, g.known = scopes, true
	return scopes
}
